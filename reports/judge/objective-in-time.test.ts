import { expect, test } from '@playwright/test'
import type { Measurement, MeasurementData } from '../../load/measure/measurement.ts'
import { objectiveInTime, tooShort } from './objective-in-time.ts'
import { parseObjective } from './objective.ts'
import { exampleMeasurement, exampleSlo, histogramOf, tallyOf } from './testing/example-evidence.ts'

const SECOND_MS = 1000
const span = (startS: number, endS: number) => ({ startMs: startS * SECOND_MS, endMs: endS * SECOND_MS })

/** Read at these seconds, in a window. */
const readAt = (seconds: readonly number[], startS: number, endS: number): Measurement =>
  exampleMeasurement(
    { kind: 'series', points: seconds.map(second => [second * SECOND_MS, 1]) },
    { window: span(startS, endS) },
  )

const inTime = (objective: string, neededS: number | undefined, ...measured: Measurement[]) =>
  objectiveInTime(
    exampleSlo(objective, neededS === undefined ? {} : { spanMs: neededS * SECOND_MS }),
    parseObjective(objective),
    measured,
  )

const counted = (startS: number, endS: number): Measurement =>
  exampleMeasurement(tallyOf([[10, 0]]), { window: span(startS, endS) })

test('where no time is asked for any will do', () => {
  expect(inTime('rate<0.01', undefined, counted(0, 1))).toMatchObject({
    isShort: false,
    isRunLong: true,
    spanMs: SECOND_MS,
  })
})

// Windows of counts: overlaps are counted once, whatever comes first.
const COVERED: [what: string, windows: [startS: number, endS: number][], coveredS: number][] = [
  ['one', [[0, 60]], 60],
  [
    'two with a gap',
    [
      [0, 10],
      [50, 60],
    ],
    20,
  ],
  [
    'two that overlap',
    [
      [0, 40],
      [20, 60],
    ],
    60,
  ],
  [
    'the later first',
    [
      [20, 60],
      [0, 40],
    ],
    60,
  ],
  [
    'one within another',
    [
      [0, 60],
      [10, 20],
    ],
    60,
  ],
  [
    'one within another, and one behind',
    [
      [0, 60],
      [10, 20],
      [30, 70],
    ],
    70,
  ],
]
for (const [what, windows, coveredS] of COVERED) {
  test(`time that windows cover: ${what}`, () => {
    const measured = windows.map(([startS, endS]) => counted(startS, endS))
    const at = (neededS: number) => inTime('rate<0.01', neededS, ...measured)
    expect(at(coveredS)).toMatchObject({ isShort: false, isRunLong: true, spanMs: coveredS * SECOND_MS })
    expect(at(coveredS + 1)).toMatchObject({ isShort: true, isRunLong: false, spanMs: coveredS * SECOND_MS })
    // A share is held to its own limit, however short the time.
    expect(at(10 * coveredS).objective).toEqual(parseObjective('rate<0.01'))
  })
}

test('growth in a part of the time is held to as much as is allowed in all of it', () => {
  const short = inTime('leak<100', 600, readAt([0, 30, 60], 0, 60))
  expect(short).toMatchObject({ isShort: true, isRunLong: false, spanMs: 60 * SECOND_MS })
  expect(short.objective.limit).toBe(1000)
  expect(inTime('leak<100', 60, readAt([0, 30, 60], 0, 60)).objective.limit).toBe(100)
})

// A reading at both ends, and what is told of the window between them; 9 of 10 parts of it tell of all.
const TOLD: [what: string, measured: Measurement, spanS: number][] = [
  ['all of it', readAt([0, 50, 100], 0, 100), 100],
  ['nine parts of it', readAt([5, 95], 0, 100), 100],
  ['nine parts of a window that does not begin at 0', readAt([1005, 1095], 1000, 1100), 100],
  ['less', readAt([5, 94], 0, 100), 89],
  ['less, of a window that does not begin at 0', readAt([1005, 1094], 1000, 1100), 89],
  ['one reading', readAt([5], 0, 100), 0],
  ['none', readAt([], 0, 100), 0],
]
for (const [what, measured, spanS] of TOLD) {
  test(`what is read tells of ${what}`, () => {
    expect(inTime('leak<100', 1000, measured).spanMs).toBe(spanS * SECOND_MS)
  })
}

