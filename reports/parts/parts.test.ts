import { spawnSync } from 'node:child_process'
import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test } from '@playwright/test'
import { BlockHistogram } from '../../load/measure/histogram.ts'
import type { Measurement } from '../../load/measure/measurement.ts'
import { Recording } from '../../load/measure/recording.ts'
import type { Part } from '../../load/measure/recording.ts'
import { exampleMeasurement, exampleSlo, samplesOf, times } from '../judge/testing/example-evidence.ts'
import { describeMachine } from '../machine.ts'
import { PARTS_VERSION, readLine, writeLine } from './part-line.ts'
import type { PartLine, PartsHeader } from './part-line.ts'
import { PartsFile } from './parts-file.ts'
import { readParts } from './read-parts.ts'
import { recoverRun } from './recover-run.ts'
import { runsUnderWay, tellUnfinished, unfinishedRuns } from './unfinished-runs.ts'

let folder = ''
let file = ''
test.beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'parts-'))
  file = path.join(folder, 'parts.ndjson')
})
test.afterEach(() => {
  rmSync(folder, { recursive: true })
})

const slos = [
  exampleSlo('p(90)<200', { id: 'ready', metric: 'ready' }),
  exampleSlo('p(90)<200', { id: 'latency', metric: 'latency' }),
]

const header: PartsHeader = {
  kind: 'header',
  version: PARTS_VERSION,
  pid: 4_000_000,
  startedAtMs: 1_763_733_600_000,
  machine: describeMachine('none'),
  asked: ['ready', 'latency'],
  options: {
    runId: '20261121T174606Z',
    slos,
    target: { name: 'reference', overrides: [] },
    settings: { PERF_AGENTS: '1000' },
    seeds: {},
    fleetmark: '1.0.0',
    declarations: { metrics: [], sections: [] },
  },
}

const atMs = header.startedAtMs

/** Parts of 50 values of `latency`, all of 20 ms, and of its errors. */
function latencyParts(): Part[] {
  const parts: Part[] = []
  const recording = new Recording(some => parts.push(...some))
  const latency = recording.histogram({ metric: 'latency', unit: 'ms', labels: {} })
  const errors = recording.tally({ metric: 'errors', unit: 'count', labels: {} })
  for (let value = 0; value < 50; value++) latency.record(20, atMs + value * 100)
  errors.bad('timeout', atMs, 1, 'GET /')
  recording.stop()
  return parts
}

const ready = { ...exampleMeasurement(samplesOf(times(20, 150))), metric: 'ready' }

const begun = (step: string): PartLine => ({
  kind: 'begun',
  step,
  name: `spec ${step}`,
  file: 'one.spec.ts',
  startMs: atMs + 1000,
})
const attached = (step: string, of: Extract<PartLine, { kind: 'attached' }>['attached']): PartLine => ({
  kind: 'attached',
  step,
  attached: of,
})

const write = (...lines: PartLine[]): void => {
  const parts = PartsFile.begin(file, header)
  for (const line of lines) parts.append(line)
  parts.close()
}

test('a line survives the disk, the counts of its histograms too', () => {
  const line: PartLine = { kind: 'parts', step: 'a', atMs, parts: latencyParts() }
  expect(readLine(writeLine(line))).toEqual(line)
  expect(readLine(writeLine(header))).toEqual(header)
  expect(readLine('{"kind":"parts","step":"a","par')).toBe(undefined)
})

