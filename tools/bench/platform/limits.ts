import type { SustainedTasks } from './sustained-tasks.ts'

/** How many times as long as a bare pool the runtime may take. */
const MOST_TIMES = 1.5
/** What an agent may hold in its host, bytes. */
const MOST_AGENT_BYTES = 1e6
/** Tasks a second that the platform is to keep up with. */
const LEAST_PER_SECOND = 500

/** Tasks a second that are asked for: of as many as are to be done a second ends now and then before the last of them. */
export const ASKED_PER_SECOND = 1.02 * LEAST_PER_SECOND

/** What the benchmark of the runtime has measured; times as multiples of a bare pool's. */
export interface RuntimeCosts {
  spawnTimes: number
  messageTimes: number
  agentBytes: number
  sustained: SustainedTasks
}

/** @returns a sentence for each limit that is not held; a figure that there is none of holds none */
export function missedLimits({ spawnTimes, messageTimes, agentBytes, sustained }: RuntimeCosts): string[] {
  const { donePerSecond, bad, asked, seconds, inTime } = sustained
  const isLate = inTime < seconds / 2
  return [
    ...(spawnTimes <= MOST_TIMES ? [] : [`Agents take more than ${MOST_TIMES} times as long to come up.`]),
    ...(messageTimes <= MOST_TIMES ? [] : [`Messages take more than ${MOST_TIMES} times as long.`]),
    ...(agentBytes < MOST_AGENT_BYTES ? [] : ['An agent takes 1 MB in its host or more.']),
    ...(bad === 0 ? [] : [`${bad} of ${asked} tasks were not done well.`]),
    ...(isLate
      ? [
          `The generator was late in ${seconds - inTime} of ${seconds} seconds: whether the platform keeps up can't be told on a machine that has other work.`,
        ]
      : donePerSecond >= LEAST_PER_SECOND
        ? []
        : [`Fewer than ${LEAST_PER_SECOND} tasks a second are done.`]),
  ]
}
