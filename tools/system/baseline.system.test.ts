import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, test } from '@playwright/test'
import { withComparison } from '../../reports/compare/with-comparison.ts'
import { fillFolder } from '../../reports/run-folder.ts'
import type { RunReport } from '../../reports/run-report.ts'
import { sampleReport } from '../../reports/viewer/testing/sample-report.ts'
import { readPage } from '../../reports/viewer/testing/read-page.ts'

const tool = path.join(import.meta.dirname, '../baseline/baseline.ts')
const sample = sampleReport()

/** The run with all its observed figures so many times as large. */
const times = (factor: number, id: string): RunReport => ({
  ...sample,
  run: { ...sample.run, id, status: 'complete' },
  judgements: sample.judgements.map(one => ({
    ...one,
    ...(one.observed !== undefined && { observed: one.observed * factor }),
  })),
})

const write = (results: string, report: RunReport): void => {
  mkdirSync(path.join(results, report.run.id), { recursive: true })
  writeFileSync(path.join(results, report.run.id, 'report.json'), JSON.stringify(report))
}

const run = (results: string, ...words: string[]): { status: number | null; told: string } => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [tool, ...words], {
    env: { ...process.env, PERF_RESULTS: results },
    encoding: 'utf8',
  })
  return { status, told: stdout + stderr }
}

test('runs are saved, listed, shown and dropped, and the page shows a run beside them', async ({
  page,
}, info) => {
  const results = info.outputPath()
  const ids = ['a', 'b', 'c']
  for (const [index, id] of ids.entries()) write(results, times(1 + index / 200, id))
  expect(run(results, 'list').told).toContain('There is no baseline yet.')
  expect(run(results, 'save', 'main', ...ids)).toMatchObject({
    status: 0,
    told: expect.stringMatching(/^main: 3 runs of .*, saved .*\nWritten to .*main\.json\n$/),
  })
  expect(run(results, 'list').told).toMatch(/^main: 3 runs/)
  expect(run(results, 'show', 'main').told).toMatch(/Run b, started .*\n {2}.* p\(\d+\) /)
  const report = withComparison(times(2, 'now'), results)
  fillFolder(path.join(results, 'now'), report, [])
  await readPage(page, pathToFileURL(path.join(results, 'now/index.html')).href)
  const section = page.locator('#baseline')
  await expect(section).toContainText(/Against the baseline main \(3 runs\): \d+ worse/)
  const worse = section.getByRole('row', { name: /worse/ }).first()
  await expect(worse.getByRole('img', { name: /^Change \+/ })).toBeVisible()
  expect(readFileSync(path.join(results, 'now/summary.md'), 'utf8')).toMatch(/## Changed\n\n- worse: /)
  expect(run(results, 'drop', 'main')).toEqual({ status: 0, told: 'The baseline main is removed.\n' })
  expect(run(results, 'list').told).toContain('There is no baseline yet.')
})

test('what can not be saved is refused with the remedy', ({}, info) => {
  const results = info.outputPath()
  write(results, times(1, 'a'))
  write(results, { ...times(1, 'b'), machine: { ...sample.machine, cores: 64 } })
  const part = times(1, 'c')
  write(results, { ...part, run: { ...part.run, status: 'interrupted' } })
  const refused: [words: string[], message: string][] = [
    [['save', 'main', 'a', 'a'], 'Run a is named twice'],
    [['save', 'main', 'a', 'b'], 'Run b is unlike run a: The number of cores was'],
    [['save', 'main', 'c'], 'Run c was interrupted: its figures are of a part of it.'],
    [['save', 'main', 'gone'], "report.json can't be read"],
    [['save', '../x', 'a'], '"../x" can\'t be a baseline\'s name'],
    [['save'], '"save" is not understood.'],
    [['show', 'main'], 'There is no baseline main'],
    [['drop', 'main'], 'There is no baseline main'],
    [['frob', 'main'], '"frob main" is not understood.'],
  ]
  for (const [words, message] of refused) {
    const { status, told } = run(results, ...words)
    expect(told).toContain(message)
    expect(status).toBe(2)
  }
})
