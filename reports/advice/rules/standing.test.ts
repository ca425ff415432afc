import { expect, test } from '@playwright/test'
import type { Measurement } from '../../../load/measure/measurement.ts'
import { exampleComparison } from '../../compare/testing/example-comparison.ts'
import type { Comparison } from '../../comparison.ts'
import type { RunReport } from '../../run-report.ts'
import { advise } from '../advise.ts'
import { adviceBy, runOf, series, sloOf, times, visits } from '../testing/example-run.ts'

const latency = sloOf('api.latency', 'p(95)<200', { minSamples: 1000, by: 'endpoint' })
const endpoint = { endpoint: 'GET /a' }
const run = (ms: number): RunReport => runOf([latency], [times('api.latency', endpoint, () => ms)])

const compared = (verdict: 'REGRESSED' | 'SAME'): Comparison =>
  exampleComparison({ name: 'api.latency (GET /a)', labels: endpoint, verdict })

test('what got worse since the baseline is told though its limit is met', () => {
  const advice = adviceBy('regression', { ...run(84), comparison: compared('REGRESSED') })
  expect(advice?.priority).toBe('MEDIUM')
  expect(advice?.text).toBe(
    '1 figure got worse since the baseline main: api.latency (GET /a) p(95) 84 ms, was 40 ms (+110 %), between +90 % and +130 %.',
  )
  expect(adviceBy('regression', { ...run(84), comparison: compared('SAME') })).toBeUndefined()
  expect(adviceBy('regression', run(84))).toBeUndefined()
})

test('what chance alone may make look worse is told as such, and hides nothing that is sure', () => {
  const slos = ['a', 'b'].map(id => sloOf(id, 'p(95)<200'))
  const measured = runOf(
    slos,
    slos.map(({ id }) => times(id, {}, () => 84)),
  )
  const of = (...chances: number[]): Comparison => ({
    ...exampleComparison(),
    rows: chances.flatMap((chance, index) => exampleComparison({ name: slos[index]?.id ?? '', chance }).rows),
  })
  const by = (comparison: Comparison) =>
    advise({ ...measured, comparison }).map(({ rule, priority, judgements }) => [
      rule,
      priority,
      ...judgements,
    ])
  expect(by(of(0.05))).toEqual([['regression', 'MEDIUM', 'a']])
  expect(by(of(0.3))).toEqual([
    ['regression', 'LOW', 'a'],
    ['all-met', 'INFO', 'a', 'b'],
  ])
  expect(by(of(0.3, 0.01))).toEqual([
    ['regression', 'MEDIUM', 'b'],
    ['regression', 'LOW', 'a'],
  ])
  const advice = adviceBy('regression', { ...measured, comparison: of(0.3) })
  expect(advice?.text).toBe(
    '1 figure looks worse than in the baseline main; of as many figures as were compared some look so by chance: a p(95) 84 ms, was 40 ms (+110 %), between +90 % and +130 %.',
  )
  expect(advice?.next).toContain('Run it once more')
  expect(adviceBy('regression', { ...measured, comparison: of(0.3, 0.06) })?.text).toMatch(
    /^2 figures look worse than in/,
  )
})

test('a missed SLO that was better in the baseline says so beside its cause, and not twice', () => {
  const advice = advise({ ...run(500), comparison: compared('REGRESSED') })
  expect(advice.map(({ rule }) => rule)).toEqual(['missed'])
  expect(advice[0]?.text).toMatch(/ In the baseline main it was 40 ms\.$/)
})

test('a limit of which less than a fifth is left is told, the least first', () => {
  const slos = [sloOf('a.depth', 'p(95)<100', { unit: 'ms' }), sloOf('b.depth', 'p(95)<100', { unit: 'ms' })]
  const of = (a: number, b: number): RunReport =>
    runOf(slos, [times('a.depth', {}, () => a), times('b.depth', {}, () => b)])
  const advice = adviceBy('headroom', of(85, 92))
  expect(advice).toMatchObject({ priority: 'MEDIUM', judgements: ['b.depth', 'a.depth'] })
  expect(advice?.text).toMatch(/b\.depth p95 92 ms \(limit 100 ms\), 7\.\d* % left; a\.depth p95 85 ms/)
  expect(adviceBy('headroom', of(70, 60))).toBeUndefined()
})

test('where all is met the three smallest headrooms are told, and nothing else is', () => {
  const slos = ['a', 'b', 'c', 'd'].map(id => sloOf(id, 'p(95)<100'))
  const advice = advise(
    runOf(
      slos,
      [10, 40, 20, 30].map((ms, index) => times(slos[index]?.id ?? '', {}, () => ms)),
    ),
  )
  expect(advice).toMatchObject([{ rule: 'all-met', priority: 'INFO', judgements: ['b', 'd', 'c'] }])
  expect(advise(run(500)).map(({ rule }) => rule)).not.toContain('all-met')
})

