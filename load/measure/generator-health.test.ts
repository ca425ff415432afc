import { expect, test } from '@playwright/test'
import { systemClock } from '../clock.ts'
import { GeneratorHealth, healthMeasurements, latenessDoubts } from './generator-health.ts'
import type { HealthReport } from './generator-health.ts'
import { BlockHistogram, readWhole } from './histogram.ts'

/** Lets the event loop run for a while: what is observed here is the loop itself. */
const loopFor = (ms: number): Promise<void> => new Promise(resolve => setTimeout(resolve, ms))

function holdUp(ms: number): void {
  const untilMs = systemClock.nowMs() + ms
  while (systemClock.nowMs() < untilMs);
}

const report = (latenessMs: readonly number[], delaysMs: readonly number[]): HealthReport => {
  const lateness = new BlockHistogram()
  for (const value of latenessMs) lateness.record(value, 0)
  const delay = delaysMs.map((value, second): [number, number] => [second * 1000, value])
  return { lateness: lateness.toData(), delay, utilisation: [[0, 0.5]], cpu: [[0, 0.4]] }
}

test('a thread held up for 200 ms shows as event-loop delay and gives rise to a doubt', async () => {
  const health = new GeneratorHealth(systemClock)
  await loopFor(50)
  holdUp(200)
  await loopFor(50)
  const seen = health.stop()
  expect(Math.max(...seen.delay.map(([, value]) => value))).toBeGreaterThan(180)
  expect(Math.max(...seen.delay.map(([, value]) => value))).toBeGreaterThan(180)
  expect(seen.utilisation[0]?.[1]).toBeGreaterThan(0.4)
  const [doubt] = latenessDoubts([seen])
  expect(doubt?.kind).toBe('generator-late')
  expect(doubt?.kind === 'generator-late' && doubt.lateMs).toBeGreaterThan(180)
})

test('a busy thread shows as CPU time, a waiting one does not', async () => {
  const busy = new GeneratorHealth(systemClock)
  const cpuBefore = process.threadCpuUsage()
  holdUp(300)
  const cpuAfter = process.threadCpuUsage()
  await loopFor(1)
  const [, share] = busy.stop().cpu[0] ?? [0, Number.NaN]
  // On a machine with busy neighbours 300 ms of time may hold less CPU time: compare with what the thread was given.
  const givenMs = (cpuAfter.user + cpuAfter.system - cpuBefore.user - cpuBefore.system) / 1000
  expect(share).toBeGreaterThan((0.5 * givenMs) / 300)
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

test('a quiet generator leaves no doubt', () => {
  expect(latenessDoubts([])).toEqual([])
  expect(latenessDoubts([report([0.2, 0.5, 1], [0.5, 2])])).toEqual([])
  expect(latenessDoubts([report([], [])])).toEqual([])
})

test('the doubt names the worse of schedule and event loop, over all threads', () => {
  expect(latenessDoubts([report([1], [2]), report([1], [9])])).toEqual([
    { kind: 'generator-late', lateMs: 9 },
  ])
  const late = Array.from({ length: 100 }, () => 16)
  const [doubt] = latenessDoubts([report(late, [2]), report([1], [9])])
  expect(doubt).toEqual({ kind: 'generator-late', lateMs: expect.closeTo(16, 1) })
})

test('one late start in a thousand is within p99 and no doubt', () => {
  const lateness = [...Array.from({ length: 999 }, () => 0.1), 400]
  expect(latenessDoubts([report(lateness, [1])])).toEqual([])
})

test('a generator measures itself a thread at a time, and has no lateness where nothing was scheduled', () => {
  const window = { startMs: 0, endMs: 1000 }
  const all = healthMeasurements('agents', [report([1], [2]), report([], [3])], window)
  const of = (metric: string) => all.filter(one => one.metric === metric)
  expect(of('generator.loop-delay').map(one => [one.labels, one.data, one.unit])).toEqual([
    [{ generator: 'agents', thread: '0' }, { kind: 'series', points: [[0, 2]] }, 'ms'],
    [{ generator: 'agents', thread: '1' }, { kind: 'series', points: [[0, 3]] }, 'ms'],
  ])
  expect(of('generator.utilisation')).toHaveLength(2)
  expect(of('generator.cpu')).toHaveLength(2)
  expect(of('generator.lateness').map(one => one.data)).toEqual([expect.objectContaining({ n: 1 })])
  for (const one of all) expect(one).toMatchObject({ window, doubts: [] })
})
