import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test } from '@playwright/test'
import { sampleReport } from '../viewer/testing/sample-report.ts'
import { LiveRun } from './live-run.ts'
import type { LiveDocument } from './live-document.ts'
import { ExampleRun } from './testing/example-run.ts'

let scratch = ''
test.beforeEach(() => void (scratch = mkdtempSync(path.join(tmpdir(), 'live-'))))
test.afterEach(() => rmSync(scratch, { recursive: true }))

function underWay(document: LiveDocument): Extract<LiveDocument, { kind: 'under-way' }> {
  if (document.kind !== 'under-way') throw new Error(`It is ${document.kind}.`)
  return document
}

test('a run under way is judged as it stands, and an SLO that has no value yet is not judged', async () => {
  const run = new ExampleRun(scratch)
  const live = new LiveRun(run.folder)
  expect(live.document(run.beganMs)).toEqual({ kind: 'waiting' })
  await live.catchUp()
  expect(underWay(live.document(run.beganMs))).toMatchObject({ open: 2, report: { judgements: [] } })

  run.begin('a')
  run.record('a', 20)
  await live.catchUp()
  const { report, open, standing } = underWay(live.document(run.beganMs + 20_000))
  expect(standing).toMatchObject({ place: 1, of: 2, elapsedMs: 20_000, leftMs: 70_000 })
  expect(open).toBe(1)
  expect(report.judgements.map(({ id, verdict }) => [id, verdict])).toEqual([['latency', 'PASS']])
  expect(report.run).toMatchObject({ ok: false, counts: { PASS: 1, NO_DATA: 0 } })
  // It goes on: nothing was cut short.
  expect(report.steps.map(({ outcome }) => outcome)).toEqual(['completed'])
  expect(report.measurements.flatMap(({ doubts }) => doubts)).toEqual([])

  run.end('a')
  run.begin('b')
  run.end('b')
  await live.catchUp()
  const last = underWay(live.document(run.beganMs + 30_000))
  expect(last.standing).toBeUndefined()
  expect(last.report.judgements.map(({ id, verdict }) => [id, verdict])).toContainEqual(['ready', 'NO_DATA'])
  live.close()
})

test('a run that has ended is its report; one whose process is gone without one is lost', async () => {
  const run = new ExampleRun(scratch)
  let isRunning = true
  const live = new LiveRun(run.folder, () => isRunning)
  await live.catchUp()
  expect(live.state()).toBe('under-way')
  isRunning = false
  expect(live.document(run.beganMs)).toEqual({ kind: 'lost', judge: `npm run judge -- ${run.folder}` })
  run.report()
  expect(live.document(run.beganMs)).toMatchObject({
    kind: 'ended',
    report: { run: { headline: sampleReport().run.headline } },
  })
  live.close()
})
