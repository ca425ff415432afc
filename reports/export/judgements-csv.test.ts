import { expect, test } from '@playwright/test'
import { exampleJudgement } from '../judge/testing/example-evidence.ts'
import type { Judgement } from '../judge/slo.ts'
import { sampleReport } from '../viewer/testing/sample-report.ts'
import { withSampleTrend } from '../viewer/testing/sample-trend.ts'
import { writeJudgements } from './judgements-csv.ts'

/** Reads CSV as RFC 4180 has it. */
function parse(text: string): string[][] {
  expect(text.endsWith('\r\n')).toBe(true)
  const cells = [...text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g)]
  expect(cells.map(([whole]) => whole).join('')).toBe(text)
  const rows: string[][] = [[]]
  for (const [, quoted, plain, end] of cells) {
    rows.at(-1)?.push(quoted?.replaceAll('""', '"') ?? plain ?? '')
    if (end === '\r\n') rows.push([])
  }
  return rows.slice(0, -1)
}

/** The one row of a run, by its columns. */
function written(judgement: Judgement): Record<string, string> {
  const [heads = [], cells = [], ...others] = parse(
    writeJudgements({ ...sampleReport(), judgements: [judgement] }),
  )
  expect(others).toEqual([])
  expect(cells).toHaveLength(heads.length)
  return Object.fromEntries(heads.map((head, index) => [head, cells[index] ?? '']))
}

test('a row has what the SLO asks and what was judged, numbers as they are', () => {
  const labels = { endpoint: 'GET /a, b', agents: '1000' }
  expect(written(exampleJudgement({ labels, observed: -0.123456789, verdict: 'FAIL' }))).toEqual({
    id: 'api.latency',
    metric: 'm',
    labels: 'endpoint=GET /a, b; agents=1000',
    level: 'error',
    statistic: 'p(95)',
    operator: '<',
    limit: '200',
    unit: 'ms',
    value: '-0.123456789',
    n: '1000',
    verdict: 'FAIL',
    confidence: '0.97',
    baseline: '',
    change: '',
    change_of: '',
    change_verdict: '',
    change_chance: '',
    trend: '',
  })
})

test('what has no data is empty', () => {
  const { observed: _, confidence: __, ...blank } = exampleJudgement({ verdict: 'NO_DATA', n: 0 })
  expect(written(blank)).toMatchObject({ value: '', confidence: '', n: '0', verdict: 'NO_DATA' })
})

test('each judgement has its row, with its change and its trend', () => {
  const report = withSampleTrend(sampleReport())
  const [first] = report.judgements
  if (!first) throw new Error('the sample has no judgement')
  const { name, title, metric, labels, unit } = first
  const [heads = [], ...rows] = parse(
    writeJudgements({
      ...report,
      comparison: {
        baseline: { name: 'main', runs: ['a'], savedAt: '2025-01-01T00:00:00.000Z' },
        differences: [],
        rows: [
          {
            name,
            title,
            metric,
            labels,
            unit,
            statistic: 'p(95)',
            because: '',
            before: 100,
            change: { estimate: 0.2, low: 0.15, high: 0.25, of: 'figure' },
            chance: 0.2,
            verdict: 'REGRESSED',
          },
        ],
      },
    }),
  )
  expect(rows).toHaveLength(report.judgements.length)
  const at = (column: string): string | undefined => rows[0]?.[heads.indexOf(column)]
  expect(['baseline', 'change', 'change_of', 'change_verdict', 'change_chance'].map(at)).toEqual([
    '100',
    '0.2',
    'figure',
    'REGRESSED',
    '0.2',
  ])
  expect(at('trend')).toContain('This run is')
})

const HOSTILE: [what: string, text: string, cell: string | RegExp][] = [
  ['a formula', '=HYPERLINK("http://evil.example")', `'=HYPERLINK("http://evil.example")`],
  ['a sum', '+1+cmd|calc', `'+1+cmd|calc`],
  ['a difference', '-2+3', `'-2+3`],
  ['a name', '@SUM(A1)', `'@SUM(A1)`],
  ['a formula behind blanks', '  =1', `'  =1`],
  ['a tab before a formula', '\t=1', /^\\u\{9\}=1 /],
  ['a line break', 'a\r\nb', /^a\\u\{d\}\\u\{a\}b /],
  ['quotes and commas', 'a"b,c', 'a"b,c'],
  ['a mark of writing direction', 'a\u202Eb', /^a\\u\{202e\}b /],
  ['10,000 characters', 'x'.repeat(10_000), /^x{900,985}… [\da-f]{12}$/],
]
for (const [what, text, cell] of HOSTILE) {
  test(`${what} stays a text in one cell`, () => {
    const { metric } = written(exampleJudgement({ metric: text }))
    if (typeof cell === 'string') expect(metric).toBe(cell)
    else expect(metric).toMatch(cell)
  })
}
