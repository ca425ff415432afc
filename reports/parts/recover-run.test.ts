import { writeFileSync } from 'node:fs'
import { expect, test } from '@playwright/test'
import { exampleMeasurement, exampleSlo, samplesOf, times } from '../judge/testing/example-evidence.ts'
import { describeMachine } from '../machine.ts'
import type { Step } from '../run-report.ts'
import { PARTS_FILE, PARTS_VERSION, writeLine } from './part-line.ts'
import type { PartLine } from './part-line.ts'
import { recoverRun } from './recover-run.ts'

const atMs = 1_763_733_600_000
const measurement = { ...exampleMeasurement(samplesOf(times(20, 150))), metric: 'ready' }
const spec = (id: string) => ({ id, title: `spec ${id}`, slos: ['ready'] })

/** A record of one spec that ended, of a run that had planned these. */
const recordOf = (outcome: Step['outcome'], planned: string[]): PartLine[] => [
  {
    kind: 'header',
    version: PARTS_VERSION,
    pid: 4_000_000,
    startedAtMs: atMs,
    machine: describeMachine('none'),
    asked: ['ready'],
    plan: planned.map(spec),
    options: {
      runId: '20261121T174606Z',
      slos: [exampleSlo('p(90)<200', { id: 'ready', metric: 'ready' })],
      target: { name: 'reference', overrides: [] },
      settings: {},
      seeds: {},
      fleetmark: '1.0.0',
      declarations: { metrics: [], sections: [] },
    },
  },
  { kind: 'begun', step: 'a', name: 'spec a', file: 'one.spec.ts', startMs: atMs },
  { kind: 'attached', step: 'a', attached: { kind: 'measurement', measurement } },
  { kind: 'attached', step: 'a', attached: { kind: 'finished' } },
  {
    kind: 'ended',
    step: 'a',
    result: { name: 'spec a', file: 'one.spec.ts', startMs: atMs, endMs: atMs + 2000, outcome },
  },
]

const CASES: [outcome: Step['outcome'], planned: string[], status: string, ok: boolean][] = [
  ['completed', ['a'], 'complete', true],
  ['failed', ['a'], 'failed', false],
  ['interrupted', ['a'], 'interrupted', false],
  ['completed', ['a', 'b'], 'interrupted', false],
]
for (const [outcome, planned, status, ok] of CASES) {
  test(`of a run of ${planned.length} whose first spec ${outcome} and whose report is missing: ${status}`, async ({}, info) => {
    const file = info.outputPath(PARTS_FILE)
    writeFileSync(file, recordOf(outcome, planned).map(writeLine).join(''))
    const { report } = await recoverRun(info.outputPath())
    expect(report.run).toMatchObject({ status, ok })
  })
}
