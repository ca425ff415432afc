import { fork } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { moduleBeside } from '../../load/module-beside.ts'

/** What the process of the live page says: where it is, or in a sentence why there is none. */
export type LiveTold = { url: string } | { fault: string }

/**
 * Starts the page of a run under way, in a process of its own that ends after this one.
 *
 * @param folder of the run, which has begun to write its parts
 * @param port 0: a free one
 * @param tell gets the address, or what went wrong, as a line
 * @returns it; nobody waits for it
 */
export function startLive(folder: string, port: number, tell: (line: string) => void): ChildProcess {
  const missing = (because: string): void => tell(`There is no live page: ${because}\n`)
  const file = fileURLToPath(moduleBeside('./live.main', import.meta.url))
  const child = fork(file, [folder, String(port)], { stdio: 'ignore', execArgv: [] })
  child.once('error', ({ message }) => missing(message))
  child.on('message', (told: LiveTold) => {
    if ('url' in told) tell(`Live page  ${told.url}\n`)
    else missing(told.fault)
  })
  child.unref()
  child.channel?.unref()
  return child
}

/** @returns the port of the live page that a run's settings ask for, 0 for a free one; `undefined` when they ask for none */
export function livePort({ PERF_LIVE = '0' }: Readonly<Record<string, string>>): number | undefined {
  if (PERF_LIVE === '0') return undefined
  return PERF_LIVE === '1' ? 0 : Number(PERF_LIVE)
}
