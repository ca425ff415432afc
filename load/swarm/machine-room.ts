import { readFileSync } from 'node:fs'

/** What this machine lets one process open. `undefined`: it does not say. */
export interface MachineRoom {
  /** Files and sockets that this process may have open. */
  openFiles: number | undefined
  /** Ports from which connections to one address can be made. */
  ports: number | undefined
}

/** Left free for what else is open: files, the browser's pipes, HTTP connections. */
const SPARE = 200

/** This machine can't open as many connections as are asked for. */
export class MachineRoomError extends Error {
  readonly code: 'ERR_TOO_FEW_OPEN_FILES' | 'ERR_TOO_FEW_PORTS'

  constructor(code: MachineRoomError['code'], message: string) {
    super(message)
    this.name = 'MachineRoomError'
    this.code = code
  }
}

/** Whether an error is a `MachineRoomError`, of this machine or as another tells it. */
export const isOfRoom = ({ name }: Error): boolean => name === 'MachineRoomError'

/** @returns what this machine allows, as far as Linux tells it */
function readMachineRoom(): MachineRoom {
  return {
    openFiles: parseOpenFiles(read('/proc/self/limits')),
    ports: parsePorts(read('/proc/sys/net/ipv4/ip_local_port_range')),
  }
}

/** @returns the soft limit of open files in the text of `/proc/<pid>/limits`; `undefined` when it is unlimited or not there */
export function parseOpenFiles(text: string): number | undefined {
  const found = /^Max open files\s+(\d+)/m.exec(text)?.[1]
  return found === undefined ? undefined : Number(found)
}

/** @returns how many ports the text of `ip_local_port_range` spans (`32768	60999`) */
export function parsePorts(text: string): number | undefined {
  const [first, last] = text.trim().split(/\s+/).map(Number)
  return first !== undefined && last !== undefined && last >= first ? last - first + 1 : undefined
}

/**
 * Makes sure that so many connections can be opened from this machine, before the first is.
 *
 * @param connections of this process to one address
 * @param processes that open as many from this machine. Its ports are for all of them, open files for each. Default 1.
 * @throws MachineRoomError with what is lacking and how to allow more
 */
export function requireRoom(connections: number, processes = 1, room = readMachineRoom()): void {
  requireOpenFiles(connections, 'this process', room)
  const all = connections * processes
  if (room.ports !== undefined && all + SPARE > room.ports) {
    throw new MachineRoomError(
      'ERR_TOO_FEW_PORTS',
      `${all} connections to one address need ${all + SPARE} ports, and this machine has ${room.ports}. Widen the range: \`sysctl -w net.ipv4.ip_local_port_range="1024 65535"\`.`,
    )
  }
}

/**
 * Makes sure that a process of this machine can hold so many connections.
 *
 * @param whose which process it is, in words: one that this one starts may open as many files
 * @throws MachineRoomError with what is lacking and how to allow more
 */
export function requireOpenFiles(connections: number, whose: string, room = readMachineRoom()): void {
  const wanted = connections + SPARE
  if (room.openFiles === undefined || wanted <= room.openFiles) return
  throw new MachineRoomError(
    'ERR_TOO_FEW_OPEN_FILES',
    `${connections} connections need ${wanted} open files, and ${whose} may have ${room.openFiles}. Allow more: \`ulimit -n ${wanted}\` in the shell that starts the run.`,
  )
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    // Not Linux: what it allows is found out by trying.
    return ''
  }
}
