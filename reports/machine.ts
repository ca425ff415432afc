import { createHash } from 'node:crypto'
import { cpus, release, totalmem, type } from 'node:os'

/** What a run was taken on. */
export interface Machine {
  cpu: string
  cores: number
  memoryBytes: number
  os: string
  node: string
  browser: string
  /** Short hash of all of the above: numbers of runs with the same one may be compared. */
  fingerprint: string
}

/** @param browser name and version, or `none` @returns this machine, described */
export function describeMachine(browser: string): Machine {
  const machine = {
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: cpus().length,
    memoryBytes: totalmem(),
    os: `${type()} ${release()}`,
    node: process.version,
    browser,
  }
  return { ...machine, fingerprint: shortHash(machine) }
}

/** @returns the first 12 hex digits of the SHA-256 of a value's JSON */
export function shortHash(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 12)
}
