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

type Facts = Omit<Machine, 'fingerprint'>

/** @param browser name and version, or `none` @returns this machine, described */
export const describeMachine = (browser: string): Machine =>
  fingerprinted({
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: cpus().length,
    memoryBytes: totalmem(),
    os: `${type()} ${release()}`,
    node: process.version,
    browser,
  })

/** @param browser name and version, or `none` @returns a machine whose browser has become known since it was described */
export const withBrowser = (machine: Machine, browser: string): Machine =>
  fingerprinted({ ...machine, browser })

/**
 * @param machines at least one
 * @returns what was measured on all of them: where they differ, a text names each that there was, and a number is that of the smallest
 */
export function joinMachines(machines: readonly Machine[]): Machine {
  const texts = (read: (machine: Machine) => string): string => [...new Set(machines.map(read))].join(' + ')
  const least = (read: (machine: Machine) => number): number => Math.min(...machines.map(read))
  return fingerprinted({
    cpu: texts(({ cpu }) => cpu),
    cores: least(({ cores }) => cores),
    memoryBytes: least(({ memoryBytes }) => memoryBytes),
    os: texts(({ os }) => os),
    node: texts(({ node }) => node),
    browser: texts(({ browser }) => browser),
  })
}

function fingerprinted({ cpu, cores, memoryBytes, os, node, browser }: Facts): Machine {
  const facts: Facts = { cpu, cores, memoryBytes, os, node, browser }
  return { ...facts, fingerprint: shortHash(facts) }
}

/** @returns the first 12 hex digits of the SHA-256 of a value's JSON */
export function shortHash(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 12)
}
