import type { Doubt } from '../load/measure/measurement.ts'
import { ownFaultRemedy } from '../load/own-faults.ts'
import { formatCount, formatRatio, formatValue } from './format.ts'

/** @returns a doubt in a sentence, with its number */
export function doubtText(doubt: Doubt): string {
  const { machine } = doubt
  const text = plainText(doubt)
  return machine === undefined || doubt.kind === 'worker-lost' ? text : `On ${machine}: ${text}`
}

function plainText(doubt: Doubt): string {
  switch (doubt.kind) {
    case 'generator-late':
      return `The load generator was up to ${formatValue(doubt.lateMs, 'ms')} late, ${inSeconds(doubt)}.`
    case 'machine-busy':
      return `Other programs took up to ${formatRatio(doubt.share)} of the test machine's processors, ${inSeconds(doubt)}, and the target runs there too.`
    case 'generator-saturated':
      return `The load generator was busy ${formatRatio(doubt.utilisation)} of the time.`
    case 'cpu-starved':
      return `The load generator needed ${formatRatio(doubt.utilisation)} of a core and got ${formatRatio(doubt.cpu)}.`
    case 'load-not-applied':
      return `Only ${formatCount(doubt.applied)} of ${formatCount(doubt.wanted)} units of load were applied${doubt.cause === undefined ? '' : ` (${doubt.cause})`}.`
    case 'own-fault': {
      const failures = doubt.count === 1 ? 'failure is' : 'failures are'
      const remedy = ownFaultRemedy(doubt.cause)
      return `${formatCount(doubt.count)} ${failures} of this side: ${doubt.cause}.${remedy === undefined ? '' : ` ${remedy}`}`
    }
    case 'audit-warned':
      return `Lighthouse warned: ${doubt.warnings.join(' ')}`
    case 'fault-not-seen':
      return `Only ${formatCount(doubt.seen)} of ${formatCount(doubt.wanted)} ${doubt.of === undefined ? 'connections were cut' : `${doubt.of} were lost`}.`
    case 'signed-out':
      return `The sign-in ended while this was measured (${doubt.found}).`
    case 'cut-short':
      return `The measurement ended early, at ${new Date(doubt.atMs).toISOString()}.`
    case 'stopped-early':
      return `The load stopped at ${new Date(doubt.atMs).toISOString()}: ${doubt.because}.`
    case 'worker-lost':
      return `The worker ${doubt.machine ?? ''} ${doubt.because}, at ${new Date(doubt.atMs).toISOString()}: the load was less from then on.`
    case 'clock-uncertain':
      return `The clocks agree only to within ${formatValue(doubt.errorMs, 'ms')}.`
    case 'times-disagree':
      return doubt.exceeding > 0 && doubt.exceeding * 100 > doubt.of
        ? `In ${formatCount(doubt.exceeding)} of ${formatCount(doubt.of)} answers the target tells more time of the parts than the whole took.`
        : `The parts that the target tells leave ${formatValue(doubt.restMs, 'ms')} of the whole unaccounted for (p95).`
    case 'counts-disagree':
      return `The target told ${formatCount(doubt.told)} ${doubt.what}, and the service behind it counted ${formatCount(doubt.counted)}.`
    case 'connections-recycled': {
      const { lost, resent = 0 } = doubt
      const requests = (count: number): string =>
        `${formatCount(count)} ${count === 1 ? 'request was' : 'requests were'}`
      const sentAgain = `${requests(resent)} sent again, as a browser does, because the target had just closed the connection.`
      if (lost === 0) return sentAgain
      const told = `${requests(lost)} lost on connections that the target had just closed.`
      return resent === 0 ? told : `${told} ${sentAgain}`
    }
  }
}

function inSeconds({ seconds, spanMs = 1000 }: { seconds: readonly unknown[]; spanMs?: number }): string {
  const count = (seconds.length * spanMs) / 1000
  return `in ${formatCount(count)} ${count === 1 ? 'second' : 'seconds'}`
}

/** Whose doing a doubt is: the target's; of the run, which ended early or was not what was asked, however fast the machine; or of the machine that measures. */
export type DoubtOrigin = 'target' | 'run' | 'machine'

/** @returns whose doing a doubt is */
export function originOf(doubt: Doubt): DoubtOrigin {
  switch (doubt.kind) {
    case 'signed-out':
    case 'stopped-early':
    case 'times-disagree':
    case 'counts-disagree':
      return 'target'
    case 'load-not-applied':
      return doubt.cause === undefined ? 'machine' : 'target'
    case 'audit-warned':
      return doubt.isOther ? 'run' : 'machine'
    case 'fault-not-seen':
    case 'cut-short':
    case 'worker-lost':
    case 'connections-recycled':
      return 'run'
    case 'generator-late':
    case 'machine-busy':
    case 'generator-saturated':
    case 'cpu-starved':
    case 'own-fault':
    case 'clock-uncertain':
      return 'machine'
  }
}

