import type { Measurement } from '../../../load/measure/measurement.ts'
import { cpuWatch, firstMessage, startProcess } from '../echo/contender.ts'

/** What a contender does: GET of one address, at a number of connections or at a rate. */
export interface Contest {
  origin: string
  /** Path and query, from the origin. */
  path: string
  connections: number
  seconds: number
  /** Requests a second in all. Default as many as come back. */
  perSecond?: number
}

/** Milliseconds. */
export interface Percentiles {
  p50: number
  p99: number
}

/** What a contender says of itself. */
export interface Account {
  latency: Percentiles
  /** Actual minus intended start, where it has a schedule. */
  lateness?: Percentiles
  /** What the latency is of. Default everything. */
  window?: Measurement['window']
}

/** What it cost. */
export interface Cost {
  /** CPU time of the whole process. */
  cpuSeconds: number
  tookSeconds: number
}

/** What only warms up comes first. */
type Order = [...warmUps: Contest[], contest: Contest]

/** Lets a contender do its work in a process of its own. @param name its module in this folder */
export async function contend(name: string, ...order: Order): Promise<Account & Cost> {
  const child = startProcess(`../http/${name}.ts`)
  child.send(order)
  const answer = await firstMessage<Account & Cost>(child)
  child.disconnect()
  return answer
}

/** In a contender: does what the parent sends, tells what the contest was like, and ends with the parent. */
export function answerContest(run: (contest: Contest) => Promise<Account>): void {
  process.once('disconnect', () => process.exit(0))
  process.once('message', order => void answer(order as Order, run))
}

async function answer(order: Order, run: (contest: Contest) => Promise<Account>): Promise<void> {
  const contest = order.pop() as Contest
  for (const warmUp of order) await run(warmUp)
  const cpuSeconds = cpuWatch()
  const startMs = performance.now()
  const account = await run(contest)
  const tookSeconds = (performance.now() - startMs) / 1000
  process.send?.({ ...account, cpuSeconds: cpuSeconds(), tookSeconds } satisfies Account & Cost)
}
