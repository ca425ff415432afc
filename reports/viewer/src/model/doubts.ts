import type { Doubt } from '../../../../load/measure/measurement.ts'
import { formatCount, formatValue } from '../../../format.ts'

/** A doubt in a sentence, with its number. */
export function doubtText(doubt: Doubt): string {
  switch (doubt.kind) {
    case 'generator-late':
      return `The generator was late: p99 of actual minus intended start was ${formatValue(doubt.lateMs, 'ms')}.`
    case 'load-not-applied':
      return `Not all load was applied: ${formatCount(doubt.applied)} of ${formatCount(doubt.wanted)} units of work.`
    case 'clock-uncertain':
      return `The clocks agree only to within ${formatValue(doubt.errorMs, 'ms')}.`
  }
}

/** Every kind of doubt: its name, what it means and what to do next. */
export const DOUBT_GUIDE: Record<Doubt['kind'], { name: string; meaning: string; remedy: string }> = {
  'generator-late': {
    name: 'Generator late',
    meaning:
      'The load generator started work later than intended. That only adds to a latency: a pass stands, a fail may be ours.',
    remedy:
      'Give the generator more cores, or move it to another machine than the target; compare generator CPU.',
  },
  'load-not-applied': {
    name: 'Load not applied',
    meaning:
      'Less work was done than intended, so the target was not asked what the SLO asks. It voids any answer.',
    remedy: 'Look for refused connections and full queues, lower the rate, or use more generator processes.',
  },
  'clock-uncertain': {
    name: 'Clock uncertain',
    meaning:
      'Two clocks were compared and their offset is known only to within the stated error, in both directions.',
    remedy: 'Run on one machine, or let both keep time with the same server over a quiet network.',
  },
}
