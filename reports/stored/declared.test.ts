import { expect, test } from '@playwright/test'
import { Declared, declarationsUsed, withDeclarations } from './declared.ts'
import type { RunReport } from '../run-report.ts'
import { sampleDeclarations } from '../viewer/testing/sample-metrics.ts'
import { sampleReport } from '../viewer/testing/sample-report.ts'

test('of the declarations a document has those that were used, by their places, and the sections of its SLOs', () => {
  const { metrics, sections } = declarationsUsed(
    sampleDeclarations,
    ['broker.depth', 'load.agents', 'api.latency', 'load.agents'],
    ['users'],
  )
  expect(metrics.map(({ name }) => name)).toEqual(['load.agents', 'api.latency', 'broker.depth'])
  expect(sections.map(({ title }) => title)).toEqual(['Users', 'API', 'Load', 'Broker'])
})

test('what is not declared has its name for a title, in a section of its own at the end', () => {
  const { metrics, sections } = declarationsUsed(sampleDeclarations, ['heat', 'broker.depth'], [])
  expect(metrics.at(-1)).toMatchObject({ name: 'heat', title: 'heat', overTime: true })
  expect(sections.map(({ title }) => title)).toEqual(['Broker', 'Other measurements'])
})

test('a document without declarations, as those of schema version 1, is given them', () => {
  const { metrics, sections, reported: _, ...old } = sampleReport()
  const filled = withDeclarations(old as RunReport, sampleDeclarations)
  expect(filled).toMatchObject({ metrics, sections, reported: [] })
  expect(withDeclarations({ ...old, metrics: [], sections: [] } as never, sampleDeclarations)).toEqual(filled)
  expect(withDeclarations(filled, { metrics: [], sections: [] })).toBe(filled)
  expect(new Declared(filled).seriesTitle('api.latency', { endpoint: 'GET /a' })).toBe(
    'Response time, GET /a',
  )
})
