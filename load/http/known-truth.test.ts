import { expect, test } from '@playwright/test'
import { readWhole } from '../measure/histogram.ts'
import type { Measurement, MeasurementData } from '../measure/measurement.ts'
import { http } from './http.ts'
import { startTruthServer } from './truth-server.ts'
import type { TruthServer } from './truth-server.ts'

type Of<Kind extends MeasurementData['kind']> = Extract<MeasurementData, { kind: Kind }>

function dataOf<Kind extends MeasurementData['kind']>(
  measurements: readonly Measurement[],
  metric: string,
  kind: Kind,
): Of<Kind> {
  const data = measurements.find(one => one.metric === metric)?.data
  if (data?.kind !== kind) throw new Error(`There is no ${kind} ${metric}.`)
  return data as Of<Kind>
}

const percentile = (measurements: readonly Measurement[], metric: string, p: number): number =>
  readWhole(dataOf(measurements, metric, 'histogram')).percentile(p)

function quantile(values: readonly number[], share: number): number {
  return values.toSorted((a, b) => a - b)[Math.ceil(share * values.length) - 1] ?? Number.NaN
}

const servedMs = ({ served }: TruthServer, share: number): number =>
  quantile(
    served.flatMap(one => one.serviceMs ?? []),
    share,
  )

/** How far the generator was behind in its usual second, by its own account: the part of an error that is the machine's. */
function ownLatenessMs(measurements: readonly Measurement[]): number {
  const delays = dataOf(measurements, 'generator.loop-delay', 'series').points.map(([, value]) => value)
  const lateness = measurements.find(one => one.metric === 'generator.lateness')?.data
  const scheduleMs = lateness?.kind === 'histogram' ? readWhole(lateness).percentile(90) : 0
  return Math.max(0, quantile(delays, 0.5)) + scheduleMs
}

test('a constant 50 ms and a freeze of 3 s are reported as what they are', async () => {
  const fixedOpen = await startTruthServer()
  const fixedClosed = await startTruthServer()
  const freezing = await startTruthServer({ freeze: { afterMs: 3000, forMs: 3000 } })
  const request = { method: 'GET', path: '/?delayMs=50' } as const
  const common = { metric: 'truth', labels: {} }
  try {
    const [open, closed, frozen] = await Promise.all([
      http.openLoop({
        origin: fixedOpen.origin,
        streams: [{ ...common, request, arrivals: { kind: 'constant', perSecond: 100, durationMs: 5000 } }],
      }),
      http.closedLoop({ ...common, origin: fixedClosed.origin, request, connections: 5, seconds: 4 }),
      http.openLoop({
        origin: freezing.origin,
        streams: [
          {
            ...common,
            request: { method: 'GET', path: '/' },
            arrivals: { kind: 'constant', perSecond: 100, durationMs: 10_000 },
          },
        ],
      }),
    ])

    const openErrorMs = percentile(open, 'truth.latency', 50) - servedMs(fixedOpen, 0.5)
    expect(openErrorMs).toBeGreaterThan(-0.5)
    expect(openErrorMs).toBeLessThan(2 + ownLatenessMs(open))
    expect(percentile(open, 'truth.ttfb', 50)).toBeGreaterThan(49)
    expect(dataOf(open, 'truth.errors', 'tally')).toMatchObject({ total: 500, bad: 0 })
    expect(dataOf(open, 'truth.latency', 'histogram').n).toBe(500)
    expect(fixedOpen.served).toHaveLength(500)

    const closedErrorMs = percentile(closed, 'truth.closed.latency', 50) - servedMs(fixedClosed, 0.5)
    expect(closedErrorMs).toBeGreaterThan(-0.5)
    expect(closedErrorMs).toBeLessThan(2 + ownLatenessMs(closed))

    const widerMs = 150 + ownLatenessMs(frozen)
    expect(Math.abs(percentile(frozen, 'truth.latency', 90) - 2000)).toBeLessThan(widerMs)
    // 700 of 1000 met no freeze, and the longest wait is that of the first which did.
    expect(percentile(frozen, 'truth.latency', 50)).toBeLessThan(widerMs)
    expect(Math.abs(percentile(frozen, 'truth.latency', 99.9) - 3000)).toBeLessThan(widerMs)
    expect(dataOf(frozen, 'truth.errors', 'tally')).toMatchObject({ total: 1000, bad: 0 })
  } finally {
    await Promise.all([fixedOpen.stop(), fixedClosed.stop(), freezing.stop()])
  }
})
