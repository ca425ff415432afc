import { expect, test } from '@playwright/test'
import { convert } from 'xmlbuilder2'
import { exampleJudgement } from '../judge/testing/example-evidence.ts'
import { VERDICTS } from '../judge/slo.ts'
import type { Judgement } from '../judge/slo.ts'
import type { RunReport } from '../run-report.ts'
import { sampleReport } from '../viewer/testing/sample-report.ts'
import { writeJunit } from './junit.ts'

interface Node {
  name: string
  attributes: Record<string, string>
  children: Node[]
  text: string
}

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', amp: '&' }

/** The parser leaves the entities of attributes as they are. */
const decoded = (text: string): string =>
  text.replaceAll(/&(\w+);/g, (entity, name: string) => ENTITIES[name] ?? entity)

/** Reads XML back as a tree. */
function parse(xml: string): Node {
  const read = (name: string, value: unknown): Node => {
    const node: Node = { name, attributes: {}, children: [], text: '' }
    if (typeof value === 'string') return { ...node, text: value }
    for (const [key, each] of Object.entries((value ?? {}) as Record<string, unknown>)) {
      if (key.startsWith('@')) node.attributes[key.slice(1)] = decoded(String(each))
      else if (key === '#') node.text = String(each)
      else for (const one of [each].flat()) node.children.push(read(key, one))
    }
    return node
  }
  return read('testsuites', (convert(xml, { format: 'object' }) as Record<string, unknown>)['testsuites'])
}

const suitesOf = (report: RunReport): Node[] => parse(writeJunit(report)).children
const casesOf = (suite: Node | undefined): Node[] =>
  suite?.children.filter(({ name }) => name === 'testcase') ?? []
const complete = (judgements: Judgement[], more: Partial<RunReport['run']> = {}): RunReport => {
  const sample = sampleReport()
  const run: RunReport['run'] = { ...sample.run, status: 'complete', ok: true, ...more }
  return { ...sample, judgements, errors: [], steps: [], run }
}
const outcomeOf = (judgement: Judgement): string => {
  const [, suite] = suitesOf(complete([judgement]))
  const kinds = casesOf(suite)[0]?.children.map(({ name }) => name) ?? []
  return kinds.find(kind => kind !== 'system-out') ?? 'passed'
}

test('a test case an SLO, in a suite a section, with counts that add up', () => {
  const report = sampleReport()
  const root = parse(writeJunit(report))
  const cases = root.children.slice(1).flatMap(casesOf)
  expect(new Set(cases.map(({ attributes }) => attributes['name']))).toEqual(
    new Set(report.judgements.map(({ name }) => name)),
  )
  expect(cases).toHaveLength(report.judgements.length)
  for (const key of ['tests', 'failures', 'errors', 'skipped']) {
    const sum = root.children.reduce((all, { attributes }) => all + Number(attributes[key]), 0)
    expect(Number(root.attributes[key])).toBe(sum)
  }
  expect(Number(root.attributes['tests'])).toBe(report.judgements.length + 1)
  expect(Number(root.attributes['time'])).toBe(300)
})

test('a verdict is what JUnit can say of it, and what only warns fails nobody', () => {
  expect(VERDICTS.map(verdict => [verdict, outcomeOf(exampleJudgement({ verdict }))])).toEqual([
    ['FAIL', 'failure'],
    ['INVALID', 'error'],
    ['INCONCLUSIVE', 'error'],
    ['NO_DATA', 'error'],
    ['PASS', 'passed'],
  ])
  for (const verdict of VERDICTS) {
    const kind = verdict === 'PASS' ? 'passed' : 'skipped'
    expect(outcomeOf(exampleJudgement({ verdict, level: 'warn' }))).toBe(kind)
  }
})

const isRed = (report: RunReport): boolean => {
  const { attributes } = parse(writeJunit(report))
  return Number(attributes['failures']) + Number(attributes['errors']) > 0
}

test('a run that passed is green, and one that did not is red, whatever the reason', () => {
  const pass = exampleJudgement()
  const comparison: RunReport['comparison'] = {
    baseline: { name: 'main', runs: ['a'], savedAt: '2026-11-26T00:00:00.000Z' },
    differences: [],
    rows: [
      {
        name: 'api.latency',
        title: 'API latency',
        metric: 'm',
        labels: {},
        unit: 'ms',
        statistic: 'p(95)',
        verdict: 'REGRESSED',
        because: 'It got worse.',
      },
    ],
  }
  const settings = { PERF_REGRESSION: 'error' }
  expect(isRed(complete([pass]))).toBe(false)
  expect(isRed({ ...complete([pass]), comparison })).toBe(false)
  expect(isRed({ ...complete([pass], { ok: false, settings }), comparison })).toBe(true)
  expect(isRed(complete([], { ok: false }))).toBe(true)
  const warned = exampleJudgement({ verdict: 'NO_DATA', level: 'warn' })
  expect(isRed(complete([warned], { ok: false }))).toBe(true)
  expect(isRed(complete([pass], { ok: false, status: 'interrupted' }))).toBe(true)
})

test('names and sentences of a target are text, and of bounded length', () => {
  const name = `<b>"x"</b> & ]]> \u0000\u001B\u202E\uD800 ${'y'.repeat(10_000)}`
  const report = complete([exampleJudgement({ name, because: name, verdict: 'FAIL' })])
  report.target.name = name
  const xml = writeJunit(report)
  // oxlint-disable-next-line no-control-regex -- it is what must not be there
  expect(xml).not.toMatch(/[\u0000-\u0008\u000B-\u001F\u202E\uD800-\uDFFF]/)
  expect(xml.length).toBeLessThan(10_000)
  const [, suite] = suitesOf(report)
  const [first] = casesOf(suite)
  expect(first?.attributes['name']).toMatch(
    /^<b>"x"<\/b> & \]\]> \\u\{0\}\\u\{1b\}\\u\{202e\}\\u\{d800\} y+…$/,
  )
  expect(first?.children[0]?.attributes['message']).toContain('<b>')
})

test('each suite says which run and which target it is of', () => {
  for (const suite of suitesOf(sampleReport())) {
    const [properties] = suite.children
    expect(properties?.children.map(({ attributes }) => attributes)).toContainEqual({
      name: 'run',
      value: sampleReport().run.id,
    })
  }
})
