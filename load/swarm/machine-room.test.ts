import { expect, test } from '@playwright/test'
import {
  MachineRoomError,
  parseOpenFiles,
  parsePorts,
  requireOpenFiles,
  requireRoom,
} from './machine-room.ts'

const limits = `Limit                     Soft Limit           Hard Limit           Units
Max processes             96184                96184                processes
Max open files            1024                 524288               files
Max locked memory         8388608              8388608              bytes
`

test('the limit of open files is the soft one', () => {
  expect(parseOpenFiles(limits)).toBe(1024)
  expect(parseOpenFiles(limits.replace('1024  ', 'unlimited'))).toBeUndefined()
  expect(parseOpenFiles('')).toBeUndefined()
})

test('ports are counted with both ends', () => {
  expect(parsePorts('32768\t60999\n')).toBe(28_232)
  expect(parsePorts('')).toBeUndefined()
})

test('connections that can not be opened are refused before the first, and how to allow more is told', () => {
  const room = { openFiles: 1024, ports: 28_232 }
  expect(() => requireRoom(824, 1, room)).not.toThrow()
  expect(() => requireRoom(825, 1, room)).toThrow(MachineRoomError)
  expect(() => requireRoom(1000, 1, room)).toThrow('`ulimit -n 1200`')
  expect(() => requireRoom(1000, 1, room)).toThrow(
    expect.objectContaining({ code: 'ERR_TOO_FEW_OPEN_FILES' }),
  )
  const many = { openFiles: undefined, ports: 28_232 }
  expect(() => requireRoom(28_032, 1, many)).not.toThrow()
  expect(() => requireRoom(28_033, 1, many)).toThrow('net.ipv4.ip_local_port_range')
  expect(() => requireRoom(7008, 4, many)).not.toThrow()
  expect(() => requireRoom(7009, 4, many)).toThrow('28036 connections to one address need 28236 ports')
  expect(() => requireRoom(800, 4, room)).not.toThrow()
})

test('a process that holds connections is named', () => {
  const room = { openFiles: 20_000, ports: undefined }
  expect(() => requireOpenFiles(19_800, 'the platform', room)).not.toThrow()
  expect(() => requireOpenFiles(19_801, 'the platform', room)).toThrow(
    '19801 connections need 20001 open files, and the platform may have 20000.',
  )
})

test('a machine that does not say what it allows is tried', () => {
  expect(() => requireRoom(1_000_000, 1, { openFiles: undefined, ports: undefined })).not.toThrow()
})
