import type { Labels, Measurement } from '../../../load/measure/measurement.ts'
import { nearestRank } from '../../../load/measure/nearest-rank.ts'
import { seededRandom } from '../../../load/seeded-random.ts'
import type { Curve } from '../../run-report.ts'
import { sampleBuilders } from './sample-builders.ts'

/** One loss of connections in the sample run. */
interface Loss {
  cause: string
  side: 'agent' | 'viewer'
  connections: number
  /** Seconds from the start of the run to the loss. */
  lossSec: number
  /** Seconds from the loss until it is noticed, and until the server takes connections again. */
  noticedSec: number
  downSec: number
}

const LOSSES: Loss[] = [
  { cause: 'drop', side: 'agent', connections: 1000, lossSec: 196, noticedSec: 0, downSec: 0 },
  { cause: 'drop', side: 'viewer', connections: 50, lossSec: 196, noticedSec: 0, downSec: 0 },
  { cause: 'restart', side: 'agent', connections: 1000, lossSec: 214, noticedSec: 0, downSec: 1.7 },
  { cause: 'restart', side: 'viewer', connections: 50, lossSec: 214, noticedSec: 0, downSec: 1.7 },
  { cause: 'silence', side: 'viewer', connections: 50, lossSec: 234, noticedSec: 2.4, downSec: 0 },
]

const ROUND_SEC = 15
const STEP_SEC = 0.1
const BACK_WITHIN_SEC = 5
const PERCENTILES = [0, 10, 25, 50, 75, 90, 95, 97.5, 99, 99.5, 99.9, 100]

/** The losses of connections of the sample run, and how each came back: back-off with full jitter, doubled from 0.5 s on. Test data only. */
export function sampleRecoveries(startMs: number): { measurements: Measurement[]; curves: Curve[] } {
  const played = LOSSES.map(loss => ({ loss, ...play(loss) }))
  return {
    measurements: played.flatMap(({ loss, attempts, back }) => measured(loss, attempts, back, startMs)),
    curves: played.map(({ loss, back }) => timeCurve(loss, back)),
  }
}

/** Every attempt to reconnect, and when each connection was back, in seconds since the loss. */
function play({ connections, noticedSec, downSec, lossSec }: Loss): { attempts: number[]; back: number[] } {
  const noise = seededRandom(connections + lossSec)
  const attempts: number[] = []
  const back = Array.from({ length: connections }, () => {
    let atSec = noticedSec + (noticedSec > 0 ? noise() : 0.02)
    for (let waitSec = 0.5; ; waitSec = Math.min(8, 2 * waitSec)) {
      atSec += waitSec * noise()
      attempts.push(atSec)
      // A herd of a thousand is not served at once: part of it is refused.
      if (atSec > downSec && noise() < 0.8) return atSec + 0.03 + 0.1 * noise()
    }
  })
  return { attempts, back: back.sort((a, b) => a - b) }
}

function measured(
  { cause, side, connections, lossSec, noticedSec }: Loss,
  attempts: number[],
  back: number[],
  startMs: number,
): Measurement[] {
  const { measurement, histogram, tally } = sampleBuilders(startMs)
  const labels: Labels = { cause, side }
  const span = [lossSec, lossSec + ROUND_SEC] as const
  const steps = Array.from(
    { length: Math.round((ROUND_SEC + 1) / STEP_SEC) },
    (_, index) => index * STEP_SEC - 1,
  )
  const series = (valueAt: (sec: number) => number) => ({
    kind: 'series' as const,
    points: steps.map((sec): [number, number] => [startMs + 1000 * (lossSec + sec), valueAt(sec)]),
  })
  const missed = Math.round(back.reduce((sum, sec) => sum + sec, 0))
  return [
    tally('realtime.recovery', labels, span, connections, {
      'not back within 5 s': back.filter(sec => sec > BACK_WITHIN_SEC).length,
    }),
    histogram('realtime.recovery.time', labels, span, connections),
    tally('realtime.recovery.missed', labels, span, ROUND_SEC * connections, { missed }),
    measurement(
      'load.connected',
      'count',
      labels,
      span,
      series(sec => (sec < noticedSec ? connections : back.filter(each => each <= sec).length)),
    ),
    measurement(
      'load.reconnects',
      'per-second',
      labels,
      span,
      series(sec => attempts.filter(each => each >= sec && each < sec + STEP_SEC).length / STEP_SEC),
    ),
  ]
}

function timeCurve({ cause, side, connections }: Loss, back: readonly number[]): Curve {
  return {
    metric: 'realtime.recovery.time',
    labels: { cause, side },
    unit: 'ms',
    n: connections,
    percentiles: PERCENTILES.map(percentile => [percentile, 1000 * (nearestRank(back, percentile) ?? 0)]),
    overTime: [],
  }
}
