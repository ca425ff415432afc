import type { Doubt } from '../../load/measure/measurement.ts'
import { formatCount, formatRatio, formatValue } from '../format.ts'

/** @returns a doubt in a sentence, with its number */
export function doubtText(doubt: Doubt): string {
  switch (doubt.kind) {
    case 'generator-late': {
      const count = doubt.seconds.length
      return `The load generator was up to ${formatValue(doubt.lateMs, 'ms')} late, in ${formatCount(count)} ${count === 1 ? 'second' : 'seconds'}.`
    }
    case 'generator-saturated':
      return `The load generator was busy ${formatRatio(doubt.utilisation)} of the time.`
    case 'cpu-starved':
      return `The load generator wanted ${formatRatio(doubt.utilisation)} of a core and was given ${formatRatio(doubt.cpu)}.`
    case 'load-not-applied':
      return `Only ${formatCount(doubt.applied)} of ${formatCount(doubt.wanted)} units of work were applied.`
    case 'fault-not-seen':
      return `Only ${formatCount(doubt.seen)} of ${formatCount(doubt.wanted)} connections were cut.`
    case 'cut-short':
      return `The measuring was cut short at ${new Date(doubt.atMs).toISOString()}.`
    case 'clock-uncertain':
      return `The clocks agree only to within ${formatValue(doubt.errorMs, 'ms')}.`
    case 'connections-recycled': {
      const requests = doubt.lost === 1 ? 'request was' : 'requests were'
      return `${formatCount(doubt.lost)} ${requests} lost on connections that the target had just closed.`
    }
  }
}

/** Every kind of doubt: its name, what it means and what to do next. */
export const DOUBT_GUIDE: Record<Doubt['kind'], { name: string; meaning: string; remedy: string }> = {
  'generator-late': {
    name: 'Generator late',
    meaning:
      'Work was begun, or an answer noticed, later than it was due. That only adds to a time, and only in the seconds concerned: a pass stands, a fail may be ours.',
    remedy: 'Give the generator a quieter or larger machine, or less load.',
  },
  'generator-saturated': {
    name: 'Generator saturated',
    meaning:
      'The generator had no time left, so that it, and not the target, may have set the pace. A number of answers a second is then a lower bound, a time an upper one.',
    remedy: 'Use fewer connections, or a faster machine.',
  },
  'cpu-starved': {
    name: 'CPU starved',
    meaning:
      'The generator was ready to run and was not given a core: other work on the machine slowed it down, and the answers a second with it.',
    remedy: 'End what else runs on the machine, or move the generator to another one.',
  },
  'load-not-applied': {
    name: 'Load not applied',
    meaning:
      'Less work was done than intended, so the target was not asked what the SLO asks. It voids any answer.',
    remedy: 'See the errors of connecting and sending, or lower the load.',
  },
  'fault-not-seen': {
    name: 'Fault not seen',
    meaning:
      'What should have been broken was not, or not wholly, so the target was not asked what the SLO asks. It voids any answer.',
    remedy: 'See what the target\'s "outages" do, and whether they reach the whole of it.',
  },
  'cut-short': {
    name: 'Cut short',
    meaning:
      'The run was interrupted, or one of its processes ended, while this was measured. What the rest would have been is not known: it voids any answer but a count of what must not happen at all.',
    remedy: 'Measure again.',
  },
  'clock-uncertain': {
    name: 'Clock uncertain',
    meaning:
      'Two clocks were compared and their offset is known only to within the stated error, in both directions.',
    remedy: 'Measure again on a quieter machine.',
  },
  'connections-recycled': {
    name: 'Connections recycled',
    meaning:
      'The target closed connections that were still in use. What crosses with the closing is lost; a browser would send it again, and nobody would notice.',
    remedy: "Raise the target's keep-alive time-out or its requests per connection.",
  },
}

/** @returns a doubt in a sentence, and what to do next */
export const describeDoubt = (doubt: Doubt): string => `${doubtText(doubt)} ${DOUBT_GUIDE[doubt.kind].remedy}`