test('a spec that was cut short counts as far as it went, with a doubt; one that ended as it handed over', async () => {
  write(
    begun('a'),
    attached('a', { kind: 'context', browser: 'Chromium 1', baseURL: 'http://127.0.0.1:1' }),
    attached('a', { kind: 'measurement', measurement: ready }),
    attached('a', { kind: 'fault', fault: { what: 'Redis killed', startMs: atMs } }),
    attached('a', { kind: 'finished' }),
    {
      kind: 'ended',
      step: 'a',
      result: {
        name: 'spec a',
        file: 'one.spec.ts',
        startMs: atMs,
        endMs: atMs + 2000,
        outcome: 'completed',
      },
    },
    begun('b'),
    { kind: 'parts', step: 'b', atMs: atMs + 5000, parts: latencyParts() },
    { kind: 'error', text: 'the disk is slow' },
  )
  const { report, problems } = await recoverRun(folder)
  expect(problems).toEqual([])
  expect(report.run).toMatchObject({
    id: '20261121T174606Z',
    status: 'interrupted',
    ok: false,
    endedAt: new Date(atMs + 5000).toISOString(),
  })
  expect(report.target.baseURL).toBe('http://127.0.0.1:1')
  expect(report.faults).toEqual([{ what: 'Redis killed', startMs: atMs }])
  expect(report.errors).toEqual(['the disk is slow'])
  expect(report.steps).toMatchObject([
    { name: 'spec a', outcome: 'completed' },
    {
      name: 'spec b',
      outcome: 'interrupted',
      endMs: atMs + 5000,
      message: expect.stringContaining('cut short') as unknown,
    },
  ])
  expect(report.judgements).toMatchObject([
    { id: 'ready', verdict: 'PASS' },
    {
      id: 'latency',
      verdict: 'INVALID',
      n: 50,
      observed: 20.015,
      because: expect.stringContaining('ended early, at') as unknown,
    },
  ])
  expect(report.measurements.map(({ metric, doubts }) => [metric, doubts])).toEqual([
    ['ready', []],
    ['latency', [{ kind: 'cut-short', atMs: atMs + 5000 }]],
    ['errors', [{ kind: 'cut-short', atMs: atMs + 5000 }]],
  ])
})

test('what a workload handed back stands for its parts, and parts that came after it are those of the next', async () => {
  const parts: PartLine = { kind: 'parts', step: 'a', atMs: atMs + 5000, parts: latencyParts() }
  const none = new BlockHistogram().toData()
  const measurement: Measurement = { ...exampleMeasurement(none), metric: 'latency', labels: {}, doubts: [] }
  write(begun('a'), parts, attached('a', { kind: 'measurement', measurement }))
  const counts = async () =>
    (await recoverRun(folder)).report.measurements
      .filter(({ metric }) => metric === 'latency')
      .map(({ data }) => (data.kind === 'histogram' ? data.n : 0))
  expect(await counts()).toEqual([0])
  appendFileSync(file, writeLine(parts))
  expect(await counts()).toEqual([0, 50])
})

test('half a line at the end is left out, and nothing else', async () => {
  write(begun('a'), attached('a', { kind: 'measurement', measurement: ready }), {
    kind: 'parts',
    step: 'a',
    atMs: atMs + 5000,
    parts: latencyParts(),
  })
  const { length } = readFileSync(file)
  truncateSync(file, length - 30)
  const { report, problems } = await recoverRun(folder)
  expect(problems).toEqual([])
  expect(report.measurements.map(({ metric }) => metric)).toEqual(['ready'])
})

test('a line in the middle that cannot be read is told', async () => {
  write(begun('a'))
  appendFileSync(file, 'half a l\n')
  appendFileSync(file, writeLine(attached('a', { kind: 'measurement', measurement: ready })))
  const { report, problems } = await recoverRun(folder)
  expect(problems).toEqual([`1 line of ${file} can't be read and is left out.`])
  expect(report.measurements).toHaveLength(1)
})

test('a file that is empty, of another version, without a header or not there is a sentence', async () => {
  writeFileSync(file, '')
  await expect(readParts(file)).rejects.toThrow('is empty: the run ended before it began to measure')
  writeFileSync(file, writeLine({ ...header, version: 7 as 2 }))
  await expect(readParts(file)).rejects.toThrow(
    'is of version 7, and this release reads version 2: use the release that wrote it.',
  )
  writeFileSync(file, writeLine(begun('a')))
  await expect(readParts(file)).rejects.toThrow('does not begin with a header')
  writeFileSync(file, writeLine(header).slice(0, 100))
  await expect(readParts(file)).rejects.toThrow('its first line was cut')
  rmSync(file)
  await expect(readParts(file)).rejects.toMatchObject({
    code: 'ERR_PARTS',
    message: expect.stringContaining("can't be read"),
  })
})