/** Every kind of doubt: its name, what it means and what to do next. */
export const DOUBT_GUIDE: Record<Doubt['kind'], { name: string; meaning: string; remedy: string }> = {
  'generator-late': {
    name: 'Generator late',
    meaning:
      'The load generator began work, or noticed an answer, later than it was due. That can only add to a time, and only in those seconds: a PASS stands, a FAIL may come from the test machine.',
    remedy: 'Give the load generator a quieter or larger machine, or less load.',
  },
  'machine-busy': {
    name: 'Machine busy',
    meaning:
      'Other programs had processors of the machine that the target runs on while none was idle, so the target waited for them. That can only add to a time (until something times out), and take from a pace, and only in those seconds: a PASS stands, a FAIL may come from the test machine.',
    remedy: 'Stop other programs on the machine, or measure on one that does nothing else.',
  },
  'generator-saturated': {
    name: 'Generator saturated',
    meaning:
      'The load generator had no time left, so it may have set the pace instead of the target. Throughput is then a lower bound, a time an upper bound.',
    remedy: 'Use fewer connections, or a faster machine.',
  },
  'cpu-starved': {
    name: 'CPU starved',
    meaning:
      'The load generator was ready to run and got no core: other work on the machine slowed it down, and the throughput with it.',
    remedy: 'Stop other programs on the machine, or move the load generator to another one.',
  },
  'load-not-applied': {
    name: 'Load not applied',
    meaning: 'The load generator applied less load than the SLO assumes, so no verdict is valid.',
    remedy: 'Look at the errors of connecting and sending, or lower the load.',
  },
  'own-fault': {
    name: 'Own fault',
    meaning:
      "What failed was the suite's own: what it was told to send, its network, or the certificates that it trusts. The target was not asked, or could not be, so these failures are not held against it.",
    remedy: 'Then measure again.',
  },
  'audit-warned': {
    name: 'Audit warned',
    meaning:
      'Lighthouse itself doubts what it judged. A redirect, or a page that did not become ready, means that its score may be of another page, and no verdict is valid; other warnings are told beside the score.',
    remedy: "Look at the warnings beside Lighthouse's score.",
  },
  'fault-not-seen': {
    name: 'Fault not seen',
    meaning: 'The fault did not reach all that it was for, so no verdict is valid.',
    remedy:
      'Check the target\'s "outages", each of which must reach every connection, and what of it kills or freezes.',
  },
  'signed-out': {
    name: 'Signed out',
    meaning:
      'The sign-in ended while this was measured: what came after is not of somebody who is signed in, so no verdict is valid. The next step was signed in anew, where the target can be.',
    remedy: 'Let the sign-in last longer than the measurement, or measure for less time.',
  },
  'cut-short': {
    name: 'Cut short',
    meaning:
      'The run was interrupted, or one of its processes ended, during this measurement. The rest is unknown, so only a count that must be zero can still fail.',
    remedy: 'Measure again.',
  },
  'stopped-early': {
    name: 'Stopped early',
    meaning:
      'So much failed that the load was ended, to spare the target. The rest is unknown, so nothing passes; what failed until then did.',
    remedy: 'Look at what failed. PERF_STOP_ON_ERRORS=0 goes on whatever fails.',
  },
  'worker-lost': {
    name: 'Worker lost',
    meaning:
      'One of the machines that made the load ended or was not heard of any more. What it had sent until then counts; the rest of its part was not done, by nobody else either, so only a count that must be zero can still fail.',
    remedy: 'Look at that machine, and measure again.',
  },
  'clock-uncertain': {
    name: 'Clock uncertain',
    meaning: 'The offset between two clocks is known only to within the stated error, in either direction.',
    remedy: 'Measure again on a quieter machine.',
  },
  'times-disagree': {
    name: 'Times disagree',
    meaning:
      "The target's own times of the parts of its work and our time of the whole can't both be right, or leave so much unaccounted for that a part may be slower than it says.",
    remedy: 'Look at where the target takes these times, in which unit, and what it does outside of them.',
  },
  'counts-disagree': {
    name: 'Counts disagree',
    meaning:
      'The service behind the target counted otherwise than the target told of the same time. What it tells is of something else or wrong, or others use the service too.',
    remedy:
      'Look at where the target takes what it tells, and whether it asks the service that the run was given.',
  },
  'connections-recycled': {
    name: 'Connections recycled',
    meaning:
      'The target closed connections that were still in use, and no byte came back for the requests that crossed with the close. Those that can be repeated were sent again, as a browser does; the others are lost.',
    remedy: "Raise the target's keep-alive time-out or its requests per connection.",
  },
}

/** @returns a doubt in a sentence, and what to do next */
export const describeDoubt = (doubt: Doubt): string => `${doubtText(doubt)} ${DOUBT_GUIDE[doubt.kind].remedy}`