test('of growth of nothing that could be read the limit stays a number', () => {
  expect(inTime('leak<100', 1000, readAt([], 0, 100)).objective.limit).toBe(100)
})

const DATA: [kind: string, data: MeasurementData, spanS: number][] = [
  [
    'samples',
    { kind: 'samples', points: [10, 40].map(second => ({ atMs: second * SECOND_MS, value: 1 })) },
    30,
  ],
  [
    'histogram',
    histogramOf([
      [1, 10],
      [1, 40],
    ]),
    30,
  ],
  ['tally', tallyOf([[1, 0]]), 100],
  ['search', { kind: 'search', unit: 'count', steps: [] } as unknown as MeasurementData, 100],
]
for (const [kind, data, spanS] of DATA) {
  test(`the time of a ${kind}`, () => {
    const measured = exampleMeasurement(data, { window: span(0, 100) })
    expect(inTime('drift<0.05', 1000, measured).spanMs).toBe(spanS * SECOND_MS)
  })
}

// A PASS takes 100 s in one piece.
const STRETCHES: [
  what: string,
  windows: [startS: number, endS: number][],
  broken: number | undefined,
  isRunLong: boolean,
][] = [
  [
    'two that are long enough together',
    [
      [0, 50],
      [50, 100],
    ],
    2,
    true,
  ],
  [
    'two that are not',
    [
      [0, 50],
      [50, 99],
    ],
    undefined,
    false,
  ],
  ['one that is not', [[0, 99]], undefined, false],
  [
    'two, of which one is',
    [
      [0, 100],
      [100, 120],
    ],
    undefined,
    true,
  ],
]
for (const [what, windows, broken, isRunLong] of STRETCHES) {
  test(`growth from one start of the target to the next: ${what}`, () => {
    const measured = windows.map(([startS, endS]) => readAt([startS, endS], startS, endS))
    const told = inTime('leak<100', 100, ...measured)
    expect(told.broken).toBe(broken)
    expect(told.isRunLong).toBe(isRunLong)
  })
}

interface Said {
  objective?: string
  setting?: string
  broken?: number
  holds?: boolean
  resamples?: Float64Array
  stopped?: string
}
function said({
  objective = 'leak<20000',
  setting,
  broken,
  holds = false,
  resamples,
  stopped,
}: Said): string {
  const parsed = parseObjective(objective)
  const time = {
    objective: parsed,
    isShort: true,
    isRunLong: false,
    spanMs: 60_000,
    ...(broken && { broken }),
  }
  return tooShort({
    slo: exampleSlo(objective, { unit: 'bytes', spanMs: 600_000, ...(setting && { setting }) }),
    inTime: time,
    evidence: {
      observed: 5,
      n: 10,
      good: 10,
      blocks: [],
      parts: [],
      ...(resamples && { resamples }),
    } as never,
    holds,
    stopped,
  })
}

test('why a time is too short says what it takes, what was seen, and what to raise', () => {
  expect(said({ holds: true, setting: 'PERF_SOAK' })).toMatch(
    /^A PASS takes 10 min 00 s, and this is 1 min 00 s of it: growth of 20 kB a minute would have shown by now, and there is none \(.*5 B\)\. Raise PERF_SOAK\.$/,
  )
  expect(said({ holds: true })).toMatch(/there is none \(.*5 B\)\.$/)
  expect(said({ resamples: new Float64Array(1) })).toContain(
    ': its values vary too much to tell growth of 20 kB a minute from none (',
  )
  expect(said({})).toContain(': that is too little to tell growth from none (')
  expect(said({ broken: 3, setting: 'PERF_SOAK' })).toMatch(
    /^A PASS takes 10 min 00 s without a break, and the longest of 3 stretches is 1 min 00 s: .* Look for what breaks it: the target is started anew meanwhile, or the run is cut short\.$/,
  )
  expect(said({ stopped: 'Process 7 is gone.', setting: 'PERF_SOAK' })).toMatch(/\)\. Process 7 is gone\.$/)
  expect(said({ objective: 'drift<0.05', holds: true })).not.toContain('a minute')
  expect(said({ objective: 'med<200', setting: 'PERF_SOAK' })).toMatch(
    /^A PASS takes 10 min 00 s, and this is 1 min 00 s of it: [^:]*5 B\. Raise PERF_SOAK\.$/,
  )
})
