import { expect, test } from '@playwright/test'
import { seededRandom } from '../../load/seeded-random.ts'
import { BlockHistogram } from '../../load/measure/histogram.ts'
import type { Measurement } from '../../load/measure/measurement.ts'
import { exampleMeasurement, exampleSlo } from './testing/example-evidence.ts'
import { judge } from './judge.ts'
import type { Judgement, Slo } from './slo.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS

const MEMORY = { unit: 'bytes', spanMs: 12 * HOUR_MS } as const
const HEAP = { unit: 'bytes', spanMs: 100 * MINUTE_MS } as const
const DRIFT = { unit: 'ratio', spanMs: 10 * MINUTE_MS } as const
const FILES = { unit: 'count', spanMs: HOUR_MS } as const

/** A quantity read every so often, for some minutes. */
function readings(minutes: number, everyMs: number, valueAt: (minute: number) => number): Measurement {
  const count = Math.floor((minutes * MINUTE_MS) / everyMs) + 1
  const points = Array.from({ length: count }, (_, index) => {
    const atMs = index * everyMs
    return [atMs, valueAt(atMs / MINUTE_MS)] as [number, number]
  })
  const window = { startMs: 0, endMs: minutes * MINUTE_MS }
  return exampleMeasurement({ kind: 'series', points }, { window })
}

/** A heap after each collection: what is kept, to some 100 kB. */
function heap(seed: number, minutes: number, kept: (minute: number) => number): Measurement {
  const random = seededRandom(seed)
  return readings(minutes, 5000, minute => 80e6 + kept(minute) + 1e5 * (random() - 0.5))
}

const judged = (objective: string, rules: Partial<Slo>, ...measured: Measurement[]): Judgement =>
  judge([exampleSlo(objective, { passConfidence: 0.95, ...rules })], measured)[0] as Judgement

test('two minutes of collected heap tell a leak of 5 MB a minute, and of none what would have shown', () => {
  for (let seed = 1; seed <= 4; seed++) {
    const of = (perMinute: number): Judgement =>
      judged(
        'leak<20000',
        HEAP,
        heap(seed, 2, minute => perMinute * minute),
      )
    expect(of(5e6)).toMatchObject({ verdict: 'FAIL', limit: 20_000, level: 'error' })
    expect(of(5e6).because).toMatch(
      /^Growth a minute [45](?:\.\d+)? MB over \d+ values; the limit is 20 kB\.$/,
    )
    expect(of(0)).toMatchObject({ verdict: 'NO_DATA', level: 'warn' })
    expect(of(0).because).toContain(
      'A PASS takes 1 h 40 min, and this is 2 min 00 s of it: growth of 1 MB a minute would have shown by now, and there is none',
    )
  }
})

test('100 minutes of collected heap tell 0.1 MB a minute from none, and half an hour tells it too', () => {
  for (let seed = 1; seed <= 4; seed++) {
    for (const [minutes, perMinute, verdict] of [
      [100, 0, 'PASS'],
      [100, 5e3, 'PASS'],
      [100, 1e5, 'FAIL'],
      [100, 1e6, 'FAIL'],
      [30, 0, 'NO_DATA'],
      [30, 1e5, 'FAIL'],
      [30, 5e6, 'FAIL'],
    ] as const) {
      const found = judged(
        'leak<20000',
        HEAP,
        heap(seed, minutes, minute => perMinute * minute),
      )
      expect(found.verdict, `${perMinute} in seed ${seed}: ${found.because}`).toBe(verdict)
    }
  }
})

test('a cache that is full before half of the time is over is no leak; one that begins after it is not told from one', () => {
  const cache = heap(1, 100, minute => Math.min(50e6, (50e6 * minute) / 43))
  expect(judged('leak<20000', HEAP, cache)).toMatchObject({ verdict: 'PASS' })
  const late = heap(1, 100, minute => Math.max(0, minute - 50) * 1e6)
  expect(judged('leak<20000', HEAP, late)).toMatchObject({
    verdict: 'INCONCLUSIVE',
    because: expect.stringContaining('in the second half of the time and not in the first'),
  })
})

