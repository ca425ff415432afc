import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:http'
import path from 'node:path'
import { json } from 'node:stream/consumers'
import { expect, test } from '@playwright/test'
import { listening } from '../../load/testing/listening.ts'
import type { RunReport } from '../../reports/run-report.ts'
import { sampleReport } from '../../reports/viewer/testing/sample-report.ts'
import { checkOut, nightly, pinBaseline, startStaging, writeStaging } from './nights.ts'

test('a nightly without its staging measures nothing, and says what is missing', async ({}, info) => {
  const folder = checkOut(info.outputPath('checkout'))
  for (const [step, shard] of [
    ['measure', '1/2'],
    ['report', 'blobs'],
  ] as const) {
    for (const env of [{ STAGING_ENV: ' \n' }, {}]) {
      const { code, output } = await nightly(folder, [step, shard], env)
      expect([code, output]).toEqual([
        1,
        'The secret STAGING_ENV is empty or missing: put the lines of .env.staging into it.\n',
      ])
    }
  }
  expect((await nightly(folder, [], { STAGING_ENV: 'x' })).code).toBe(2)
})

test('what the secret holds is for its owner alone, also where a file for all was there', async ({}, info) => {
  const folder = checkOut(info.outputPath('checkout'))
  const file = path.join(folder, '.env.staging')
  writeFileSync(file, 'PERF_TARGET=before\n', { mode: 0o644 })
  expect((await nightly(folder, ['report'], { STAGING_ENV: 'PERF_TARGET=now' })).code).toBe(0)
  expect(readFileSync(file, 'utf8')).toBe('PERF_TARGET=now\n')
  expect(statSync(file).mode & 0o777).toBe(0o600)
  // A machine of one's own may have the file, and no secret.
  expect((await nightly(folder, ['report'], {})).code).toBe(0)
  expect(readFileSync(file, 'utf8')).toBe('PERF_TARGET=now\n')
})

test('a night without a run is told, and not the run of the night before', async ({}, info) => {
  const folder = checkOut(info.outputPath('checkout'))
  await using staging = await startStaging(0)
  const STAGING_ENV = `PERF_TARGET=${info.outputPath('none.ts')}\nPERF_API_RATE=fast\nPERF_WEBHOOK="${staging.origin}/hook" # ours\n`
  const before = path.join(folder, 'perf-results/before')
  const latest = path.join(folder, 'perf-results/latest')
  const layBefore = (): void => {
    rmSync(path.join(folder, 'perf-results'), { recursive: true, force: true })
    mkdirSync(before, { recursive: true })
    writeFileSync(path.join(before, 'report.json'), JSON.stringify(sampleReport()))
    writeFileSync(path.join(before, 'summary.md'), 'All SLOs passed.')
    symlinkSync('before', latest)
  }
  const summary = info.outputPath('summary.md')
  // As GitHub has a secret that is not there.
  const env = { STAGING_ENV, PERF_WEBHOOK: '', GITHUB_STEP_SUMMARY: summary, CI_JOB_URL: 'https://ci.test/7' }

  layBefore()
  expect((await nightly(folder, ['measure'], env)).code).not.toBe(0)
  await nightly(folder, ['report'], env)
  layBefore()
  const merged = await nightly(folder, ['report', 'blobs'], env)
  expect(merged.code).not.toBe(0)
  const lost = 'The night left no run:'
  expect(staging.told).toEqual([
    `Fleetmark: ${lost} "measure" ended before it had one. Its log says why.\nhttps://ci.test/7`,
    expect.stringMatching(
      /^Fleetmark: The night left no run: no blob reports in blobs could be merged \(exit code \d+\)\. The logs of "measure" and "report" say why\.\n/,
    ),
  ])
  expect(readFileSync(summary, 'utf8').match(new RegExp(lost, 'g'))).toHaveLength(2)
  expect(readFileSync(summary, 'utf8')).not.toContain('All SLOs passed.')
  expect(existsSync(before)).toBe(true)

  rmSync(path.join(folder, '.env.staging'))
  const empty = { ...env, STAGING_ENV: '', PERF_WEBHOOK: `${staging.origin}/hook` }
  expect((await nightly(folder, ['report', 'blobs'], empty)).code).toBe(1)
  expect(staging.told.at(-1)).toContain(`${lost} The secret STAGING_ENV is empty or missing: put`)
})

test('a shard that measures nothing leaves no blob of an earlier night, and that of its own night', async ({}, info) => {
  const folder = checkOut(info.outputPath('checkout'))
  const blobs = path.join(folder, 'blob-report')
  mkdirSync(blobs)
  for (const name of ['1-of-2.zip', '2-of-2.zip', '3-of-3.zip', 'calibration-0-missed-1-of-2.json'])
    writeFileSync(path.join(blobs, name), '')
  const yesterday = new Date(Date.now() - 20 * 3_600_000)
  utimesSync(path.join(blobs, '3-of-3.zip'), yesterday, yesterday)
  const STAGING_ENV = `PERF_TARGET=${info.outputPath('none.ts')}`
  expect((await nightly(folder, ['measure', '1/2'], { STAGING_ENV })).code).not.toBe(0)
  expect(readdirSync(blobs)).toEqual(['2-of-2.zip'])
})

