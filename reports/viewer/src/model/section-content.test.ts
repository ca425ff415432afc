import { expect, test } from '@playwright/test'
import { sampleDeclared } from '../../testing/sample-metrics.ts'
import { sampleReport } from '../../testing/sample-report.ts'
import { contentOf, sectionsOf } from './section-content.ts'

const content = (id: string) => contentOf(sampleDeclared.section(id), sampleReport(), sampleDeclared)

test('a section stands by its place, one of an unknown system too, and none for what is only on the time axis', () => {
  expect(sectionsOf(sampleReport(), sampleDeclared).map(({ title }) => title)).toEqual([
    'Page',
    'Real-time',
    'API',
    'Broker',
  ])
})

test('curves begin with the spans of the way, then the whole; under other load than steady there is none', () => {
  const { curves, ways } = content('realtime')
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
