import { cpuWatch, firstMessage, startProcess } from '../echo/contender.ts'
import { nearestRank } from '../../../load/measure/nearest-rank.ts'

/** The services at which loops contend. */
export const contested = ['redis', 'postgres', 'rabbitmq'] as const

/** One of `contested`. */
export type Contested = (typeof contested)[number]

/** What both contenders do: so many commands a second, each at its intended time. */
export interface ServiceContest {
  service: Contested
  url: string
  /** How the names of all begin that is created there. */
  prefix: string
  perSecond: number
  seconds: number
}

/** What it cost, and how long the commands took, from when each was due. */
export interface ServiceCost {
  /** Commands that were done well, in the time that counts. */
  done: number
  /** CPU time of the whole process meanwhile. */
  cpuSeconds: number
  p50Ms: number
  p99Ms: number
}

/** Seconds of the same before those that count: code is compiled, connections are there. */
const WARM_UP_SECONDS = 2

/** Messages that a queue holds; nobody consumes them. */
export const MOST_WAITING = 1000

/** Size of what is written, bytes. */
export const VALUE = 'x'.repeat(500)

/** Runs a contender in a process of its own. @param name its module in this folder */
export async function contendAt(name: 'bare' | 'instrument', contest: ServiceContest): Promise<ServiceCost> {
  const child = startProcess(`../services/${name}-loop.ts`)
  child.send(contest)
  const cost = await firstMessage<ServiceCost>(child)
  child.disconnect()
  return cost
}

/**
 * In a contender: does the contest that the parent sends, tells what it cost, and ends with the parent.
 *
 * @param open connects @returns what does so many seconds of it, and makes what tells how long the commands took: that is read when the time is over that counts
 */
export function answerServiceContest(
  open: (contest: ServiceContest) => Promise<(seconds: number) => Promise<() => Percentiles>>,
): void {
  process.once('disconnect', () => process.exit(0))
  process.once('message', message => {
    const answer = async (contest: ServiceContest): Promise<void> => {
      const run = await open(contest)
      await run(WARM_UP_SECONDS)
      const spent = cpuWatch()
      const read = await run(contest.seconds)
      const cpuSeconds = spent()
      process.send?.({ ...read(), cpuSeconds } satisfies ServiceCost)
    }
    void answer(message as ServiceContest)
  })
}

/** What a contender tells of its commands. */
export type Percentiles = Pick<ServiceCost, 'done' | 'p50Ms' | 'p99Ms'>

/** @returns what is told of times that are all there, ms */
export function percentilesOf(timesMs: number[]): Percentiles {
  const sorted = timesMs.toSorted((a, b) => a - b)
  const of = (percentile: number): number => nearestRank(sorted, percentile) ?? Number.NaN
  return { done: sorted.length, p50Ms: of(50), p99Ms: of(99) }
}