// Two runs of the suite and a merge of both.
test('the steps of the nightly: two shards of a staging, merged, in the job summary and in a chat', async ({}, info) => {
  const folder = checkOut(info.outputPath('checkout'))
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
    const STAGING_ENV = `PERF_TARGET=${target}\nPERF_API_DURATION=5\nPERF_WEBHOOK=${origin}/hook\n`
    mkdirSync(path.join(folder, 'perf-results'))
    const calibration = { ...sampleReport().calibration, takenAt: '2026-01-02T03:04:05.000Z' }
    writeFileSync(path.join(folder, 'perf-results/calibration.json'), JSON.stringify(calibration))
    const later = { ...calibration, takenAt: '2026-01-02T04:04:05.000Z' }
    for (const shard of ['1/2', '2/2']) {
      if (shard === '2/2')
        writeFileSync(path.join(folder, 'perf-results/calibration.json'), JSON.stringify(later))
      const { output } = await nightly(folder, ['measure', shard], { STAGING_ENV })
      expect(output).toContain('Exit code')
    }
    // Who merges may be another machine than who measured: it has the calibration from there, of two machines that which missed a bound.
    const own = (shard: string): string => path.join(folder, `blob-report/calibration-${shard}.json`)
    expect(readFileSync(own('1-of-2'), 'utf8')).toBe(JSON.stringify(calibration))
    renameSync(own('2-of-2'), own('0-missed-2-of-2'))
    rmSync(path.join(folder, 'perf-results'), { recursive: true })
    expect(statSync(path.join(folder, '.env.staging')).mode & 0o777).toBe(0o600)
    const env = { STAGING_ENV, GITHUB_STEP_SUMMARY: summary, PERF_WEBHOOK: '' }
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
    expect(report.calibration?.takenAt).toBe(later.takenAt)
    expect(code).toBe(report.run.ok ? 0 : 1)
    expect(readFileSync(summary, 'utf8')).toContain(report.run.headline)
    expect(told).toEqual([{ text: expect.stringContaining(`Fleetmark: ${report.run.headline}`) }])
  })
})

interface HistoryLine {
  run: string
  startedAt: string
  figures: { value?: number }[]
}

/** Writes nights before the one that is there, of which nothing changed but that their figures differ by so much. */
function writeNightsBefore(folder: string, factors: readonly number[]): void {
  const file = path.join(folder, 'perf-results/history.ndjson')
  const line = readFileSync(file, 'utf8')
  const night = JSON.parse(line) as HistoryLine
  const before = factors.map((factor, index) => ({
    ...night,
    run: `before-${index}`,
    startedAt: new Date(Date.parse(night.startedAt) - (factors.length - index) * 86_400_000).toISOString(),
    figures: night.figures.map(one => ({
      ...one,
      ...(one.value === undefined ? {} : { value: one.value * factor }),
    })),
  }))
  writeFileSync(file, `${before.map(one => JSON.stringify(one)).join('\n')}\n${line}`)
}

// Three runs of the suite. Nights differ by more here than the time that a busy machine takes from them, and the endpoint gets slower by more than that.
test('a night like its baseline tells a chat of nothing that got worse, and one with a slower endpoint of that endpoint', async ({}, info) => {
  const folder = checkOut(info.outputPath('checkout'))
  await using staging = await startStaging(200)
  // None is missed in any night: what is told is told because it changed.
  const slos = Object.fromEntries(
    ['api.latency', 'api.latency.p99'].map(id => [
      id,
      { objective: `p(${id.endsWith('p99') ? 99 : 95})<9000` },
    ]),
  )
  const lines = writeStaging(info.outputPath('staging.ts'), staging, slos)
  const night = async (more = ''): Promise<string> => {
    const env = { STAGING_ENV: `${lines}${more}`, PERF_WEBHOOK: `${staging.origin}/hook` }
    const { output } = await nightly(folder, ['measure'], env)
    await nightly(folder, ['report'], env)
    expect(staging.told, output).toHaveLength(1)
    return staging.told.pop() ?? ''
  }
  expect(await night()).not.toContain('baseline')
  await pinBaseline(folder, 'main')
  writeNightsBefore(folder, [0.8, 1.25, 0.9, 1.1])

  const unchanged = await night('PERF_BASELINE=main\n')
  expect(unchanged).toContain('Against the baseline main (one run): ')
  expect(unchanged).not.toContain('worse')

  staging.answersMs.list += 500
  const slower = await night('PERF_BASELINE=main\n')
  expect(slower).toMatch(/^- worse: api\.latency.*list.* p\(95\) 7\d\d ms, was 2\d\d ms/m)
  expect(slower).not.toMatch(/worse: .*other/)
})
