import { spawnSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from '@playwright/test'
import manifest from '../../package.json' with { type: 'json' }
import { PARTS_VERSION } from '../../reports/parts/part-line.ts'

const main = path.join(import.meta.dirname, 'measure.ts')

/** @returns what a command said that refuses to measure, and its code */
function refused(results: string, ...words: string[]): [code: number | null, said: string] {
  const env = { ...process.env, PERF_RESULTS: results }
  const { status, stderr } = spawnSync(process.execPath, [main, ...words], { env, encoding: 'utf8' })
  return [status, stderr]
}

test('only a soak that is there can be gone on with', async ({}, info) => {
  const results = info.outputPath('results')
  mkdirSync(results)
  expect(refused(results, 'soak', '--resume')).toEqual([
    2,
    `A setting can't be used:\n  --resume: ${results} has no soak. Begin one: npm run soak.\n`,
  ])
  expect(refused(results, 'perf', '--resume')).toEqual([
    2,
    "A setting can't be used:\n  --resume goes on with a soak: npm run soak -- --resume.\n",
  ])
})

test('the soak that is gone on with is the last that was cut short', async ({}, info) => {
  const results = info.outputPath('results')
  const name = '20270101T000000Z-aaaaaa'
  mkdirSync(path.join(results, name), { recursive: true })
  const plan = [{ id: 'a', title: 'the soak', slos: ['soak.uptime'] }]
  const options = { settings: { PERF_RATE: '7' }, fleetmark: manifest.version }
  const header = { kind: 'header', version: PARTS_VERSION, plan, options }
  writeFileSync(path.join(results, name, 'parts.ndjson'), `${JSON.stringify(header)}\n`)
  const [code, said] = refused(results, 'soak', '--resume', '--list')
  expect(said).toContain(`The soak ${name} can't be resumed: PERF_RATE was 7 and is `)
  expect(code).toBe(1)
})
