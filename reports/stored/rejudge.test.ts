import { mkdirSync, writeFileSync } from 'node:fs'
import { expect, test } from '@playwright/test'
import type { RunFacts } from '../compose-report.ts'
import { composeReport } from '../compose-report.ts'
import {
  exampleMeasurement,
  exampleSlo,
  histogramOf,
  samplesOf,
  tallyOf,
} from '../judge/testing/example-evidence.ts'
import { judge } from '../judge/judge.ts'
import { readReport, rejudge } from './rejudge.ts'
import type { RunReport } from '../run-report.ts'

const latency = exampleSlo('p(95)<200', { id: 'latency', by: 'endpoint' })
const errors = exampleSlo('rate<0.01', { id: 'errors', metric: 'e', unit: 'ratio' })
const unasked = exampleSlo('med<1', { id: 'unasked' })

const facts: RunFacts = {
  declarations: { metrics: [], sections: [] },
  id: 'r1',
  startedAtMs: 0,
  endedAtMs: 1000,
  interrupted: false,
  fleetmark: '0.0.0',
  settings: {},
  target: { name: 't', baseURL: 'http://127.0.0.1:1', overrides: [] },
  browser: 'none',
  steps: [],
  lighthouse: [],
  errors: [],
  slos: [latency, errors, unasked],
  asked: new Set(['latency', 'errors']),
  seeds: { bootstrap: 1 },
  measurements: [
    exampleMeasurement(samplesOf([100, 0.1 + 0.2, 350]), { labels: { endpoint: 'a' } }),
    exampleMeasurement(
      histogramOf(Array.from({ length: 500 }, (_, i) => [(i % 97) + 0.123, i % 9] as const)),
      {
        labels: { endpoint: 'b' },
      },
    ),
    exampleMeasurement(tallyOf([[500, 2]]), { metric: 'e' }),
  ],
}

/** As it is read back from the disk. */
const written = (): RunReport => JSON.parse(JSON.stringify(composeReport(facts))) as RunReport

test('a run judged again from its document gives the same judgements, byte for byte', () => {
  const report = written()
  const { report: again, changed } = rejudge(report)
  expect(changed).toEqual([])
  expect(report.judgements).toHaveLength(3)
  expect(JSON.stringify(again.judgements)).toBe(JSON.stringify(report.judgements))
  expect(JSON.stringify(again)).toBe(JSON.stringify(report))
})

test('only what was asked for is kept and judged, and the hash is of all SLOs there were', () => {
  const report = written()
  expect(report.slos.map(({ id }) => id)).toEqual(['latency', 'errors'])
  const other = composeReport({ ...facts, slos: [latency, errors, { ...unasked, objective: 'med<2' }] })
  expect(other.slos).toEqual(report.slos)
  expect(report.slosHash).toMatch(/^[0-9a-f]{12}$/)
  expect(other.slosHash).not.toBe(report.slosHash)
})

test('a judgement that was tampered with, or a measurement, is named', () => {
  const report = written()
  const [first] = report.judgements
  const forged = { ...report, judgements: [{ ...first, verdict: 'PASS' }, ...report.judgements.slice(1)] }
  expect(rejudge(forged as RunReport).changed).toEqual(['latency (a)'])
  const fewer = { ...report, measurements: report.measurements.slice(0, 2) }
  expect(rejudge(fewer).changed).toEqual(['errors'])
})

test('a sentence in the words of another version changes no judgement', () => {
  const report = written()
  const old = { ...report, judgements: report.judgements.map(one => ({ ...one, because: 'As asked.' })) }
  expect(rejudge(old).changed).toEqual([])
  expect(rejudge(old).report.judgements).toEqual(report.judgements)
})

test('other SLOs give other judgements, and a verdict of their own', () => {
  const report = written()
  const { report: again, changed } = rejudge(report, [{ ...errors, objective: 'rate<0.1' }])
  expect(changed).toEqual(['latency (a)', 'latency (b)', 'errors'])
  expect(again.run.headline).toEqual(expect.stringMatching(/^The one required SLO passed: /))
  expect(again.run.ok).toBe(true)
  expect(again.run.counts.PASS).toBe(1)
})

test('a folder without a report, or with something else in its place, is refused with the remedy', ({}, info) => {
  const folder = info.outputPath('run')
  expect(() => readReport(folder)).toThrow(/report\.json can't be read \(ENOENT.*Name the folder of a run/)
  mkdirSync(folder, { recursive: true })
  for (const text of ['null', '{}', '{"schemaVersion":0,"slos":[],"measurements":[],"judgements":[]}']) {
    writeFileSync(`${folder}/report.json`, text)
    expect(() => readReport(folder)).toThrow('is no report of schema version 1 or 2 ')
  }
  writeFileSync(`${folder}/report.json`, '{"schemaVersion":3,"slos":[],"measurements":[],"judgements":[]}')
  expect(() => readReport(folder)).toThrow('is of schema version 3, and this Fleetmark reads 1 and 2')
  writeFileSync(`${folder}/report.json`, JSON.stringify(written()))
  expect(readReport(folder)).toEqual(written())
})

test('a number that JSON made null never passes: the spec, the report and its document say so', () => {
  const memory = exampleSlo('p(95)<1000000', { id: 'memory', metric: 'realtime.memory', unit: 'bytes' })
  const infinite = exampleMeasurement(samplesOf(Array.from({ length: 20 }, () => Number('1e400'))), {
    metric: 'realtime.memory',
    unit: 'bytes',
    labels: { of: 'agents' },
  })
  const asWritten = JSON.parse(JSON.stringify(infinite)) as typeof infinite
  for (const measured of [infinite, asWritten]) {
    const [judgement] = judge([memory], [measured])
    expect(judgement).toMatchObject({ verdict: 'NO_DATA' })
    expect(judgement?.because).toMatch(
      /^What was measured can't be judged: realtime\.memory has (Infinity|null) where a number belongs/,
    )
  }
  const report = { ...written(), slos: [memory], measurements: [asWritten] }
  const said =
    /measurement realtime\.memory \(of: agents\) has null as data\.points\.0\.value, where a number belongs/
  expect(() => rejudge(report)).toThrow(said)
  const folder = test.info().outputPath()
  mkdirSync(folder, { recursive: true })
  writeFileSync(`${folder}/report.json`, JSON.stringify(report))
  expect(() => readReport(folder)).toThrow(said)
})
