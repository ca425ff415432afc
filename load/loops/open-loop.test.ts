import { expect, test } from '@playwright/test'
import type { ArrivalShape } from '../arrivals.ts'
import { stagesOf } from '../arrivals/stages.ts'
import { GeneratorHealth } from '../measure/health/generator-health.ts'
import { readWhole } from '../measure/histogram.ts'
import type { HistogramData, Measurement, TallyData } from '../measure/measurement.ts'
import { GIVEN_UP, GivingUp } from './giving-up.ts'
import { runOpenLoop } from './open-loop.ts'
import { OperationRecord } from './operation-record.ts'
import type { Operation } from './operation.ts'
import { good, simulated } from './testing/simulated.ts'
import type { SimulatedTime } from './testing/simulated.ts'

const EVERY_10_MS: ArrivalShape = { kind: 'constant', perSecond: 100, durationMs: 1000 }

/** Runs an operation of no protocol, and tells what was measured of it. */
async function measured(
  operationIn: (time: SimulatedTime) => Operation,
  {
    lengthMs = 2000,
    mostInFlight,
    arrivals = EVERY_10_MS,
  }: { lengthMs?: number; mostInFlight?: number; arrivals?: ArrivalShape } = {},
): Promise<(metric: string, stage?: string) => Measurement> {
  let all: Measurement[] = []
  await simulated(async time => {
    const { clock } = time
    const health = new GeneratorHealth(clock)
    const figures = [{ name: 'ttfb', unit: 'ms', of: () => 1 } as const]
    const stages = stagesOf(arrivals)
    const record = new OperationRecord({
      metric: 'op',
      labels: {},
      timeoutMs: 700,
      startMs: 0,
      figures,
      stages,
    })
    const stream = { operation: operationIn(time), arrivals, record, mostInFlight }
    const running = runOpenLoop([stream], 0, { health, clock, givingUp: new GivingUp(clock) })
    // Its failure is looked at when its time is over.
    const failure = running.then(() => undefined).catch((error: unknown) => error)
    await time.passMs(lengthMs)
    health.stop()
    const error = await failure
    if (error) throw error
    all = record.measurements({ startMs: 0, endMs: 1000 }, [])
  })
  return (metric, stage) => {
    const found = all.find(one => one.metric === metric && one.labels['stage'] === stage)
    if (!found) throw new Error(`There is no ${metric}.`)
    return found
  }
}

const bucketsOf = ({ data }: Measurement): [value: number, count: number][] =>
  readWhole(data as HistogramData)
    .buckets()
    .map(([value, count]) => [Math.round(value), count])

test('a stall of 300 ms shows in the latency of each of the 30 that fell due in it', async () => {
  const operation =
    ({ clock, takes }: SimulatedTime): Operation =>
    () => {
      const nowMs = clock.nowMs()
      // Of 5 ms each; nothing is answered from 400 to 700.
      return takes(nowMs >= 400 && nowMs < 700 ? 700 - nowMs : 5)
    }
  const of = await measured(operation)
  expect(of('op.errors').data).toMatchObject({ total: 100, bad: 0 })
  const slow = bucketsOf(of('op.latency')).filter(([value]) => value > 5)
  expect(slow).toEqual(Array.from({ length: 30 }, (_, index) => [10 * (index + 1), 1]))
  expect(bucketsOf(of('op.latency'))[0]).toEqual([5, 70])
  expect(bucketsOf(of('op.ttfb'))).toEqual([[1, 100]])
})

test('each is asked for by its place and its time, whatever became of the one before', async () => {
  const asked: [number, number][] = []
  await measured(({ takes }) => (index, intendedMs) => {
    asked.push([index, intendedMs])
    return takes(500)
  })
  expect(asked).toEqual(Array.from({ length: 100 }, (_, index) => [index, 10 * index]))
})

