import { appendFileSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { Worker } from 'node:worker_threads'
import { expect, test } from '@playwright/test'
import { sampleReport } from '../viewer/testing/sample-report.ts'
import { appendHistory, historyFile, readHistory } from './history-file.ts'
import { historyRunOf } from './history-run.ts'
import type { HistoryRun } from './history-run.ts'

const sample = historyRunOf(sampleReport())
const runOf = (run: string): HistoryRun => ({ ...sample, run })

test('runs are read as they were added, and one that was added twice is there once', ({}, info) => {
  const results = info.outputPath('new/results')
  expect(readHistory(results)).toEqual({ runs: [], problems: [] })
  for (const run of ['a', 'b', 'c']) expect(appendHistory(results, runOf(run))).toEqual([])
  expect(readHistory(results)).toEqual({ runs: ['a', 'b', 'c'].map(runOf), problems: [] })
  appendHistory(results, { ...runOf('a'), status: 'complete' })
  expect(readHistory(results).runs).toEqual([runOf('b'), runOf('c'), { ...runOf('a'), status: 'complete' }])
})

test('a line has what each SLO judges, how many values it is of, and the verdict; none without data', () => {
  const report = sampleReport()
  expect(sample.figures).toHaveLength(report.judgements.length)
  for (const [index, { name, observed, n, verdict }] of report.judgements.entries()) {
    expect(sample.figures[index]).toMatchObject({ name, n, verdict })
    expect(sample.figures[index]?.value).toBe(observed)
  }
  expect(sample).toMatchObject({ target: report.target.name, machine: report.machine.fingerprint })
  expect(JSON.stringify(sample).length).toBeLessThan(200 * report.judgements.length + 500)
})

const BROKEN: [what: string, line: string, told: RegExp][] = [
  [
    'half a line',
    JSON.stringify(runOf('x')).slice(0, 90),
    /a line that can't be read, .*: line 2 \(not JSON\)/,
  ],
  ['a number', '7', /a line that can't be read, .*: line 2 \(.*expected object/],
  [
    'another version',
    JSON.stringify({ ...runOf('x'), schemaVersion: 2 }),
    /of another version, .*\(version 2, and/,
  ],
  [
    'a value that is none',
    JSON.stringify(runOf('x')).replace(/"value":[\d.]+/, '"value":null'),
    /expected number/,
  ],
  ['control characters', '\u0000\u001B[31m', /line 2 \(not JSON\)/],
]
for (const [what, line, told] of BROKEN) {
  test(`${what} is told, and costs no other line`, ({}, info) => {
    const results = info.outputPath()
    appendHistory(results, runOf('a'))
    appendFileSync(historyFile(results), `${line}\n\n`)
    appendHistory(results, runOf('b'))
    const { runs, problems } = readHistory(results)
    expect(runs.map(({ run }) => run)).toEqual(['a', 'b'])
    expect(problems).toEqual([expect.stringMatching(told)])
  })
}

test('many broken lines are one sentence', ({}, info) => {
  const results = info.outputPath()
  writeFileSync(historyFile(results), 'x\n'.repeat(5000))
  expect(readHistory(results).problems).toEqual([
    `The history ${historyFile(results)} has 5,000 lines that can't be read, which are left out; the first is line 1 (not JSON). Remove what is broken.`,
  ])
})

test('a line that a full disk broke off does not take the next one with it', ({}, info) => {
  const results = info.outputPath()
  const half = JSON.stringify(runOf('a')).slice(0, 100)
  writeFileSync(historyFile(results), half)
  appendHistory(results, runOf('b'))
  expect(readFileSync(historyFile(results), 'utf8')).toBe(`${half}\n${JSON.stringify(runOf('b'))}\n`)
  expect(readHistory(results).runs).toEqual([runOf('b')])
})

const UNWRITABLE: [what: string, remedy: string, prepare: (results: string) => string][] = [
  [
    'a full disk',
    'free disk space',
    results => {
      symlinkSync('/dev/full', historyFile(results))
      return results
    },
  ],
  [
    'a folder in its place',
    'make it a file that can be written',
    results => {
      mkdirSync(historyFile(results))
      return results
    },
  ],
  ['a folder that can not be made', 'make it a file that can be written', () => '/proc/fleetmark/results'],
]
for (const [what, remedy, prepare] of UNWRITABLE) {
  test(`${what} is a sentence`, ({}, info) => {
    test.skip(process.platform !== 'linux', '/dev/full and /proc are of Linux')
    const results = prepare(info.outputPath())
    expect(appendHistory(results, runOf('a'))).toEqual([
      expect.stringMatching(`^This run is not in the history .*held against it: ${remedy}\\. Its own`),
    ])
  })
}

test('a history that is a folder is a sentence, and no trend', ({}, info) => {
  const results = info.outputPath()
  mkdirSync(historyFile(results))
  expect(readHistory(results)).toEqual({
    runs: [],
    problems: [expect.stringMatching(/can't be read \(EISDIR/)],
  })
})

test('runs that end at the same time lose none of their lines', async ({}, info) => {
  const results = info.outputPath()
  const module = pathToFileURL(path.join(import.meta.dirname, 'history-file.ts')).href
  const code = `import { workerData } from 'node:worker_threads'
    import { appendHistory } from ${JSON.stringify(module)}
    for (const run of workerData.runs) appendHistory(workerData.results, run)`
  const url = new URL(`data:text/javascript,${encodeURIComponent(code)}`)
  const names = [0, 1, 2].map(writer => Array.from({ length: 40 }, (_, index) => `${writer}-${index}`))
  await Promise.all(
    names.map(async own => {
      const worker = new Worker(url, { workerData: { results, runs: own.map(runOf) } })
      await new Promise((resolve, reject) => worker.on('exit', resolve).on('error', reject))
    }),
  )
  const { runs, problems } = readHistory(results)
  expect(problems).toEqual([])
  expect(runs.map(({ run }) => run).toSorted()).toEqual(names.flat().toSorted())
})
