import { expect, test } from '@playwright/test'
import { BlockHistogram } from '../../../load/measure/histogram.ts'
import type { Doubt, Measurement, Unit } from '../../../load/measure/measurement.ts'
import { adviceBy, runOf, series, SECONDS, sloOf, visits } from '../testing/example-run.ts'

const window = { startMs: 0, endMs: SECONDS * 1000 }

/** Several times a second, of each of 20 seconds. */
function bySecond(
  metric: string,
  perSecond: number,
  at: (second: number) => number,
  labels = {},
): Measurement {
  const histogram = new BlockHistogram()
  for (let second = 0; second < SECONDS; second++)
    for (let n = 0; n < perSecond; n++) histogram.record(at(second), second * 1000 + n)
  return { metric, unit: 'ms', labels, window, data: histogram.toData(), doubts: [] }
}

/** Readings at the end of each half of a second. */
function byReading(metric: string, unit: Unit, at: (second: number) => number): Measurement {
  const points = Array.from({ length: 2 * SECONDS }, (_, index) => ({
    atMs: 499 + 500 * index,
    value: at(Math.floor(index / 2)),
  }))
  return { metric, unit, labels: { phase: 'load' }, window, data: { kind: 'samples', points }, doubts: [] }
}

const isThird = (second: number): boolean => second % 3 === 0
const answers = (lateMs: number, isLate = isThird, usualMs = 10): Measurement =>
  bySecond('resources.latency', 20, second => (isLate(second) ? lateMs : usualMs), { endpoint: 'GET /a' })

const collected = (ms: number, isStopped = isThird): Measurement =>
  bySecond('resources.gc', 3, second => (isStopped(second) ? ms : 1), { kind: 'major' })

const said = (...measured: Measurement[]) => adviceBy('late-in-stops', runOf([], measured))

test('answers that are late in the seconds of collections are told with both times, and what to do', () => {
  // Three of 60 ms add up to more than is noticed.
  expect(said(answers(250), collected(60))).toMatchObject({
    priority: 'MEDIUM',
    text: expect.stringMatching(
      /^Late answers line up with what holds the target up: in the 7 seconds in which garbage collections took 100 ms and more \(resources\.gc\), 95 % of requests took up to 250 ms, and in the 13 others up to 10 ms \(resources\.latency, /,
    ),
    next: expect.stringContaining('collect less'),
  })
})

test('a held event loop and a full CPU are told where nothing nearer lines up', () => {
  const held = byReading('resources.loop-delay', 'ms', second => (isThird(second) ? 200 : 12))
  expect(said(answers(250), held)?.text).toContain('its event loop was held up for 100 ms and more')
  expect(said(answers(250), collected(60), held)?.text).toContain('garbage collections took')
  const cpu = series(
    'target.cpu',
    'ratio',
    {},
    Array.from({ length: SECONDS }, (_, at) => (isThird(at) ? 1 : 0.3)),
  )
  expect(said(answers(250), collected(1), cpu)?.text).toContain('its CPU was full (target.cpu)')
})

test('an SLO of the same answers that is missed is explained by it', () => {
  const slo = sloOf('api.latency', 'p(95)<100', { minSamples: 100 })
  const late = { ...answers(250), metric: 'api.latency' }
  const advice = adviceBy('late-in-stops', runOf([slo], [late, collected(60)]))
  expect(advice).toMatchObject({ priority: 'HIGH', judgements: ['api.latency'] })
  expect(adviceBy('late-in-stops', runOf([slo], [late, collected(1)]))).toBeUndefined()
})

const doubted = (doubt: Doubt): Measurement => ({ ...answers(250), doubts: [doubt] })
const stopped = (much: number): [number, number][] =>
  Array.from({ length: 7 }, (_, index) => [3000 * index, much])

test('a generator that is late by little is no reason to say nothing', () => {
  const late = doubted({ kind: 'generator-late', lateMs: 8, seconds: stopped(8) })
  expect(said(late, collected(60))?.text).toContain('in the 7 seconds')
})

const quiet = (second: number): boolean => second === 1
const SILENT: [what: string, measured: () => Measurement[]][] = [
  ['answers are late in other seconds', () => [answers(250, second => second % 3 === 1), collected(60)]],
  ['answers are as late in all seconds', () => [answers(250, () => true), collected(60)]],
  ['answers are later by few milliseconds', () => [answers(25), collected(60)]],
  ['answers are later by a small part', () => [answers(150, isThird, 100), collected(60)]],
  [
    'there are too few such seconds',
    () => [answers(250, second => second < 4), collected(60, second => second < 4)],
  ],
  [
    'there are too few others',
    () => [answers(250, second => !quiet(second)), collected(60, second => !quiet(second))],
  ],
  ['collections take too little', () => [answers(250), collected(20)]],
  ['some of those seconds are quick', () => [answers(250, second => second % 6 === 0), collected(60)]],
  [
    'the generator had no time left',
    () => [doubted({ kind: 'cpu-starved', utilisation: 0.9, cpu: 0.3 }), collected(60)],
  ],
  [
    'the generator was late in those seconds',
    () => [doubted({ kind: 'generator-late', lateMs: 80, seconds: stopped(80) }), collected(60)],
  ],
  [
    'other programs took the machine in those seconds',
    () => [doubted({ kind: 'machine-busy', share: 0.9, seconds: stopped(0.9) }), collected(60)],
  ],
  ['it was read at another time', () => [answers(250), later(collected(60))]],
  [
    'too few requests a second were sent',
    () => [bySecond('resources.latency', 5, second => (isThird(second) ? 250 : 10)), collected(60)],
  ],
  ['nothing was timed', () => [visits('resources.latency', {}, [250]), collected(60)]],
]

/** The same an hour later. */
function later(one: Measurement): Measurement {
  const histogram = new BlockHistogram()
  for (let second = 0; second < SECONDS; second++)
    histogram.record(isThird(second) ? 180 : 3, 3_600_000 + second * 1000)
  return {
    ...one,
    window: { startMs: 3_600_000, endMs: 3_600_000 + SECONDS * 1000 },
    data: histogram.toData(),
  }
}

for (const [what, measured] of SILENT) {
  test(`nothing is said of stops where ${what}`, () => {
    expect(said(...measured())).toBeUndefined()
  })
}
