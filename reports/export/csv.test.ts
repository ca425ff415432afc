import { expect, test } from '@playwright/test'
import type { MeasurementData } from '../../load/measure/measurement.ts'
import { exampleMeasurement, histogramOf, tallyOf } from '../judge/testing/example-evidence.ts'
import { nameSamples, writeCsv } from './csv.ts'

/** Reads a CSV of numbers back. */
function parse(data: MeasurementData): { header: string[]; rows: number[][] } {
  const text = writeCsv(exampleMeasurement(data))
  expect(text.endsWith('\n')).toBe(true)
  const [header, ...rows] = text.slice(0, -1).split('\n')
  return { header: header?.split(',') ?? [], rows: rows.map(row => row.split(',').map(Number)) }
}

test('samples come back with the censored ones marked', () => {
  const points = [
    { atMs: 1_763_733_600_000.25, value: 12.5 },
    { atMs: 1_763_733_601_000, value: 300, censored: true as const },
  ]
  expect(parse({ kind: 'samples', points })).toEqual({
    header: ['at_ms', 'value', 'censored'],
    rows: [
      [1_763_733_600_000.25, 12.5, 0],
      [1_763_733_601_000, 300, 1],
    ],
  })
})

test('a series and a tally come back as they were', () => {
  expect(parse({ kind: 'series', points: [[1, 0.5]] })).toEqual({
    header: ['at_ms', 'value'],
    rows: [[1, 0.5]],
  })
  expect(
    parse(
      tallyOf([
        [10, 0],
        [7, 2],
      ]),
    ),
  ).toEqual({
    header: ['start_ms', 'total', 'bad'],
    rows: [
      [0, 10, 0],
      [1000, 7, 2],
    ],
  })
})

test('a histogram comes back with every bucket of every second', () => {
  const data = histogramOf([
    [1, 0],
    [1, 0],
    [2, 0],
    [1.5, 4],
  ])
  expect(parse(data)).toEqual({
    header: ['start_ms', 'value', 'count'],
    rows: [
      [0, 1, 2],
      [0, 2, 1],
      [4000, 1.5, 1],
    ],
  })
})

test('empty data are a header', () => {
  expect(parse({ kind: 'samples', points: [] }).rows).toEqual([])
})

test('a file is named after its metric and labels, in characters that every file system takes', () => {
  const labels = { endpoint: 'GET /api/agents?a=<1>:"|*', agents: '1000' }
  const name = nameSamples(
    exampleMeasurement({ kind: 'series', points: [] }, { metric: 'api.latency', labels }),
  )
  expect(name).toMatch(/^api\.latency_GET-api-agents-a-1-_1000$/)
  const long = nameSamples(
    exampleMeasurement({ kind: 'series', points: [] }, { labels: { a: 'x'.repeat(500) } }),
  )
  expect(long.length).toBeLessThanOrEqual(120)
})

test('a search comes back with every load that was tried, and an empty cell for what is not known', () => {
  const stopped = { kind: 'errors', level: 20, because: 'Refused.' } as const
  const levels = [
    { level: 10, atMs: 1, outcome: 'held', because: '', p95Ms: 5, perSecond: 10 },
    { level: 20, atMs: 2, outcome: 'errors', because: '' },
  ] as const
  const data: MeasurementData = { kind: 'search', loads: 'users', stopped, levels: [...levels] }
  expect(writeCsv(exampleMeasurement(data))).toBe(
    'at_ms,level,outcome,p95_ms,per_second\n1,10,held,5,10\n2,20,errors,,\n',
  )
})
