import { expect, test } from '@playwright/test'
import { exampleJudgement } from '../judge/testing/example-evidence.ts'
import { VERDICTS } from '../judge/slo.ts'
import { sampleReport } from '../viewer/testing/sample-report.ts'
import { withSampleTrend } from '../viewer/testing/sample-trend.ts'
import { writeMarkdown } from './markdown.ts'

/** The cells of each row of the table, read as GitHub does: a bar after a backslash is text. */
const rowsOf = (markdown: string): string[][] =>
  markdown
    .split('\n')
    .filter(line => line.startsWith('|'))
    .slice(2)
    .map(line =>
      line
        .split(/(?<!\\)\|/)
        .slice(1, -1)
        .map(cell => cell.trim()),
    )

test('a row an SLO, the worst first, each with seven cells', () => {
  const rows = rowsOf(writeMarkdown(sampleReport()))
  expect(rows).toHaveLength(sampleReport().judgements.length)
  expect(rows.map(row => row.length)).toEqual(rows.map(() => 7))
  const order = rows.map(([verdict]) => VERDICTS.findIndex(one => verdict?.startsWith(one)))
  expect(order).toEqual(order.toSorted((a, b) => a - b))
})

test('bars and line breaks in names and reasons do not break the table', () => {
  const judgements = [exampleJudgement({ name: 'api (a|b)', because: 'one\ntwo | three' })]
  expect(rowsOf(writeMarkdown({ ...sampleReport(), judgements }))).toEqual([
    ['PASS', String.raw`api (a\|b)`, '`p(95)<200`', '84 ms', '1000', '0.97', String.raw`one two \| three`],
  ])
})

test('who made the load is told where it was not the machine of the run', () => {
  const report = sampleReport()
  expect(writeMarkdown(report)).toContain('\nLoad was shared by 2 workers on 2 hosts. Their clocks are known')
  expect(writeMarkdown({ ...report, machines: [] })).not.toContain('workers')
})

test('what a target sent is text, not HTML', () => {
  const judgements = [exampleJudgement({ because: 'It reads <b>12</b>.' })]
  const report = { ...sampleReport(), judgements, errors: ['<script> is not JSON'] }
  expect(rowsOf(writeMarkdown(report))[0]?.[6]).toBe('It reads &lt;b>12&lt;/b>.')
  expect(writeMarkdown(report)).toContain('- &lt;script> is not JSON')
})

test('what has no data has dashes, and a warning is marked as one', () => {
  const {
    confidence: _,
    observed: __,
    ...blank
  } = exampleJudgement({ verdict: 'NO_DATA', level: 'warn', n: 0 })
  const [row] = rowsOf(writeMarkdown({ ...sampleReport(), judgements: [blank] }))
  expect(row?.slice(0, 6)).toEqual(['NO_DATA (warn)', 'api.latency', '`p(95)<200`', '–', '0', '–'])
})

test('the verdict, the target, its overrides and all problems are told before the table', () => {
  const report = sampleReport()
  const head = writeMarkdown(report).split('| Verdict')[0] ?? ''
  expect(head).toContain(`# Fleetmark: ${report.run.headline}`)
  expect(head).toContain('Target reference platform at http://127.0.0.1:4100')
  expect(head).toContain('5 min 00 s, interrupted.')
  for (const text of [...report.target.overrides, ...report.errors]) expect(head).toContain(text)
  expect(head).toContain('- messages: The run was stopped by SIGINT after 7 s of 60 s.')
})

test('a run without problems has no section of them', () => {
  const report = { ...sampleReport(), errors: [], steps: [] }
  expect(writeMarkdown(report)).not.toContain('## Problems')
})

test('the last line says how the instruments are known to measure', () => {
  const { calibration: _, ...without } = sampleReport()
  const last = (markdown: string): string | undefined => markdown.trimEnd().split('\n').at(-1)
  expect(last(writeMarkdown(sampleReport()))).toMatch(/^Calibration: All 7 numbers are within their bounds\./)
  expect(last(writeMarkdown(without))).toBe('Calibration: Not calibrated on this machine: npm run calibrate.')
})

test('failed requests are explained after the table, and what a target sent is text there too', () => {
  const report = sampleReport()
  const after = writeMarkdown(report).split('## Failed requests')[1] ?? ''
  expect(after).toContain('- timeout, 6 times (GET /api/export). The answer was not complete')
  const [measurement] = report.measurements.filter(({ metric }) => metric === 'api.errors')
  if (measurement?.data.kind !== 'tally') throw new Error('the sample has no tally of errors')
  const data = { ...measurement.data, causes: { '<b>\u001B[31m': 1 } }
  const markdown = writeMarkdown({ ...report, measurements: [{ ...measurement, data }] })
  expect(markdown).toContain('- &lt;b>\\u{1b}[31m, 1 time (')
  expect(writeMarkdown({ ...report, measurements: [] })).not.toContain('## Failed requests')
})

