import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test } from '@playwright/test'
import type { FullConfig, Suite, TestCase, TestResult } from '@playwright/test/reporter'
import { Recording } from '../../load/measure/recording.ts'
import type { Part } from '../../load/measure/recording.ts'
import { PLAN_ANNOTATION, SLO_ANNOTATION, SLOS_NOT_MET } from '../evidence-attachment.ts'
import { exampleSlo } from '../judge/testing/example-evidence.ts'
import { writeLine } from '../parts/part-line.ts'
import ProgressReporter from './progress-reporter.ts'
import type { ProgressOptions } from './progress-reporter.ts'

let results = ''
test.beforeEach(() => void (results = mkdtempSync(path.join(tmpdir(), 'progress-'))))
test.afterEach(() => rmSync(results, { recursive: true }))

const BEGIN_MS = 1_763_733_600_000

const specs = [
  ['a', 'the page opens', '15000 ms'],
  ['b', 'the API answers quickly under a steady load', '61000 ms'],
  ['c', 'the fleet is seen', '129000 ms'],
].map(([id = '', title = '', planned]) => {
  const annotations = [
    { type: SLO_ANNOTATION, description: 'latency' },
    { type: SLO_ANNOTATION, description: 'errors' },
    { type: PLAN_ANNOTATION, description: planned },
  ]
  const location = { file: '/project/e2e/one.spec.ts', line: 7, column: 1 }
  return { id, title, annotations, location } as unknown as TestCase
})

/** A run of three specs, of which the second goes on since `BEGIN_MS`. */
function begin(progress: ProgressOptions['progress']) {
  const declared = { quantity: 'time', unit: 'ms', better: 'lower', section: 'api', order: 1 } as const
  const events = { quantity: 'events', unit: 'count' } as const
  const metrics = [
    { ...declared, name: 'latency', title: 'Latency', overTime: false },
    { ...declared, ...events, name: 'errors', title: 'Errors', overTime: false },
  ]
  const slos = [
    exampleSlo('p(95)<200', { id: 'latency', metric: 'latency' }),
    exampleSlo('rate<0.01', { id: 'errors', metric: 'errors' }),
  ]
  const options = { runId: 'run', results, slos, declarations: { metrics, sections: [] }, progress }
  const clock = { epochOffsetMs: 0, nowMs: () => now.ms }
  const now = { ms: BEGIN_MS }
  const written: string[] = []
  const terminal = { columns: 80, write: (text: string | Uint8Array) => written.push(text.toString()) }
  const reporter = new ProgressReporter(options, terminal, clock)
  const suite: Pick<Suite, 'allTests'> = { allTests: () => specs }
  reporter.onBegin({ rootDir: '/project', quiet: false } as FullConfig, suite as Suite)
  const [first, second] = specs
  if (!first || !second) throw new Error('There are three.')
  reporter.onTestBegin(first)
  reporter.onTestEnd(first, { errors: [] } as unknown as TestResult)
  reporter.onTestBegin(second)
  const told = (): string => written.splice(0).join('')
  told()
  return { reporter, now, told, second }
}

/** Latencies of 13 ms and two errors, handed on at a moment. */
function recordParts(atMs: number): void {
  const parts: Part[] = []
  const recording = new Recording(some => parts.push(...some))
  const latency = recording.histogram({ metric: 'latency', unit: 'ms', labels: {} })
  for (let n = 0; n < 50; n++) latency.record(13, atMs)
  recording.tally({ metric: 'errors', unit: 'count', labels: {} }).bad('timeout', atMs, 2)
  // Nobody judges it: it is no error of the moment.
  recording.tally({ metric: 'coalesced', unit: 'count', labels: {} }).bad('a later value', atMs, 100)
  recording.stop()
  mkdirSync(path.join(results, 'run'))
  writeFileSync(path.join(results, 'run/parts.ndjson'), writeLine({ kind: 'parts', step: 'b', atMs, parts }))
}

test('a terminal has one line, written over each time: what runs, how far, its numbers, and the time left by the plan', () => {
  const { reporter, now, told } = begin('line')
  now.ms += 31_000
  recordParts(now.ms)
  reporter.tell()
  const line = '[2/3] the API answers quickly under a s… 0:31/1:01 p95 13 ms 2 errors 2:39 left'
  expect(told()).toBe(`\r\u001B[2K${line}`)
  now.ms += 31_000
  reporter.tell()
  expect(told()).toContain(' 1:02/1:01 2 errors 2:09+ left')
  reporter.onEnd()
  expect(told()).toBe('\r\u001B[2K')
})

test('where there is no terminal a plain line comes each 10 s, without control characters', () => {
  const { reporter, now, told } = begin('lines')
  for (let second = 0; second < 25; second++) {
    now.ms += 1000
    reporter.tell()
  }
  expect(told()).toBe(
    `[2/3] the API answers quickly under a steady load 0:10/1:01 3:00 left
[2/3] the API answers quickly under a steady load 0:20/1:01 2:50 left
`,
  )
  reporter.onEnd()
  expect(told()).toBe('')
})

test('what was thrown is told whole at the end, without colours; a missed SLO is not', () => {
  const { reporter, told, second } = begin('off')
  const stack = 'Error: \u001B[31mthe page did not open\u001B[39m\n\tat one.spec.ts:9'
  const errors = [{ message: `Error: ${SLOS_NOT_MET}: too slow` }, { stack, snippet: '> 9 | open()' }]
  reporter.onTestEnd(second, { errors } as unknown as TestResult)
  reporter.onEnd()
  expect(told()).toBe(`
FAILED  the API answers quickly under a steady load (e2e/one.spec.ts:7)
Error: the page did not open
  at one.spec.ts:9

> 9 | open()
`)
})

test('what a spec prints stands in lines of its own', () => {
  const { reporter, told } = begin('line')
  reporter.tell()
  told()
  reporter.onStdOut('hello\n')
  expect(told()).toBe('\r\u001B[2Khello\n')
})
