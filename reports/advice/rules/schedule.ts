import type { Labels } from '../../../load/measure/measurement.ts'
import { formatCount, formatValue } from '../../format.ts'
import type { Judgement } from '../../judge/slo.ts'
import { citeAll, clip } from '../cite.ts'
import { failedOf } from '../failed.ts'
import type { Rule } from '../rule.ts'
import { percentileOf } from '../seen.ts'
import type { Seen } from '../seen.ts'

const ms = (value: number): string => formatValue(value, 'ms')

/** From so much of the 99th percentile on the quickest are as late as the latest. */
const ALIKE = 0.5

/** @returns what tells the measurements of a judgement from others of its metric */
const labelsOf = (seen: Seen, judgement: Judgement): Labels => ({
  ...seen.slo(judgement)?.where,
  ...judgement.labels,
})

/** @returns of what was counted: how many of how many, and the first of them */
function counted(seen: Seen, failed: readonly Judgement[], noun: string): string {
  const tallies = failed.flatMap(one => seen.tally(one.metric, labelsOf(seen, one)) ?? [])
  const bad = tallies.reduce((sum, one) => sum + one.bad, 0)
  const total = tallies.reduce((sum, one) => sum + one.total, 0)
  const example = tallies.find(one => one.example !== undefined)?.example
  return `${formatCount(bad)} of ${formatCount(total)} ${noun}${example === undefined ? '' : `, first ${clip(example)}`}`
}

/** Whether judgements are of a run over a restart of the target. */
const overRestart = (seen: Seen, failed: readonly Judgement[]): boolean =>
  failed.some(one => labelsOf(seen, one)['over'] === 'restart')

/** Schedules call late. */
export const lateSchedules: Rule = {
  id: 'late-schedules',
  find: (seen, open) => {
    const late = failedOf(open, 'scheduler.drift')
    const [first] = late
    const curve = first && seen.curve(first.metric, labelsOf(seen, first))
    if (!curve) return []
    const [p5, p50, p99] = [percentileOf(curve, 5), percentileOf(curve, 50), percentileOf(curve, 99)]
    const isEach = p5 > ALIKE * p99
    return [
      {
        explains: late,
        text: `Schedules call late: ${citeAll(late)}. ${isEach ? `The quickest twentieth is ${ms(p5)} late too: each call is` : `Half are ${ms(p50)} late at most: only some calls are late`}.`,
        next: isEach
          ? 'Look at how often the scheduler looks for what is due, at the queue between it and what calls, and whether the clocks of the two machines agree.'
          : 'Look for what holds the scheduler up at times: work in its own process, a timer that is set anew after each call, a lock.',
      },
    ]
  },
}

/** Schedules leave moments out. */
export const missedSchedules: Rule = {
  id: 'missed-schedules',
  find: (seen, open) => {
    const missed = failedOf(open, 'scheduler.missed')
    if (missed.length === 0) return []
    return [
      {
        explains: missed,
        text: `Schedules leave moments out: ${counted(seen, missed, 'moments were not called')} (${citeAll(missed)}).`,
        next: overRestart(seen, missed)
          ? 'What falls due while the process is away is lost where schedules live only in memory: keep when each was last dealt with, and make up for the rest at the start.'
          : 'Timers that are armed for the next moment only skip those that pass while the event loop is held up: count moments, and make up for those that were missed.',
      },
    ]
  },
}

/** Schedules call more than once. */
export const doubledSchedules: Rule = {
  id: 'doubled-schedules',
  find: (seen, open) => {
    const doubled = failedOf(open, 'scheduler.duplicated')
    if (doubled.length === 0) return []
    return [
      {
        explains: doubled,
        text: `Schedules call more often than they are due: ${counted(seen, doubled, 'calls were too many')} (${citeAll(doubled)}).`,
        next: overRestart(seen, doubled)
          ? 'After a restart moments are called again that had been dealt with: write a moment down before it is called, or let who is called know it by its id.'
          : 'Look for two schedulers that keep the same schedules (one for each instance, without a lock), and for calls that are made again though the first was taken.',
      },
    ]
  },
}