test('what fails leaves no time, and a time-out its bound; a bad answer is no reason to give up', async () => {
  const fault = (kind: 'answer' | 'timeout' | 'connection') => ({ kind, cause: kind, example: '' })
  const of = await measured(({ takes }) => index => {
    if (index % 4 === 1) return takes(5, fault('answer'))
    if (index % 4 === 2) return takes(700, fault('timeout'))
    return index % 4 === 3 ? takes(1, fault('connection')) : takes(5)
  })
  expect(of('op.errors').data).toMatchObject({
    total: 100,
    bad: 75,
    causes: { answer: 25, timeout: 25, connection: 25 },
  })
  expect(of('op.latency').data).toMatchObject({ n: 50, censored: 25 })
  expect(bucketsOf(of('op.service'))).toEqual([[5, 25]])
})

test('where nothing is answered for 2 s it gives up, and what was still due counts as failed', async () => {
  const arrivals: ArrivalShape = { kind: 'constant', perSecond: 100, durationMs: 10_000 }
  const fault = { kind: 'connection', cause: 'nobody', example: '' } as const
  const of = await measured(
    ({ takes }) =>
      () =>
        takes(1, fault),
    { arrivals, lengthMs: 3000 },
  )
  const { total, bad, causes } = of('op.errors').data as TallyData
  expect([total, bad]).toEqual([1000, 1000])
  // Due at 0, 10, ... 1990; the one of 2000 is over at 2001.
  expect(causes).toEqual({ nobody: 201, [GIVEN_UP]: 799 })
})

test('of steps that it gives up before each has what was due in it', async () => {
  const steps = { kind: 'step', fromPerSecond: 100, toPerSecond: 300, steps: 2, holdMs: 2500 } as const
  const fault = { kind: 'connection', cause: 'nobody', example: '' } as const
  const of = await measured(
    ({ takes }) =>
      () =>
        takes(1, fault),
    { arrivals: steps, lengthMs: 3000 },
  )
  const names = stagesOf(steps).map(({ name }) => name)
  expect(names.map(name => (of('op.stage.errors', name).data as TallyData).bad)).toEqual([250, 500, 750])
})

test('beyond those that may be under way none is begun, and that is a doubt', async () => {
  const of = await measured(
    ({ takes }) =>
      () =>
        takes(95),
    { mostInFlight: 5 },
  )
  // Five of each ten.
  expect(of('op.errors').data).toMatchObject({ total: 50 })
  expect(of('op.latency').doubts).toEqual([{ kind: 'load-not-applied', wanted: 100, applied: 50 }])
})

test('an operation that throws, which it never should, ends it with that error', async () => {
  const operation: Operation = index =>
    index === 5 ? Promise.reject(new Error('broken')) : Promise.resolve(good(0, 0))
  await expect(measured(() => operation)).rejects.toThrow('broken')
})

test('streams of one rate, and of its half, are measured by themselves, and not in the queue of all', async () => {
  const rates = [100, 100, 100, 50]
  const records = rates.map(
    () => new OperationRecord({ metric: 'op', labels: {}, timeoutMs: 700, startMs: 0 }),
  )
  await simulated(async ({ clock, takes, passMs }) => {
    let freeMs = 0
    const oneAtATime: Operation = () => {
      freeMs = Math.max(freeMs, clock.nowMs()) + 1
      return takes(freeMs - clock.nowMs())
    }
    const streams = rates.map((perSecond, at) => ({
      operation: oneAtATime,
      arrivals: { kind: 'constant', perSecond, durationMs: 1000 } as const,
      record: records[at]!,
    }))
    const health = new GeneratorHealth(clock)
    const running = runOpenLoop(streams, 0, { health, clock, givingUp: new GivingUp(clock) })
    await passMs(1500)
    health.stop()
    await running
  })
  const latencies = records.map(record =>
    record.measurements({ startMs: 0, endMs: 1000 }, []).find(({ metric }) => metric === 'op.latency')!,
  )
  // Each takes a millisecond, and no other is there.
  expect(latencies.map(bucketsOf)).toEqual(rates.map(perSecond => [[1, perSecond]]))
})
