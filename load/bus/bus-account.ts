import { ledgerMeasurements } from '../account/ledger-table.ts'
import { lossOf } from '../account/drain.ts'
import type { Drain, Left } from '../account/drain.ts'
import type { LedgerCounts } from '../account/ledger.ts'
import type { Doubt, Measurement, TallyData } from '../measure/measurement.ts'
import { busLedger } from './metrics.ts'
import type { Outage } from './outage.ts'
import type { QueueWatch } from './queue-watch.ts'

/** Events are to pass again within so long, ms. */
export const BACK_MS = 60_000

/** What a run with a bus came to. */
export interface BusRun {
  load: string
  window: Measurement['window']
  doubts: Doubt[]
  counts: LedgerCounts
  drain: Drain
  /** What was in the queues 5 s after the last event. */
  left: Left
  /** Whether deliveries say that they may have been made before. */
  tellsAgain: boolean
  /** Deliveries by which an event had its effect once more; `undefined` where effects are not told. */
  effectsTwice: number | undefined
  /** Why deliveries were not told; absent where they were. */
  unheard: string | undefined
  /** Absent where it was not broken. */
  broken?: BrokenBus | undefined
}

/** How a bus was broken, and what came of it. */
export interface BrokenBus {
  kind: string
  outage: Outage
  watch: Pick<QueueWatch, 'wasDisturbed' | 'wasGone' | 'isWhole'>
  /** Deliveries that the broker said may have been made before. */
  redelivered: number
  /** When nothing more was tried, epoch ms. */
  endMs: number
}

/** What is measured of an account. */
export interface BusAccount {
  /** `bus.loss` and `bus.duplicates`. */
  told: Measurement[]
  undrained: Measurement
  /** `bus.recovery` and `bus.outages`, where it was broken. */
  recovery: Measurement[]
  /** What became of all events, by `busLedger`. */
  ledger: Measurement[]
}

/** @returns measurements of an account, each with the label `load` */
export function busAccount({
  load,
  window,
  counts,
  drain,
  left,
  tellsAgain,
  effectsTwice,
  unheard,
  broken,
  ...run
}: BusRun): BusAccount {
  const labels = { load }
  const doubts: Doubt[] =
    !broken || wasSeen(broken) ? run.doubts : [...run.doubts, { kind: 'fault-not-seen', wanted: 1, seen: 0 }]
  const common = { labels, window, doubts }
  const tally = (
    metric: string,
    data: TallyData,
    absence: Pick<Measurement, 'absence' | 'isUndecided'> = {},
  ): Measurement => ({
    ...absence,
    ...common,
    metric,
    unit: 'count',
    data,
  })
  const nothing = events(window.startMs, 0, {})
  const loss = lossOf(counts, drain)
  // What was not heard of may have been worked on, once or twice.
  const ofDeliveries = (metric: string, data: TallyData): Measurement =>
    unheard === undefined
      ? tally(metric, data)
      : tally(metric, nothing, { absence: `Not all deliveries were told: ${unheard}.` })
  const { confirmed } = counts
  return {
    told: [lost(), duplicates()],
    undrained:
      left.kind === 'unknown'
        ? tally('bus.undrained', nothing, { absence: left.why })
        : // What an earlier load has left is among them.
          tally('bus.undrained', events(window.startMs, confirmed, { left: left.messages })),
    recovery: broken ? recoveryOf(broken) : [],
    ledger: ledgerMeasurements(
      busLedger.name,
      { ...counts, tellsAgain, isComplete: loss.kind === 'counted' && unheard === undefined },
      { labels, window },
    ),
  }

  function lost(): Measurement {
    if (loss.kind === 'counted')
      return ofDeliveries('bus.loss', events(window.startMs, loss.confirmed, { lost: loss.lost }))
    const isUndecided = loss.kind === 'inconclusive'
    // Why so many are missing is known then.
    if (isUndecided && unheard !== undefined) return ofDeliveries('bus.loss', nothing)
    return tally('bus.loss', nothing, { absence: loss.why, ...(isUndecided && { isUndecided }) })
  }

  function duplicates(): Measurement {
    if (!tellsAgain && effectsTwice === undefined)
      return tally('bus.duplicates', nothing, {
        absence: 'The target tells neither that a delivery comes again nor what came of it.',
      })
    const { received, duplicatedUntold } = counts
    const again = {
      'came again, untold': tellsAgain ? duplicatedUntold : 0,
      'had its effect again': effectsTwice ?? 0,
    }
    return ofDeliveries('bus.duplicates', events(window.startMs, received, again))
  }

  function recoveryOf({ outage, watch, endMs }: BrokenBus): Measurement[] {
    const isBack = outage.isOver && watch.isWhole
    const lasted = isBack
      ? { atMs: endMs, value: outage.lastedMs }
      : { atMs: endMs, value: endMs - window.startMs, censored: true as const }
    const isLong = lasted.value >= BACK_MS
    const cause = isBack ? 'events passed late' : 'events did not pass again'
    return [
      { ...common, metric: 'bus.recovery', unit: 'ms', data: { kind: 'samples', points: [lasted] } },
      tally('bus.outages', events(window.startMs, 1, { [cause]: isLong || !isBack ? 1 : 0 })),
    ]
  }
}

/** A consumer that is gone is missed by the broker, which delivers again what it had; a publisher by who publishes; a partition by either; a broker by all. */
function wasSeen({ kind, outage, watch, redelivered }: BrokenBus): boolean {
  if (kind === 'broker') return watch.wasGone
  const isMissedByWhoPublishes = kind !== 'consumer' && outage.hasHappened
  return isMissedByWhoPublishes || (kind !== 'publisher' && (watch.wasDisturbed || redelivered > 0))
}

/**
 * @returns events that were counted together at the end
 * @param least how many there were at least: one that is bad for two causes is two
 * @param bad how many there were for each cause
 */
function events(startMs: number, least: number, bad: Readonly<Record<string, number>>): TallyData {
  const causes = Object.fromEntries(Object.entries(bad).filter(([, count]) => count > 0))
  const all = Object.values(causes).reduce((sum, count) => sum + count, 0)
  const total = Math.max(least, all)
  return { kind: 'tally', total, bad: all, causes, blocks: total === 0 ? [] : [{ startMs, total, bad: all }] }
}
