import { expect, test } from '@playwright/test'
import type { Labels, Measurement } from '../../../load/measure/measurement.ts'
import { Tally } from '../../../load/measure/tally.ts'
import { writeConsole } from '../../export/console.ts'
import { writeJunit } from '../../export/junit.ts'
import { writeMarkdown } from '../../export/markdown.ts'
import { writeMessage } from '../../export/message.ts'
import { exampleJudgement } from '../../judge/testing/example-evidence.ts'
import type { RunReport } from '../../run-report.ts'
import { runState } from '../../viewer/src/model/verdict/run-state.ts'
import { sampleReport } from '../../viewer/testing/sample-report.ts'
import { comparePairs } from './compare-pairs.ts'
import { withPairs } from './with-pairs.ts'

const sample = sampleReport()
const window = { startMs: 0, endMs: 0 }
const NOISE = [0.99, 1.01, 1, 1.02, 0.98, 1.005, 0.995, 1.015, 0.985, 1]

const samples = (labels: Labels, values: readonly number[], metric = 'pairs.api.latency'): Measurement => ({
  metric,
  unit: 'ms',
  labels: { ...labels, statistic: 'p(50)' },
  window,
  data: { kind: 'samples', points: values.map((value, pair) => ({ atMs: 1000 * pair, value })) },
  doubts: [],
})

function ended(labels: Labels, good: number, bad = 0): Measurement {
  const tally = new Tally()
  for (let n = 0; n < good; n++) tally.good(0)
  for (let n = 0; n < bad; n++) tally.bad('HTTP 404', 0)
  return { metric: 'pairs.api.errors', unit: 'count', labels, window, data: tally.toData(), doubts: [] }
}

/** An endpoint of two builds, in ten pairs unless fewer are said. */
const endpoint = (name: string, ratio: number, pairs = 10, bad = 0, ms = 20): Measurement[] => [
  samples(
    { build: 'A', endpoint: name },
    NOISE.slice(0, pairs).map(noise => ms * noise),
  ),
  samples(
    { build: 'B', endpoint: name },
    NOISE.slice(0, pairs).map((_, pair) => ms * ratio * (NOISE[9 - pair] ?? 1)),
  ),
  ended({ build: 'A', endpoint: name }, 1000),
  ended({ build: 'B', endpoint: name }, 1000 - bad, bad),
]

const report = (measurements: Measurement[], settings: Record<string, string> = {}): RunReport => ({
  ...sample,
  run: { ...sample.run, ok: true, settings: { PERF_COMPARE_URL: 'http://127.0.0.1:2', ...settings } },
  target: { ...sample.target, baseURL: 'http://127.0.0.1:1' },
  judgements: [],
  reported: [],
  advice: [],
  measurements,
})

const pairsOf = (measurements: Measurement[], settings?: Record<string, string>) => {
  const pairs = comparePairs(report(measurements, settings))
  if (!pairs) throw new Error('There are no pairs.')
  return pairs
}

test('a run of one build has no comparison', () => {
  expect(comparePairs(report([]))).toBeUndefined()
  expect(withPairs(report([])).pairs).toBeUndefined()
})

test('what differs by less than half a millisecond is the same, and says so', () => {
  const { sentence, rows } = pairsOf([...endpoint('GET /a', 1.4, 10, 0, 0.8), ...endpoint('GET /b', 1)])
  expect(sentence).toBe('B is as fast as A: all 2 figures are the same within 10 % or 0.5 ms.')
  expect(rows.find(({ labels }) => labels['endpoint'] === 'GET /a')?.because).toMatch(
    /^\+40 %, between .*: less than 0.5 ms of 0.8 ms, by which processes of one build differ\.$/,
  )
})