const hostile: [what: string, text: string, isNot: RegExp][] = [
  ['an image', '![x](http://evil.example/beacon.png)', /(?<!\\)\]\(/],
  ['a link', '[click](http://evil.example)', /(?<!\\)\]\(/],
  ['a link behind a backslash', String.raw`\[click\](http://evil.example)`, /(?<=(?<!\\)(\\\\)*)\]\(/],
  ['an element', '<img src=x onerror=alert(1)>', /<img/],
  // oxlint-disable-next-line no-control-regex -- it is what must not be there
  ['a control character', '\u001B[2Jcleared', /\u001B/],
  ['a mark of writing direction', 'a\u202Eb', /\u202E/],
  ['a heading', 'one\n# FAILED\ntwo', /^# FAILED/m],
  ['code without an end', 'a `b c', /(?<!\\)`b/],
  ['code of more than a word', 'a `b <i>` c', /(?<!\\)`b/],
  ['the name of a person', 'ask @admin', /@admin/],
  ['an issue', 'see #12', /#12/],
  ['emphasis', 'so **bold** and ~~gone~~', /\*\*bold|~~gone/],
  ['a comment', '<!-- hidden -->', /<!--/],
]
for (const [what, text, isNot] of hostile) {
  test(`${what} that a target sends is text`, () => {
    const report = sampleReport()
    report.errors = [text]
    report.target.name = text
    const [judgement] = report.judgements
    report.target.baseURL = `http://x/${text}`
    report.run.beside = [text]
    if (judgement) judgement.because = judgement.name = text
    expect(writeMarkdown(report)).not.toMatch(isNot)
  })
}

test('a field that a sentence of our own names stays code', () => {
  const report = { ...sampleReport(), errors: ['Give the target a `login`, or `headers`.'] }
  expect(writeMarkdown(report)).toContain('- Give the target a `login`, or `headers`.')
})

const LONG = `${'<b>|@x*'.repeat(1500)}\u202E`

test('a run of 500 SLOs whose names, reasons and errors are 10,000 characters fits a comment, and says what is left out', () => {
  const report = sampleReport()
  const judgements = Array.from({ length: 500 }, (_, index) =>
    exampleJudgement({
      id: `slo-${index}`,
      name: `${index} ${LONG}`,
      because: LONG,
      verdict: index < 3 ? 'FAIL' : 'PASS',
    }),
  )
  const texts = Array.from({ length: 100 }, () => LONG)
  const markdown = writeMarkdown({
    ...report,
    run: { ...report.run, headline: LONG, beside: texts },
    target: { name: LONG, baseURL: LONG, overrides: texts },
    judgements,
    errors: texts,
    comparison: {
      baseline: { name: LONG, runs: ['a'], savedAt: '2025-01-01T00:00:00.000Z' },
      differences: [],
      rows: judgements.map(({ name, title, metric, labels, unit }) => ({
        name,
        title,
        metric,
        labels,
        unit,
        statistic: 'p(95)',
        verdict: 'REGRESSED',
        because: LONG,
      })),
    },
  })
  expect(markdown.length).toBeLessThanOrEqual(65_536)
  const rows = rowsOf(markdown)
  expect(rows.slice(0, 4).map(([verdict]) => verdict)).toEqual(['FAIL', 'FAIL', 'FAIL', 'PASS'])
  expect(markdown).toContain(
    `${500 - rows.length} more rows do not fit: judgements.csv and the report have all.`,
  )
  expect(markdown).toMatch(/^- 4\d\d more: see the report\.$/m)
  expect(markdown).toContain('Calibration: ')
})

test('what moved over the runs is told before the table, each in a line', () => {
  const markdown = writeMarkdown(withSampleTrend(sampleReport()))
  const before = markdown.split('| Verdict')[0] ?? ''
  expect(before).toMatch(/^24 runs of this kind since 29 Oct: 1 odd, 1 worse, 1 better, /m)
  expect(before).toMatch(
    /^- odd: .*This run is slower than the 23 before, \+100 %\. .*run it a second time\.$/m,
  )
  expect(before).toMatch(/^- worse: .*Slower since 13 Nov, \+25 %\.$/m)
  expect(writeMarkdown(sampleReport())).not.toContain('## Trend')
})
