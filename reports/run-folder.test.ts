import { spawnSync } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { gunzipSync } from 'node:zlib'
import { expect, test } from '@playwright/test'
import { writeCsv } from './export/csv.ts'
import { writeJudgements } from './export/judgements-csv.ts'
import { writeJunit } from './export/junit.ts'
import { writeMarkdown } from './export/markdown.ts'
import { writeOpenMetrics } from './export/open-metrics.ts'
import type { RunReport } from './run-report.ts'
import { writeRun } from './run-folder.ts'
import { sampleReport } from './viewer/testing/sample-report.ts'

let scratch = ''
test.beforeEach(() => {
  scratch = mkdtempSync(path.join(tmpdir(), 'run-folder-'))
})
test.afterEach(() => {
  rmSync(scratch, { recursive: true })
  rmSync(temporary(), { recursive: true, force: true })
})

/** The folder that is fallen back on, for a run that is named after the scratch folder. */
const temporary = (): string => path.join(tmpdir(), `fleetmark-${path.basename(scratch)}`)

const text = (...parts: string[]): string => readFileSync(path.join(...parts), 'utf8')

/** The document that a page carries, read as a browser does. */
function embedded(page: string): RunReport {
  const start = page.indexOf('{"schemaVersion"')
  return JSON.parse(page.slice(start, page.indexOf('</script>', start))) as RunReport
}

test('a run leaves its page, its document, a summary and the samples of every measurement', () => {
  const report = sampleReport()
  const { folder, problems } = writeRun(path.join(scratch, 'results'), report, [])
  expect(problems).toEqual([])
  expect(folder).toBe(path.join(scratch, 'results', report.run.id))
  expect(readdirSync(folder).toSorted()).toEqual([
    'index.html',
    'judgements.csv',
    'junit.xml',
    'metrics.om',
    'report.json',
    'samples',
    'summary.md',
  ])
  expect(JSON.parse(text(folder, 'report.json'))).toEqual(JSON.parse(JSON.stringify(report)))
  expect(text(folder, 'summary.md')).toBe(writeMarkdown(report))
  expect(text(folder, 'judgements.csv')).toBe(writeJudgements(report))
  expect(text(folder, 'junit.xml')).toBe(writeJunit(report))
  expect(text(folder, 'metrics.om')).toBe(writeOpenMetrics(report))
  const samples = readdirSync(path.join(folder, 'samples')).toSorted()
  expect(samples).toHaveLength(report.measurements.length)
  for (const [index, measurement] of report.measurements.entries()) {
    const file = samples[index] ?? ''
    expect(file).toMatch(new RegExp(`^${String(index + 1).padStart(3, '0')}_.*\\.csv\\.gz$`))
    const written = gunzipSync(readFileSync(path.join(folder, 'samples', file))).toString()
    expect(written).toBe(writeCsv(measurement))
  }
})

test('a document longer than any string is written in pieces', () => {
  const report = sampleReport()
  const asOne = JSON.stringify(report)
  const longest = asOne.length / 4
  const { stringify } = JSON
  try {
    JSON.stringify = ((value: unknown) => {
      const json = stringify(value)
      if (json && json.length > longest) throw new RangeError('Invalid string length')
      return json
    }) as typeof stringify
    expect(writeRun(scratch, report, []).problems).toEqual([])
  } finally {
    JSON.stringify = stringify
  }
  expect(text(scratch, report.run.id, 'report.json')).toBe(asOne)
  expect(embedded(text(scratch, report.run.id, 'index.html')).run).toEqual(report.run)
})

test('latest is the run written last', () => {
  for (const id of ['first', 'second']) {
    const report = sampleReport()
    writeRun(scratch, { ...report, run: { ...report.run, id } }, [])
    expect(realpathSync(path.join(scratch, 'latest'))).toBe(realpathSync(path.join(scratch, id)))
  }
  expect(existsSync(path.join(scratch, 'first', 'report.json'))).toBe(true)
})

test('the page carries the document, and nothing in it can end the script', () => {
  const report = sampleReport()
  report.run.headline = "</script><script>alert(1)</script> costs $& or $' <!--"
  const { folder } = writeRun(scratch, report, [])
  const page = text(folder, 'index.html')
  expect(page).not.toContain('__REPORT__')
  expect(page).not.toContain('<script>alert(1)')
  const document = embedded(page)
  expect(document.run.headline).toBe(report.run.headline)
  const curve = (metric: string) =>
    [document, report].map(({ curves }) => curves.find(each => each.metric === metric))
  const [drawn, recorded] = curve('api.latency')
  expect(drawn).toEqual(recorded)
  const [whole, withCourse] = curve('api.service')
  expect(withCourse?.overTime).toHaveLength(44)
  expect(whole).toEqual({ ...withCourse, overTime: [] })
  const blocks = document.measurements.flatMap(({ data }) => (data.kind === 'histogram' ? data.blocks : []))
  expect(blocks).toEqual([])
})