test('B is slower where it is, in a sentence with the change and its interval', () => {
  const { sentence, rows, pairs, builds } = pairsOf([...endpoint('GET /a', 1.1), ...endpoint('GET /b', 1)])
  expect(pairs).toBe(10)
  expect(builds).toEqual({ a: 'http://127.0.0.1:1', b: 'http://127.0.0.1:2' })
  expect(rows.map(({ name, verdict }) => [name, verdict])).toEqual([
    ['GET /a api.latency p(50)', 'REGRESSED'],
    ['GET /b api.latency p(50)', 'SAME'],
  ])
  expect(sentence).toBe('B is slower: GET /a p50 +10 % (+7.8 % to +12 %).')
  expect(rows[0]?.because).toMatch(/between .* and .*; B was slower in 10 of 10 pairs\.$/)
  expect(rows[0]).toMatchObject({
    statistic: 'p(50)',
    unit: 'ms',
    labels: { endpoint: 'GET /a' },
    pValue: 2 / 1024,
  })
})

test('B is faster, or as fast, in a sentence', () => {
  expect(pairsOf(endpoint('GET /a', 0.8)).sentence).toBe('B is faster: GET /a p50 -20 % (-22 % to -18 %).')
  expect(pairsOf([...endpoint('GET /a', 1), ...endpoint('GET /b', 1)]).sentence).toBe(
    'B is as fast as A: all 2 figures are the same within 10 % or 0.5 ms.',
  )
})

test('five pairs tell nothing, and the sentence says how many do', () => {
  const { rows, sentence } = pairsOf(endpoint('GET /a', 2, 5))
  expect(rows).toMatchObject([{ verdict: 'CANNOT_TELL' }])
  expect(rows[0]?.because).toMatch(
    /^B is \+\d+(\.\d)? % in the middle; 5 pairs can't tell of one figure: 7 are needed \(PERF_COMPARE_PAIRS\)\.$/,
  )
  expect(sentence).toContain('7 are needed')
  // JSON has no Infinity.
  expect(rows[0]?.change).toBeUndefined()
})

test('errors are no fast answers', () => {
  const { rows, sentence } = pairsOf([...endpoint('GET /a', 0.1, 10, 20), ...endpoint('GET /b', 1)])
  expect(rows.map(({ verdict }) => verdict)).toEqual(['NOT_COMPARABLE', 'SAME'])
  expect(rows[0]?.because).toBe('B failed 20 of 1,000 (HTTP 404). An error is no fast answer.')
  expect(sentence).toBe(
    "1 can't be compared: GET /a p50. B failed 20 of 1,000 (HTTP 404). An error is no fast answer. B is as fast as A: the one figure is the same within 10 % or 0.5 ms.",
  )
})

test('up to one failure in a hundred is compared', () => {
  expect(pairsOf(endpoint('GET /a', 1, 10, 10)).rows).toMatchObject([{ verdict: 'SAME' }])
})

test('what only one build has, or neither ever answered, is not compared and not forgotten', () => {
  const onlyA = [
    samples({ build: 'A', endpoint: 'GET /a' }, [1, 2]),
    ended({ build: 'A', endpoint: 'GET /a' }, 2),
  ]
  const dead = (['A', 'B'] as const).map(build => ended({ build, endpoint: 'GET /dead' }, 0, 30))
  const { rows, sentence } = pairsOf([...onlyA, ...dead])
  expect(rows.map(({ verdict, because }) => [verdict, because])).toEqual([
    ['NOT_COMPARABLE', 'B has nothing of the kind.'],
    ['NOT_COMPARABLE', 'A failed all 30 (HTTP 404). B failed all 30 (HTTP 404). An error is no fast answer.'],
  ])
  expect(sentence).toContain("2 can't be compared")
})

test('the same address twice is told', () => {
  expect(pairsOf(endpoint('GET /a', 1)).notes).toEqual([])
  expect(pairsOf(endpoint('GET /a', 1), { PERF_COMPARE_URL: 'http://127.0.0.1:1/' }).notes).toEqual([
    'A and B are the same address: every difference is noise.',
  ])
})

