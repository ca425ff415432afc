import { execFile } from 'node:child_process'
import {
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:http'
import path from 'node:path'
import { json } from 'node:stream/consumers'
import { promisify } from 'node:util'
import { expect, test } from '@playwright/test'
import type { TestInfo } from '@playwright/test'
import { listening } from '../../load/testing/listening.ts'
import type { RunReport } from '../../reports/run-report.ts'
import { sampleReport } from '../../reports/viewer/testing/sample-report.ts'
import { outerEnvironment } from './run-suite.ts'

const root = path.join(import.meta.dirname, '../..')

/** Where a run leaves what it writes, in place of the checkout of a machine of a CI. */
const WRITTEN = new Set(['.ci', '.git', 'perf-results', 'test-results', 'blob-report'])

/** @returns a checkout of this project, as a CI has it */
function checkOut(info: TestInfo): string {
  const folder = info.outputPath('checkout')
  mkdirSync(folder)
  for (const name of readdirSync(root)) {
    if (!WRITTEN.has(name) && !name.startsWith('.env'))
      symlinkSync(path.join(root, name), path.join(folder, name))
  }
  cpSync(path.join(root, '.ci'), path.join(folder, '.ci'), { recursive: true })
  return folder
}

async function nightly(folder: string, args: readonly string[], env: Record<string, string>) {
  const all = { ...outerEnvironment(), NIGHTLY: 'perf', CALIBRATE: '0', ...env }
  return await promisify(execFile)('bash', ['.ci/nightly', ...args], { cwd: folder, env: all }).then(
    ({ stdout, stderr }) => ({ code: 0, output: stdout + stderr }),
    (error: { code: number; stdout: string; stderr: string }) => ({
      code: error.code,
      output: error.stdout + error.stderr,
    }),
  )
}

test('a nightly without its staging measures nothing, and says what is missing', async ({}, info) => {
  const folder = checkOut(info)
  for (const [step, shard] of [
    ['measure', '1/2'],
    ['report', 'blobs'],
  ] as const) {
    const { code, output } = await nightly(folder, [step, shard], { STAGING_ENV: ' \n' })
    expect([code, output]).toEqual([
      1,
      'The secret STAGING_ENV is empty or missing: put the lines of .env.staging into it.\n',
    ])
  }
  expect((await nightly(folder, [], { STAGING_ENV: 'x' })).code).toBe(2)
})

test('what the secret holds is for its owner alone, also where a file for all was there', async ({}, info) => {
  const folder = checkOut(info)
  const file = path.join(folder, '.env.staging')
  writeFileSync(file, 'PERF_TARGET=before\n', { mode: 0o644 })
  expect((await nightly(folder, ['report'], { STAGING_ENV: 'PERF_TARGET=now' })).code).toBe(0)
  expect(readFileSync(file, 'utf8')).toBe('PERF_TARGET=now\n')
  expect(statSync(file).mode & 0o777).toBe(0o600)
})

// Two runs of the suite and a merge of both.
test('the steps of the nightly: two shards of a staging, merged, in the job summary and in a chat', async ({}, info) => {
  const folder = checkOut(info)
  const summary = info.outputPath('summary.md')
  const told: { text?: string }[] = []
  const server = createServer((request, response) => {
    const answer = async (): Promise<void> => {
      if (request.method === 'POST') told.push((await json(request)) as { text: string })
      response.end('[]')
    }
    void answer()
  })
  await listening(server, async origin => {
    const target = info.outputPath('staging.ts')
    const endpoints = [{ name: 'list', method: 'GET', path: '/list' }]
    writeFileSync(
      target,
      `export default ${JSON.stringify({ name: 'staging', baseURL: origin, endpoints })}\n`,
    )
    const STAGING_ENV = `PERF_TARGET=${target}\nPERF_API_DURATION=5\n`
    mkdirSync(path.join(folder, 'perf-results'))
    const calibration = { ...sampleReport().calibration, takenAt: '2026-01-02T03:04:05.000Z' }
    writeFileSync(path.join(folder, 'perf-results/calibration.json'), JSON.stringify(calibration))
    for (const shard of ['1/2', '2/2']) {
      const { output } = await nightly(folder, ['measure', shard], { STAGING_ENV })
      expect(output).toContain('Exit code')
    }
    // Who merges may be another machine than who measured: it has the calibration from there.
    rmSync(path.join(folder, 'perf-results'), { recursive: true })
    expect(statSync(path.join(folder, '.env.staging')).mode & 0o777).toBe(0o600)
    const env = { STAGING_ENV, GITHUB_STEP_SUMMARY: summary, PERF_WEBHOOK: `${origin}/hook` }
    const { code, output } = await nightly(folder, ['report', 'blob-report'], env)
    const report = JSON.parse(
      readFileSync(path.join(folder, 'perf-results/latest/report.json'), 'utf8'),
    ) as RunReport
    expect(
      report.shards?.map(({ shard }) => shard),
      output,
    ).toEqual(['1/2', '2/2'])
    expect(new Set(report.judgements.map(({ id }) => id))).toEqual(
      new Set(['api.latency', 'api.latency.p99', 'api.errors', 'api.concurrent', 'api.capacity']),
    )
    expect(report.calibration?.takenAt).toBe(calibration.takenAt)
    expect(code).toBe(report.run.ok ? 0 : 1)
    expect(readFileSync(summary, 'utf8')).toContain(report.run.headline)
    expect(told).toEqual([{ text: expect.stringContaining(`Fleetmark: ${report.run.headline}`) }])
  })
})
