import { expect, test } from '@playwright/test'
import { systemClock } from '../../clock.ts'
import { GeneratorHealth, healthMeasurements } from './generator-health.ts'
import type { HealthReport } from './generator-health.ts'
import { BlockHistogram, readWhole } from '../histogram.ts'

/** Lets the event loop run for a while: what is observed here is the loop itself. */
const loopFor = (ms: number): Promise<void> => new Promise(resolve => setTimeout(resolve, ms))

function holdUp(ms: number): void {
  const untilMs = systemClock.nowMs() + ms
  while (systemClock.nowMs() < untilMs);
}

test('a thread held up for 200 ms shows as event-loop delay and utilisation', async () => {
  const health = new GeneratorHealth(systemClock)
  await loopFor(50)
  holdUp(200)
  await loopFor(50)
  const [seen] = health.stop().seconds
  expect(seen?.heldUpMs).toBeGreaterThan(180)
  expect(seen?.delayP99Ms).toBeGreaterThan(180)
  expect(seen?.utilisation).toBeGreaterThan(0.4)
  expect((seen?.endMs ?? 0) - (seen?.startMs ?? 0)).toBeGreaterThanOrEqual(295)
})

test('a watch is told a second at a time, up to its end', async () => {
  const { promise: looked, resolve: look } = Promise.withResolvers<void>()
  let nowMs = 5000
  const health = new GeneratorHealth({
    nowMs() {
      if (nowMs > 5000) look()
      return nowMs
    },
  })
  nowMs = 6000
  await looked
  nowMs = 6250
  expect(health.stop().seconds).toMatchObject([
    { startMs: 5000, endMs: 6000 },
    { startMs: 6000, endMs: 6250 },
  ])
})

test('less than 100 ms tell nothing, and are left out', () => {
  for (const [lengthMs, count] of [
    [99, 0],
    [100, 1],
  ] as const) {
    let nowMs = 5000
    const health = new GeneratorHealth({ nowMs: () => nowMs })
    nowMs += lengthMs
    expect(health.stop().seconds).toHaveLength(count)
  }
})

test('a watch that has ended leaves no timer behind', () => {
  const timers = (): number => process.getActiveResourcesInfo().filter(kind => kind === 'Timeout').length
  const before = timers()
  const health = new GeneratorHealth(systemClock)
  expect(timers()).toBe(before + 2)
  health.stop()
  expect(timers()).toBe(before)
})

test('a busy thread shows as CPU time, a waiting one does not', async () => {
  const cpuMs = (): number => {
    const { user, system } = process.threadCpuUsage()
    return (user + system) / 1000
  }
  const atFirstMs = cpuMs()
  const busy = new GeneratorHealth(systemClock)
  const beforeMs = cpuMs()
  holdUp(300)
  const afterMs = cpuMs()
  await loopFor(1)
  const { startMs = 0, endMs = 0, cpu = 0 } = busy.stop().seconds[0] ?? {}
  const atLastMs = cpuMs()
  // On a machine with busy neighbours 300 ms of time may hold less CPU time: compare with what the thread was given, to the microsecond.
  expect(cpu * (endMs - startMs)).toBeGreaterThan(afterMs - beforeMs - 0.001)
  expect(cpu * (endMs - startMs)).toBeLessThan(atLastMs - atFirstMs + 0.001)
})

test('lateness is what began() was told: actual minus intended', () => {
  const health = new GeneratorHealth(systemClock)
  for (const lateMs of [0, 1, 2, 3]) health.began(1000, 1000 + lateMs)
  const { lateness } = health.stop()
  expect(lateness.n).toBe(4)
  expect(readWhole(lateness).buckets()).toEqual([
    [0, 1],
    [1, 1],
    [2, 1],
    [3, 1],
  ])
})

/** A thread that lived a second. */
const lived = (latenessMs: readonly number[], delayP99Ms: number): HealthReport => {
  const lateness = new BlockHistogram()
  for (const value of latenessMs) lateness.record(value, 0)
  const second = { startMs: 0, endMs: 1000, delayP99Ms, heldUpMs: 50, utilisation: 0.5, cpu: 0.4 }
  return { lateness: lateness.toData(), seconds: [second], lateFromMs: 10 }
}

test('a generator measures itself a thread at a time, and has no lateness where nothing was scheduled', () => {
  const window = { startMs: 0, endMs: 1000 }
  const all = healthMeasurements('agents', [lived([], 2), lived([1], 3)], window)
  const of = (metric: string) => all.filter(one => one.metric === metric)
  expect(of('generator.loop-delay').map(one => [one.labels, one.data, one.unit])).toEqual([
    [{ generator: 'agents', thread: '0' }, { kind: 'series', points: [[1000, 2]] }, 'ms'],
    [{ generator: 'agents', thread: '1' }, { kind: 'series', points: [[1000, 3]] }, 'ms'],
  ])
  for (const [metric, value] of [
    ['generator.utilisation', 0.5],
    ['generator.cpu', 0.4],
  ] as const) {
    expect(of(metric).map(one => [one.labels['thread'], one.unit, one.data])).toEqual([
      ['0', 'ratio', { kind: 'series', points: [[1000, value]] }],
      ['1', 'ratio', { kind: 'series', points: [[1000, value]] }],
    ])
  }
  expect(of('generator.lateness').map(one => [one.labels, one.data, one.unit])).toEqual([
    [{ generator: 'agents', thread: '1' }, expect.objectContaining({ n: 1 }), 'ms'],
  ])
  for (const one of all) expect(one).toMatchObject({ window, doubts: [] })
})