const slower = endpoint('GET /a', 1.2)
const broken = endpoint('GET /a', 1, 10, 500)
const outcomes: [what: string, measurements: Measurement[], level: string, ok: boolean][] = [
  ['a slower build', slower, 'warn', true],
  ['a slower build', slower, 'error', false],
  ['equal builds', endpoint('GET /a', 1), 'error', true],
  ['a build that answers one endpoint with errors', [...broken, ...endpoint('GET /b', 1)], 'warn', true],
  ['a build that answers one endpoint with errors', [...broken, ...endpoint('GET /b', 1)], 'error', false],
  ['a build that answers nothing but errors', broken, 'warn', false],
]
for (const [what, measurements, level, ok] of outcomes) {
  test(`with PERF_REGRESSION=${level} ${what} ${ok ? 'passes' : 'fails'}`, () => {
    const { run, pairs } = withPairs(report(measurements, { PERF_REGRESSION: level }))
    expect(run.ok).toBe(ok)
    expect(run.headline).toBe(pairs?.sentence)
  })
}

const FAILING: [what: string, measurements: Measurement[], level: string, why: string][] = [
  [
    'a slower build',
    slower,
    'error',
    '1 figure of B is slower than of A, which fails this run (PERF_REGRESSION=error).',
  ],
  [
    'a build that answers one endpoint with errors',
    [...broken, ...endpoint('GET /b', 1)],
    'error',
    "1 figure can't be compared, which fails this run (PERF_REGRESSION=error).",
  ],
  [
    'a build that answers nothing but errors',
    broken,
    'warn',
    'No figure of A and B could be compared, which fails this run.',
  ],
]
for (const [what, measurements, level, why] of FAILING) {
  test(`where SLOs passed, ${what} fails the run in all that is written of it (${level})`, () => {
    const judged = { ...report(measurements, { PERF_REGRESSION: level }), judgements: [exampleJudgement()] }
    const told = withPairs({ ...judged, run: { ...judged.run, status: 'complete', headline: 'All passed.' } })
    expect(told.run).toMatchObject({ ok: false, headline: `${why} All passed.` })
    const written = writeConsole(told, { report: 'index.html', exitCode: 1 }).replaceAll(/\s+/g, ' ')
    expect(written).toContain(`NOT PASSED ${why}`)
    expect(writeMessage(told)).toContain(told.pairs?.sentence)
    expect(runState(told, false)).toEqual({ verdict: 'FAIL', word: 'Failed' })
    const junit = writeJunit(told)
    expect(junit).toMatch(/<testsuites[^>]* failures="1" errors="0"/)
    expect(junit).toContain(`message="${why}"`)
  })
}

test('console and Markdown say what the document says', () => {
  const told = withPairs(report([...slower, ...endpoint('GET /b', 1)]))
  const text = writeConsole(told, { report: 'index.html' }).replaceAll(/\s+/g, ' ')
  expect(text).toContain(told.pairs?.sentence)
  expect(text).toContain('A is http://127.0.0.1:1, B is http://127.0.0.1:2; 10 pairs')
  expect(text).toContain('10 pairs slower GET /a p50: +20 %')
  expect(text).toContain('pairs. 1 the same ---')
  const markdown = writeMarkdown(told)
  expect(markdown).toContain('## Two builds')
  expect(markdown).toContain(told.pairs?.sentence)
  expect(markdown).toMatch(/\| slower \| .*GET \/a.* \| p\(50\) \| 20 ms \| 24 ms \| \+20(\.\d)? % \|/)
  expect(markdown).not.toContain('| Verdict | SLO')
})

test('pairs that were disturbed are told: those that were measured again, and those that count all the same', () => {
  const disturbed = (measured: string, cause: string, bad: number): Measurement => {
    const tally = new Tally()
    for (let n = 0; n < bad; n++) tally.bad(cause, 0)
    tally.good(0)
    const labels = { measured }
    return { metric: 'pairs.disturbed', unit: 'count', labels, window, data: tally.toData(), doubts: [] }
  }
  const plain = pairsOf(endpoint('GET /a', 1))
  const told = pairsOf([
    ...endpoint('GET /a', 1),
    disturbed('again', 'generator-late', 3),
    disturbed('kept', 'cpu-starved', 1),
  ])
  expect(plain.notes).toEqual([])
  expect(told.rows).toEqual(plain.rows)
  expect(told.notes).toEqual([
    '3 pairs were disturbed and measured again: Generator late.',
    '1 pair was disturbed and counts all the same, as enough were measured again: CPU starved.',
  ])
})