test('what grows ever more slowly in a short run is not told from a leak, and what slows down to one is', () => {
  /** The least of each of 24 spans of half an hour: of a process that takes memory for its first load, and of one that leaks 105 kB a minute besides. */
  const minima = {
    filling: [
      527, 576, 585, 595, 604, 594, 601, 634, 650, 657, 672, 680, 680, 712, 714, 714, 714, 714, 714, 726, 727,
      727, 728, 728,
    ],
    leaking: [
      30.4, 30.9, 31.5, 31.9, 32.5, 32.9, 33.3, 33.6, 34.1, 34.3, 34.5, 34.6, 34.8, 35, 35.2, 35.4, 35.6,
      35.7, 35.8, 36, 36.1, 36.5, 36.7, 36.9,
    ],
  }
  const of = (megabytes: readonly number[]): Measurement =>
    readings(30, 5000, minute => 1e6 * (megabytes[Math.floor((minute * 23.5) / 30)] ?? NaN))
  expect(judged('leak<100000', MEMORY, of(minima.filling))).toMatchObject({
    verdict: 'NO_DATA',
    because: expect.stringContaining('growth of 2.4 MB a minute would have shown by now, and there is none'),
  })
  const large = readings(30, 5000, minute => 1e9 * (1 - Math.exp(-minute / 9)))
  expect(judged('leak<100000', MEMORY, large)).toMatchObject({
    verdict: 'NO_DATA',
    because:
      'A PASS takes 12 h 00 min, and this is 30 min 00 s of it: growth a minute 9.55 MB. It grew less than a quarter as fast as in the first half of the time, so that it may be a leak, or be full soon.',
  })
  expect(judged('leak<20000', HEAP, of(minima.leaking))).toMatchObject({ verdict: 'FAIL' })
  const full = readings(24 * 60, MINUTE_MS, minute => 1e8 * (1 - Math.exp(-minute / 60)))
  expect(judged('leak<100000', MEMORY, full)).toMatchObject({ verdict: 'PASS' })
  const leaksOn = readings(24 * 60, MINUTE_MS, minute => 2e5 * minute + 1e8 * (1 - Math.exp(-minute / 60)))
  expect(judged('leak<100000', MEMORY, leaksOn)).toMatchObject({ verdict: 'FAIL' })
})

test('a file that is left open each half second is told within two minutes, one connection more is not', () => {
  const leaking = readings(2, 1000, minute => 40 + Math.floor(120 * minute))
  expect(judged('leak<0.1', FILES, leaking)).toMatchObject({ verdict: 'FAIL' })
  const another = readings(2, 1000, minute => (minute < 1.1 ? 40 : 41))
  expect(judged('leak<0.1', FILES, another)).toMatchObject({ verdict: 'NO_DATA', level: 'warn' })
  const steady = readings(60, 6000, () => 40)
  expect(judged('leak<0.1', FILES, steady)).toMatchObject({ verdict: 'PASS' })
})

/** Memory with its garbage, some 40 MB that are collected each ten minutes or so, and wandering by some 2 MB. */
function memory(seed: number, hours: number, perMinute: number): Measurement {
  const random = seededRandom(seed)
  let [wander, garbage] = [0, 0]
  return readings(60 * hours, MINUTE_MS, minute => {
    wander = 0.99 * wander + 5e5 * (random() - 0.5)
    garbage = garbage > 40e6 ? 0 : garbage + 6e6 * random()
    return 80e6 + perMinute * minute + wander + garbage
  })
}

test('a day of memory with its garbage tells 0.1 MB a minute from none, an hour tells nothing of it', () => {
  for (let seed = 1; seed <= 10; seed++) {
    expect(judged('leak<40000', MEMORY, memory(seed, 24, 1e5)).verdict, `seed ${seed}`).toBe('FAIL')
    expect(judged('leak<40000', MEMORY, memory(seed, 24, 0)).verdict, `seed ${seed}`).toBe('PASS')
    expect(judged('leak<40000', MEMORY, memory(seed, 1, 1e5)).verdict, `seed ${seed}`).toBe('NO_DATA')
  }
})

test('of several stretches the longest tells: what was started anew begins from below', () => {
  const first = heap(1, 100, () => 20e6)
  const second = heap(2, 10, () => 0)
  expect(judged('leak<20000', HEAP, first, second)).toMatchObject({ verdict: 'PASS' })
  expect(judged('leak<20000', HEAP, second, first)).toMatchObject({ verdict: 'PASS' })
})

/** What was read for some minutes of a longer time. */
const within = (hours: number, measured: Measurement, absence?: string): Measurement => ({
  ...measured,
  window: { startMs: 0, endMs: hours * HOUR_MS },
  ...(absence !== undefined && { absence }),
})

test('what was read for minutes of a day tells of these minutes alone, and why there is no more', () => {
  const gone = 'Process 7 is gone.'
  const level = (minutes: number, everyMs: number): Measurement =>
    within(
      24,
      readings(minutes, everyMs, () => 40),
      gone,
    )
  const [heapOf3, filesOf3, memoryOf30] = [
    judged('leak<20000', HEAP, level(3, 5000)),
    judged('leak<0.1', FILES, level(3, 1000)),
    judged('leak<40000', MEMORY, level(30, 5000)),
  ]
  for (const one of [heapOf3, filesOf3, memoryOf30])
    expect(one).toMatchObject({
      verdict: 'NO_DATA',
      level: 'error',
      because: expect.stringMatching(/Process 7 is gone\.$/),
    })
  const whole = readings(2, 5000, () => 40)
  expect(
    judged(
      'leak<20000',
      HEAP,
      whole,
      within(
        24,
        readings(3, 5000, () => 40),
        gone,
      ),
    ).because,
  ).toMatch(/Process 7 is gone\.$/)
  expect(heapOf3?.because).toContain('A PASS takes 1 h 40 min, and this is 3 min 00 s of it')
  expect(memoryOf30?.because).toContain('this is 30 min 00 s of it')
  // The first reading comes a while after the beginning, the last a while before the end.
  const almost = readings(57, 6000, () => 40)
  expect(judged('leak<0.1', FILES, within(1, almost))).toMatchObject({ verdict: 'PASS' })
  const drift = latency(1, 5, () => 20)
  expect(judged('drift<0.05', DRIFT, within(1, drift)).verdict).toBe('NO_DATA')
})