test('a disk that is full is told once, and ends nothing', () => {
  test.skip(process.platform !== 'linux', '/dev/full is a file of Linux')
  const told: string[] = []
  const parts = PartsFile.join('/dev/full', sentence => told.push(sentence))
  for (let line = 0; line < 3; line++) parts.append(begun('a'))
  parts.close()
  expect(told).toEqual([expect.stringMatching(/^\/dev\/full can't be written \(ENOSPC.*Free the disk/)])
})

test('of a disk that fills while a run goes on, all is read that was written whole', async () => {
  const disk = path.join(folder, 'disk')
  mkdirSync(disk)
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', disk])
  test.skip(mounted.status !== 0, 'Only root on Linux can make a disk of 64 kB.')
  try {
    const told: string[] = []
    const small = path.join(disk, 'run', 'parts.ndjson')
    const tell = (sentence: string): void => void told.push(sentence)
    const began = PartsFile.begin(small, header, tell)
    const parts = PartsFile.join(small, tell)
    let written = 0
    for (; told.length === 0; written++) parts.append(begun(`${written}`))
    // The run goes on, and is told nothing again: neither by this spec, nor by the next, nor by who began it.
    for (const one of [parts, PartsFile.join(small, tell), began]) {
      one.append({ kind: 'error', text: 'later than all that has found room on the disk' })
      one.close()
    }
    expect(told).toEqual([expect.stringMatching(/parts\.ndjson can't be written \(ENOSPC.*Free the disk/)])
    const { steps, problems } = await readParts(small)
    expect([...steps.keys()]).toEqual(Array.from({ length: steps.size }, (_, step) => `${step}`))
    // Of the last line all but its end may have found room.
    expect([written - 1, written]).toContain(steps.size)
    expect(problems).toEqual([])
  } finally {
    spawnSync('umount', [disk])
  }
})

test('a file that nobody began is not begun by who joins it', () => {
  const told: string[] = []
  const parts = PartsFile.join(file, sentence => told.push(sentence))
  parts.append(begun('a'))
  expect(() => readFileSync(file)).toThrow('ENOENT')
  expect(told).toEqual([])
})

test('runs that ended without a report are found, not those that go on or have one', () => {
  const runs = { gone: 4_000_000, older: 4_000_001, goes: 17, reported: 4_000_002 }
  for (const [name, pid] of Object.entries(runs)) {
    mkdirSync(path.join(folder, name))
    writeFileSync(path.join(folder, name, 'parts.ndjson'), writeLine({ ...header, pid }))
  }
  writeFileSync(path.join(folder, 'reported/report.json'), '{}')
  mkdirSync(path.join(folder, 'empty'))
  writeFileSync(path.join(folder, 'empty/parts.ndjson'), '')
  const found = unfinishedRuns(folder, pid => pid === 17)
  expect(found).toEqual([path.join(folder, 'gone'), path.join(folder, 'older')])
  expect(runsUnderWay(folder, pid => pid === 17)).toEqual([path.join(folder, 'goes')])
  expect(tellUnfinished(found)).toBe(
    `2 runs ended without a report, older last. Make it of what was measured: npm run judge -- ${path.join(folder, 'older')}\n`,
  )
  expect(tellUnfinished(found.slice(0, 1))).toContain(
    'The run gone ended without a report. Make it of what was measured: npm run judge -- ',
  )
  expect(tellUnfinished([])).toBe('')
  expect(unfinishedRuns(path.join(folder, 'nowhere'))).toEqual([])
})