test('memory per connection is told, and memory that grows by itself apart from it', () => {
  const slo = sloOf('realtime.memory', 'med<1000000', { unit: 'bytes', minSamples: 3 })
  const of = (bytes: number): RunReport =>
    runOf(
      [slo],
      [
        visits('realtime.memory', {}, [bytes], 'bytes'),
        series('target.memory', 'bytes', {}, [1e8, 2e8, 4e8]),
      ],
    )
  expect(adviceBy('memory', of(5e7))?.text).toBe(
    "The target's memory grows by itself: 50 MB for each of 100 connections is more than a connection holds (realtime.memory median 50 MB (limit 1 MB)). It grew from 100 MB to 400 MB in 2.00 s, 150 MB a second (target.memory).",
  )
  expect(adviceBy('memory', of(2e6))?.text).toMatch(/^Each connection costs the target much memory/)
  expect(adviceBy('memory', of(4000))).toBeUndefined()
})

test('memory that rises all through a long step is told; one that comes down again is not', () => {
  const steps = [
    { name: 'soak', file: 'e2e/s.spec.ts', startMs: 0, endMs: 90_000, outcome: 'completed' } as const,
  ]
  const of = (at: (second: number) => number): RunReport =>
    runOf(
      [latency],
      [
        series(
          'target.memory',
          'bytes',
          {},
          Array.from({ length: 90 }, (_, second) => at(second)),
        ),
      ],
      {
        steps: [...steps],
      },
    )
  expect(
    adviceBy(
      'memory-grows',
      of(second => 1e8 + second * 1e6),
    ),
  ).toMatchObject({
    priority: 'LOW',
    text: expect.stringMatching(
      /^The target's memory rises all through "soak": from 100 MB to 189 MB in 1 min 29 s, 1 MB a second.*60 % a minute/,
    ),
  })
  expect(
    adviceBy(
      'memory-grows',
      of(second => 1e8 + (second % 30) * 1e6),
    ),
  ).toBeUndefined()
})

test('what the API carries is told with what ends it and what one more instance would bring', () => {
  const of = (cpu: number, doubts: Measurement['doubts'] = []): RunReport =>
    runOf(
      [],
      [
        ...(
          [
            [10, 1800],
            [50, 1700],
          ] as const
        ).map(([connections, perSecond]) => ({
          ...visits(
            'api.capacity',
            { among: 'all endpoints', endpoint: 'mix', connections: String(connections) },
            [perSecond],
            'per-second',
          ),
        })),
        times('api.latency', endpoint, () => 4, { doubts }),
        series('load.requests', 'per-second', { workload: 'api' }, [100, 90]),
        series('target.cpu', 'ratio', {}, [cpu, cpu, cpu]),
      ],
    )
  const full = adviceBy('capacity-plan', of(0.97))
  expect(full?.priority).toBe('INFO')
  expect(full?.text).toMatch(
    /1,800 requests a second at most, at 10 connections.*100 a second, 5\.56 % of that\. Its CPU ends it: 97 %/,
  )
  expect(full?.next).toContain('up to 1,800 requests a second more')
  expect(adviceBy('capacity-plan', of(0.3))?.text).toContain('Its own CPU does not end it: 30 %')
  const busy = adviceBy('capacity-plan', of(0.3, [{ kind: 'cpu-starved', utilisation: 0.9, cpu: 0.3 }]))
  expect(busy?.text).toMatch(/The test machine had no time left meanwhile, so more may be in it/)
  expect(busy?.next).toMatch(/^Measure it from another machine/)
  expect(adviceBy('capacity-plan', run(84))).toBeUndefined()
})

test('a search for the most load is told with what stopped it', () => {
  const window = { startMs: 0, endMs: 20_000 }
  const stopped = { kind: 'broken', level: 400, because: 'api.latency p95 240 ms.' } as const
  const levels = [
    { level: 200, atMs: 0, outcome: 'held', because: '' } as const,
    { level: 400, atMs: 8000, outcome: 'broken', because: '' } as const,
  ]
  const data = { kind: 'search', loads: 'requests a second', best: 200, stopped, levels } as const
  const measurement = {
    metric: 'capacity.search',
    unit: 'count',
    labels: { workload: 'requests' },
    window,
    doubts: [],
  } as const
  const report = runOf(
    [],
    [
      { ...measurement, data: { ...data, levels: [...levels] }, doubts: [] },
      series(
        'target.cpu',
        'ratio',
        {},
        Array.from({ length: 20 }, () => 0.99),
      ),
    ],
  )
  const advice = adviceBy('capacity-plan', report)
  expect(advice?.text).toBe(
    'Capacity within the SLOs: 200 requests a second (api.latency p95 240 ms.). Its CPU ends it: 99 % of a core (target.cpu, median).',
  )
  expect(advice?.next).toContain('up to 200 requests a second more')
  const endedBy = (kind: 'most' | 'generator') => {
    const ended = { ...data, levels: [...levels], stopped: { ...stopped, kind } }
    const [first, ...others] = report.measurements
    if (!first) throw new Error('The run has no search.')
    return adviceBy('capacity-plan', { ...report, measurements: [{ ...first, data: ended }, ...others] })
  }
  expect(endedBy('most')?.text).not.toContain('CPU')
  expect(endedBy('most')?.next).toContain('nothing tells yet what ends it')
  expect(endedBy('generator')?.text).not.toContain('CPU')
  expect(endedBy('generator')?.next).toMatch(/^Measure it from another machine/)
})