test('a run that is too short for a PASS fails nobody, also where its readings end early', () => {
  const almost = within(
    1 / 30,
    heap(1, 1.7, () => 0),
    'Process 7 is gone.',
  )
  expect(judged('leak<20000', HEAP, almost)).toMatchObject({
    verdict: 'NO_DATA',
    level: 'warn',
    because: expect.stringMatching(/Process 7 is gone\.$/),
  })
})

test('what is started anew each two hours has no leak of a day to be told, and is not let off', () => {
  const stretch = (index: number): Measurement => {
    const { data } = readings(120, MINUTE_MS, () => 40e6)
    const [startMs, endMs] = [2 * index * HOUR_MS, 2 * (index + 1) * HOUR_MS]
    const points = data.kind === 'series' ? data.points : []
    return exampleMeasurement(
      { kind: 'series', points: points.map(([atMs, value]) => [startMs + atMs, value]) },
      { window: { startMs, endMs } },
    )
  }
  const day = Array.from({ length: 12 }, (_, index) => stretch(index))
  expect(judged('leak<40000', MEMORY, ...day)).toMatchObject({
    verdict: 'NO_DATA',
    level: 'error',
    because:
      'A PASS takes 12 h 00 min without a break, and the longest of 12 stretches is 2 h 00 min: growth of 240 kB a minute would have shown by now, and there is none (growth a minute 0 B). Look for what breaks it: the target is started anew meanwhile, or the run is cut short.',
  })
  // Five of them are less than a PASS takes, whether it is broken or not.
  expect(judged('leak<40000', MEMORY, ...day.slice(0, 5))).toMatchObject({
    verdict: 'NO_DATA',
    level: 'warn',
  })
})

/** Response times of so many requests a second, around a level that changes with the minute. */
function latency(seed: number, minutes: number, level: (minute: number) => number): Measurement {
  const random = seededRandom(seed)
  const histogram = new BlockHistogram()
  for (let second = 0; second < 60 * minutes; second++)
    for (let n = 0; n < 10; n++) histogram.record(level(second / 60) * (0.5 + random()), second * 1000)
  return exampleMeasurement(histogram.toData(), { window: { startMs: 0, endMs: minutes * MINUTE_MS } })
}

test('latency that grows by a tenth within an hour is told from one that stays', () => {
  const of = (share: number): Judgement =>
    judged(
      'drift<0.05',
      DRIFT,
      latency(1, 60, minute => 20 * (1 + (share * minute) / 60)),
    )
  expect(of(0)).toMatchObject({ verdict: 'PASS' })
  expect(of(0.1)).toMatchObject({ verdict: 'FAIL' })
  expect(of(0.1).observed).toBeCloseTo(0.1 / 1.05, 1)
  expect(of(0.1).because).toMatch(/^Growth from beginning to end (9|10)\.?\d* % over/)
})

test('two minutes tell that latency has doubled, and nothing of a twentieth', () => {
  const doubled = latency(1, 2, minute => 20 * (1 + minute / 2))
  expect(judged('drift<0.05', DRIFT, doubled)).toMatchObject({ verdict: 'FAIL' })
  const steady = judged(
    'drift<0.05',
    DRIFT,
    latency(1, 2, () => 20),
  )
  expect(steady).toMatchObject({ verdict: 'NO_DATA', level: 'warn' })
  expect(steady.because).toContain('growth of 25 % would have shown by now')
})

test('growth that must be large, or of nothing, is no objective', () => {
  for (const objective of ['leak>1', 'leak<0', 'drift>=0.1'])
    expect(() =>
      judged(
        objective,
        {},
        heap(1, 2, () => 0),
      ),
    ).toThrow("can't be read")
  expect(() =>
    judged(
      'leak<1',
      { spanMs: Number.NaN },
      heap(1, 2, () => 0),
    ),
  ).toThrow('its spanMs is null')
})

test('what varies too much to tell growth in a short time says so', () => {
  const random = seededRandom(5)
  const wild = readings(30, 5000, () => 80e6 + 4e7 * random())
  expect(judged('leak<20000', HEAP, wild).because).toContain(
    'vary too much to tell growth of 66.7 kB a minute',
  )
})
