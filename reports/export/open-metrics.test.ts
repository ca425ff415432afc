import { expect, test } from '@playwright/test'
import { exampleJudgement, exampleMeasurement, tallyOf } from '../judge/testing/example-evidence.ts'
import type { RunReport } from '../run-report.ts'
import { sampleReport } from '../viewer/testing/sample-report.ts'
import { writeOpenMetrics } from './open-metrics.ts'

interface Sample {
  name: string
  labels: Record<string, string>
  value: number
}

// The grammar of OpenMetrics 1.0 (its ABNF), as far as gauges without times and exemplars go.
const TYPE = /^# TYPE ([a-zA-Z_:][\w:]*) gauge$/
const UNIT = /^# UNIT ([a-zA-Z_:][\w:]*) ([\w:]+)$/
const HELP = /^# HELP ([a-zA-Z_:][\w:]*) (?:[^\n\\"]|\\[\\"n])*$/
const SAMPLE = /^([a-zA-Z_:][\w:]*)\{(.*)\} (-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)$/
const LABEL = /([a-zA-Z_]\w*)="((?:[^"\\\n]|\\[\\"n])*)"(,|$)/y

/** Of thousands of lines: an `expect` for each would take half a minute. @throws Error with what is wrong */
function must(isRight: boolean, what: string): void {
  if (!isRight) throw new Error(what)
}

/** Reads a text by the grammar and by what it says of families: in one piece each, no figure twice. */
function parse(text: string): Sample[] {
  expect(text.endsWith('# EOF\n')).toBe(true)
  const samples: Sample[] = []
  const families = new Set<string>()
  const seen = new Set<string>()
  let family = ''
  for (const line of text.slice(0, -'# EOF\n'.length).split('\n').slice(0, -1)) {
    const [, typed] = TYPE.exec(line) ?? []
    if (typed !== undefined) {
      must(!families.has(typed), `twice: ${line}`)
      families.add((family = typed))
      continue
    }
    const [, described] = UNIT.exec(line) ?? HELP.exec(line) ?? []
    const [, , unit] = UNIT.exec(line) ?? []
    if (unit !== undefined) must(family.endsWith(`_${unit}`), `${family}: ${line}`)
    if (described !== undefined) {
      must(described === family, `${family}: ${line}`)
      continue
    }
    const [, name = '', inner = '', value] = SAMPLE.exec(line) ?? [line]
    must(name === family, `${family}: ${line}`)
    const labels: Record<string, string> = {}
    for (LABEL.lastIndex = 0; LABEL.lastIndex < inner.length;) {
      const found = LABEL.exec(inner)
      const [, label = '', escaped = ''] = found ?? []
      must(label !== '', `no labels: ${inner}`)
      must(!(label in labels), `a label twice: ${inner}`)
      labels[label] = escaped.replaceAll(/\\(.)/g, (_, letter: string) => (letter === 'n' ? '\n' : letter))
    }
    const key = JSON.stringify([name, Object.entries(labels).toSorted(([a], [b]) => (a < b ? -1 : 1))])
    must(!seen.has(key), `a figure twice: ${key}`)
    seen.add(key)
    samples.push({ name, labels, value: Number(value) })
  }
  return samples
}

test('the figures of a run can be read by the grammar, each with its run and target', () => {
  const report = sampleReport()
  const samples = parse(writeOpenMetrics(report))
  expect(new Set(samples.map(({ labels }) => `${labels['run']} ${labels['target']}`))).toEqual(
    new Set([`${report.run.id} reference platform`]),
  )
  const [first] = report.judgements
  const of = (name: string): Sample[] =>
    samples.filter(one => one.name === name && one.labels['slo'] === first?.name)
  expect(of('fleetmark_slo_observed').map(({ value }) => value)).toEqual([first?.observed])
  expect(of('fleetmark_slo_limit').map(({ value }) => value)).toEqual([first?.limit])
  expect(of('fleetmark_slo_verdict').map(({ labels, value }) => [labels['verdict'], value])).toEqual([
    ['FAIL', first?.verdict === 'FAIL' ? 1 : 0],
    ['INVALID', 0],
    ['INCONCLUSIVE', 0],
    ['NO_DATA', 0],
    ['PASS', first?.verdict === 'PASS' ? 1 : 0],
  ])
  expect(samples.find(({ name }) => name === 'fleetmark_run_ok')?.value).toBe(0)
})

test('times are in seconds, with the labels that they were measured with', () => {
  const report = sampleReport()
  const curve = report.curves.find(({ metric }) => metric === 'api.latency')
  const p95 = curve?.percentiles.find(([percentile]) => percentile === 95)?.[1] ?? Number.NaN
  const found = parse(writeOpenMetrics(report)).find(
    ({ name, labels }) =>
      name === 'fleetmark_api_latency_seconds' &&
      labels['endpoint'] === curve?.labels['endpoint'] &&
      labels['percentile'] === '95',
  )
  expect(found?.value).toBeCloseTo(p95 / 1000, 9)
})

const only = (more: Partial<RunReport>): RunReport => ({
  ...sampleReport(),
  curves: [],
  measurements: [],
  judgements: [],
  ...more,
})

test('events are counted as good and bad ones, and two workloads of the same labels are told apart', () => {
  const tally = exampleMeasurement(tallyOf([[10, 3]]), {
    metric: 'api.errors',
    labels: { run: 'a', 'x-y': 'b' },
  })
  const samples = parse(writeOpenMetrics(only({ measurements: [tally, tally] })))
  const events = samples.filter(({ name }) => name === 'fleetmark_api_errors_events')
  expect(events.map(({ labels, value }) => [labels['outcome'], labels['part'], value])).toEqual([
    ['good', undefined, 7],
    ['bad', undefined, 3],
    ['good', '2', 7],
    ['bad', '2', 3],
  ])
  expect(events[0]?.labels).toMatchObject({ label_run: 'a', x_y: 'b' })
})

test('what a target calls things is text of bounded length, and two names stay two', () => {
  const long = 'y'.repeat(10_000)
  const names = [`a"b\\c\nd`, `a\u202Eb`, `a\\u{202e}b`, `${long}1`, `${long}2`]
  const report = only({ judgements: names.map(name => exampleJudgement({ name })) })
  const text = writeOpenMetrics(report)
  const read = parse(text).filter(({ name }) => name === 'fleetmark_slo_observed')
  expect(new Set(read.map(({ labels }) => labels['slo'])).size).toBe(names.length)
  expect(read[0]?.labels['slo']).toMatch(/^a"b\\c\\u\{a\}d /)
  expect(text).not.toContain('\u202E')
  for (const { labels } of read) expect(labels['slo']?.length).toBeLessThanOrEqual(200)
})

test('a figure that is not there is left out', () => {
  const { observed: _, confidence: __, ...blank } = exampleJudgement({ verdict: 'NO_DATA', n: 0 })
  const names = parse(writeOpenMetrics(only({ judgements: [blank] }))).map(({ name }) => name)
  expect(names).not.toContain('fleetmark_slo_observed')
  expect(names).not.toContain('fleetmark_slo_confidence_ratio')
  expect(names).toContain('fleetmark_slo_values')
})

test('what a target calls a metric is shown on one line, of what is drawn, up to 300 characters', () => {
  const report = sampleReport()
  const [metric] = report.metrics.filter(({ name }) => name === 'api.latency')
  if (!metric) throw new Error('the sample has no latency')
  metric.title = `a\u202Eb\rc${'x'.repeat(10_000)}`
  const help = writeOpenMetrics(report)
    .split('\n')
    .find(line => line.startsWith('# HELP fleetmark_api_latency_seconds '))
  expect(help).toMatch(/^# HELP \S+ a\\\\u\{202e\}b\\\\u\{d\}cx+…$/)
  expect(help?.length).toBeLessThan(350)
})
