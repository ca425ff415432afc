import { spawnSync } from 'node:child_process'
import { globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from '@playwright/test'
import { readEarlierSoak } from '../../fixtures/soak/earlier-soak.ts'
import { readHeader } from '../../reports/parts/unfinished-runs.ts'
import type { RunReport } from '../../reports/run-report.ts'
import { startSuite } from './run-suite.ts'

const SECONDS = 25

/** What is counted of a metric. */
const totalOf = ({ measurements }: Pick<RunReport, 'measurements'>, metric: string): number =>
  measurements.reduce(
    (sum, one) => (one.metric === metric && one.data.kind === 'tally' ? sum + one.data.total : sum),
    0,
  )

test('a soak whose disk fills says so in one sentence, and its report has all that was measured', async ({}, info) => {
  const folder = info.outputPath()
  const results = path.join(folder, 'results')
  mkdirSync(results)
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=4m', 'tmpfs', results])
  test.skip(mounted.status !== 0, 'Only root on Linux can make a disk of 4 MB.')
  try {
    const settings = {
      PERF_AGENTS: '5',
      PERF_USERS: '2',
      PERF_RATE: '2',
      PERF_API_RATE: '5',
      PERF_PROGRESS: '0',
    }
    const run = startSuite(folder, ['soak.spec'], { ...settings, PERF_SOAK: `${SECONDS}s` }, 'soak')
    let ended = false
    void run.ended.then(() => (ended = true))
    const watchedMs = async (): Promise<number> => {
      expect(ended, 'the soak goes on').toBe(false)
      const [name = ''] = globSync('*/parts.ndjson', { cwd: results }).map(file => path.dirname(file))
      return readHeader(path.join(results, name)) ? (await readEarlierSoak(results, name)).watchedMs : 0
    }
    await expect.poll(watchedMs, { timeout: 120_000 }).toBeGreaterThan(4000)
    expect(() => writeFileSync(path.join(results, 'others'), Buffer.alloc(5e6))).toThrow('ENOSPC')

    const { output } = await run.ended
    expect(output.match(/parts\.ndjson can't be written/g), output).toHaveLength(1)
    expect(output).toMatch(
      /parts\.ndjson can't be written \(ENOSPC.*is kept in memory only.* Free the disk before then\./,
    )
    const [, place = ''] = /The report is in (\S+) instead: free disk space\./.exec(output) ?? []
    const report = JSON.parse(readFileSync(path.join(place, 'report.json'), 'utf8')) as RunReport
    rmSync(place, { recursive: true })
    expect(report.run.status).not.toBe('interrupted')
    // A load of its own is said to be no share of a capacity, on the console and in the report.
    const [load] = report.reported.filter(({ id }) => id === 'soak.load')
    expect(load?.absence).toContain(
      '5 requests a second on each endpoint (PERF_API_RATE), which is no share of a capacity',
    )
    expect(output).toContain(load?.absence)
    // As many seconds as it took, and not those alone that found room on the disk.
    expect(totalOf(report, 'soak.uptime')).toBeGreaterThanOrEqual(SECONDS - 2)
    const own = report.measurements.filter(({ metric }) => metric.startsWith('soak.'))
    expect(own.flatMap(({ doubts }) => doubts).filter(({ kind }) => kind === 'cut-short')).toEqual([])
    const endMs = Math.max(
      ...own.flatMap(({ data }) => (data.kind === 'series' ? data.points.map(([atMs]) => atMs) : [])),
    )
    const { startMs, endMs: stepEndMs } = report.steps.find(({ file }) => file.endsWith('soak.spec.ts')) ?? {
      startMs: 0,
      endMs: 0,
    }
    expect(endMs - startMs).toBeGreaterThan(0.8 * (stepEndMs - startMs))
  } finally {
    spawnSync('umount', [results])
  }
})
