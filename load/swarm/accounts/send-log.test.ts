import { expect, test } from '@playwright/test'
import { SendLog } from './send-log.ts'

test('updates are numbered by agent, and their times found again', () => {
  const log = SendLog.of(3)
  expect(log.newestOfAll()).toEqual([-1, -1, -1])
  expect([log.note(0, 10.5), log.note(0, 11.5), log.note(2, 12.25)]).toEqual([0, 1, 0])
  expect(log.newestOfAll()).toEqual([1, -1, 0])
  expect(log.sentAtMs(0, 0)).toBe(10.5)
  expect(log.sentAtMs(0, 1)).toBe(11.5)
  expect(log.sentAtMs(2, 0)).toBe(12.25)
})

test('what was not sent has no time', () => {
  const log = SendLog.of(1)
  log.note(0, 1)
  for (const [agent, seq] of [
    [0, 1],
    [0, -1],
    [1, 0],
    [-1, 0],
  ] as const) {
    expect(log.sentAtMs(agent, seq)).toBeUndefined()
  }
})

test('what is forgotten was sent no later than the oldest update that is kept', () => {
  const log = SendLog.of(2, 4)
  for (let seq = 0; seq < 10; seq++) log.note(1, 100 + seq)
  expect([log.sentAtMs(1, 6), log.forgot(1, 6)]).toEqual([106, false])
  expect([log.sentAtMs(1, 5), log.forgot(1, 5)]).toEqual([106, true])
  expect([log.sentAtMs(1, 0), log.forgot(1, 0)]).toEqual([106, true])
  expect(log.sentAtMs(1, 9)).toBe(109)
})

test('a log over the same memory reads what the other one wrote', () => {
  const log = SendLog.of(2)
  const other = new SendLog(log.memory)
  log.note(1, 7)
  expect(other.agents).toBe(2)
  expect(other.newest(1)).toBe(0)
  expect(other.sentAtMs(1, 0)).toBe(7)
})
