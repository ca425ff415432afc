import { fork } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

/** What both contenders do: so many agents send so many updates a second each, which are echoed to them. */
export interface Contest {
  origin: string
  agents: number
  perSecond: number
  seconds: number
}

/** What it cost, and how long the echoes took. */
export interface Cost {
  /** Messages sent and received while the load was steady. */
  messages: number
  /** CPU time of the whole process meanwhile. */
  cpuSeconds: number
  /** Resident memory that connecting added. */
  connectedBytes: number
  roundTripP50Ms: number
  roundTripP99Ms: number
}

/** Starts a module of this folder as a process. */
export const startProcess = (name: string, ...args: string[]): ChildProcess =>
  fork(fileURLToPath(new URL(name, import.meta.url)), args, { execArgv: ['--expose-gc'] })

/** @returns the first message that a process sends @throws Error when it ends before */
export async function firstMessage<T>(child: ChildProcess): Promise<T> {
  const heard = new AbortController()
  const ended = once(child, 'exit', heard).then(([code]) => {
    throw new Error(`${child.spawnargs[1]} ended with ${String(code)}.`)
  })
  try {
    const [message] = (await Promise.race([once(child, 'message', heard), ended])) as [T]
    return message
  } finally {
    ended.catch(() => 'it ends after its message')
    // A process that is asked often would gather listeners.
    heard.abort()
  }
}

/** Runs a contender in a process of its own. @param name its module in this folder */
export async function contend(name: string, contest: Contest): Promise<Cost> {
  const child = startProcess(name)
  child.send(contest)
  const cost = await firstMessage<Cost>(child)
  child.disconnect()
  return cost
}

/** In a contender: does the contest that the parent sends, tells what it cost, and ends with the parent. */
export function answerContest(run: (contest: Contest) => Promise<Cost>): void {
  process.once('disconnect', () => process.exit(0))
  process.once('message', contest => {
    void run(contest as Contest).then(cost => process.send?.(cost))
  })
}

/** @returns resident memory after a garbage collection, bytes */
export function residentBytes(): number {
  globalThis.gc?.()
  return process.memoryUsage.rss()
}

/** @returns a function that tells the CPU seconds of this process since */
export function cpuWatch(): () => number {
  const before = process.cpuUsage()
  return () => {
    const { user, system } = process.cpuUsage(before)
    return (user + system) / 1e6
  }
}
