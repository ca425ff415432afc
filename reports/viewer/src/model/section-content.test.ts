import { expect, test } from '@playwright/test'
import { sampleBuilders } from '../../testing/sample-builders.ts'
import { sampleDeclared } from '../../testing/sample-metrics.ts'
import { sampleReport } from '../../testing/sample-report.ts'
import { contentOf, sectionsOf } from './section-content.ts'

const content = (id: string) => contentOf(sampleDeclared.section(id), sampleReport(), sampleDeclared)

test('a section stands by its place, one of an unknown system too, and none for what is only on the time axis', () => {
  expect(sectionsOf(sampleReport(), sampleDeclared).map(({ title }) => title)).toEqual([
    'Page',
    'Real-time',
    'API',
    'Runtime',
    'Broker',
  ])
})

test('curves begin with the spans of the way, then the whole; under other load than steady there is none', () => {
  const { curves: charts, ways } = content('realtime')
  expect(charts.map(({ title }) => title)).toEqual(['Latency by percentile'])
  const curves = charts.flatMap(({ distributions }) => distributions)
  expect(ways.map(({ title, spans }) => [title, spans.length])).toEqual([['From agent to pixel', 3]])
  expect(curves.slice(0, 4).map(({ metric }) => metric)).toEqual([
    'realtime.paint.received',
    'realtime.paint.dom',
    'realtime.paint.frame',
    'realtime.paint',
  ])
  expect(new Set(curves.map(({ metric }) => metric)).size).toBe(5)
  for (const { labels } of curves) expect(['steady', 'observed', undefined]).toContain(labels['stage'])
})

test('each kind of work has a chart that is called by what its metrics tell of', () => {
  const { samples } = sampleBuilders(0)
  const metrics = ['tasks.latency', 'training.status.latency', 'fleet.allocate.latency']
  const measurements = metrics.map(metric => samples(metric, 'ms', {}, [0, 10], [100, 20, 0.2]))
  const report = { ...sampleReport(), measurements, curves: [] }
  const { curves } = contentOf(sampleDeclared.section('fleet'), report, sampleDeclared)
  expect(curves.map(({ title }) => title)).toEqual([
    'Latency by percentile: agents asked for',
    'Latency by percentile: Time until a task is done',
    'Latency by percentile: training jobs',
  ])
})

test('what is drawn as a strip, a row of requests or a search is in no table besides', () => {
  const page = content('page')
  expect(page.strips.length).toBeGreaterThan(0)
  expect(page.distributions.map(({ metric }) => metric)).toEqual([])
  const api = content('api')
  expect(api.workloads.length).toBeGreaterThan(0)
  expect(api.searches.length).toBeGreaterThan(0)
  const inTables = [...api.distributions, ...api.tallies].map(
    ({ metric }) => sampleDeclared.view(metric).kind,
  )
  expect(new Set(inTables)).toEqual(new Set(['table']))
})

test("audits stand in the section of the audits' metrics", () => {
  expect(content('page').audits).toHaveLength(2)
  expect(content('api').audits).toEqual([])
})