test('files to keep are copied to their place', () => {
  const from = path.join(scratch, 'audit.html')
  writeFileSync(from, '<h1>audit</h1>')
  const { folder } = writeRun(scratch, sampleReport(), [{ from, to: 'lighthouse/dashboard-mobile.html' }])
  expect(text(folder, 'lighthouse/dashboard-mobile.html')).toBe('<h1>audit</h1>')
})

test('a file to keep that is gone is a problem in words, and the run is written all the same', () => {
  const report = sampleReport()
  report.run.id = path.basename(scratch)
  const gone = { from: path.join(scratch, 'gone.html'), to: 'lighthouse/gone.html' }
  const { folder, problems } = writeRun(scratch, report, [gone])
  expect(folder).toBe(path.join(scratch, report.run.id))
  expect(problems.join(' ')).toContain('gone.html')
  expect(existsSync(path.join(folder, 'index.html'))).toBe(true)
})

test('a results folder that cannot be written falls back to a temporary one, with the remedy', () => {
  const file = path.join(scratch, 'a-file')
  writeFileSync(file, '')
  const report = sampleReport()
  report.run.id = path.basename(scratch)
  const results = path.join(file, 'results')
  const { folder, problems } = writeRun(results, report, [])
  expect(folder).toBe(temporary())
  expect(problems).toHaveLength(1)
  expect(problems[0]).toContain(`The results folder ${results} can't be written`)
  expect(problems[0]).toContain(`The report is in ${folder} instead`)
  expect(problems[0]).toContain('set PERF_RESULTS to a folder that can be written')
  expect(embedded(text(folder, 'index.html')).run.id).toBe(report.run.id)
  expect(existsSync(path.join(folder, 'report.json'))).toBe(true)
})

test('a results folder whose disk is full keeps no half of a document, and the report is elsewhere', () => {
  const results = path.join(scratch, 'results')
  mkdirSync(results)
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=16k', 'tmpfs', results])
  test.skip(mounted.status !== 0, 'Only root on Linux can make a disk of 16 kB.')
  try {
    const report = sampleReport()
    report.run.id = path.basename(scratch)
    const { folder, problems } = writeRun(results, report, [])
    expect(folder).toBe(temporary())
    expect(problems[0]).toMatch(/can't be written \(ENOSPC.* The report is in .* instead: free disk space\.$/)
    expect(readdirSync(path.join(results, report.run.id))).not.toContain('report.json')
    expect(JSON.parse(text(folder, 'report.json'))).toMatchObject({ run: { id: report.run.id } })
  } finally {
    spawnSync('umount', [results])
  }
})

test('where nothing can be written at all, that is said, and nothing is thrown', () => {
  const file = path.join(scratch, 'a-file')
  writeFileSync(file, '')
  const report = sampleReport()
  report.run.id = path.basename(scratch)
  // A file stands where the temporary folder would be.
  writeFileSync(temporary(), '')
  const { problems } = writeRun(path.join(file, 'results'), report, [])
  expect(problems).toHaveLength(1)
  expect(problems[0]).toMatch(
    /can't be written .* so only the verdict above is left: set PERF_RESULTS to a folder/,
  )
})

test('what an export can not be made of is told as that, and takes nothing else along', () => {
  const report = sampleReport()
  report.run.id = path.basename(scratch)
  // As a document of another version that nobody brought up to this one.
  const { steps: _, ...rest } = report
  const { folder, problems } = writeRun(scratch, rest as typeof report, [])
  expect(folder).toBe(path.join(scratch, report.run.id))
  expect(problems.join('\n')).toMatch(
    /^summary\.md can't be made \(TypeError: .+ a fault of Fleetmark's, and not of the disk/m,
  )
  expect(problems.join('\n')).not.toMatch(/disk space|PERF_RESULTS/)
  for (const name of ['report.json', 'judgements.csv', 'metrics.om'])
    expect(existsSync(path.join(folder, name)), name).toBe(true)
})

test('a document that is none is told as that, and not as a full disk', () => {
  const report = sampleReport()
  report.run.id = path.basename(scratch)
  Object.assign(report.run, { ok: 1n })
  const { problems } = writeRun(scratch, report, [])
  expect(problems).toEqual([
    expect.stringMatching(/^report\.json can't be made \(TypeError: .*BigInt.* a fault of Fleetmark's/),
  ])
})
