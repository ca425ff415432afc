import { expect, test } from '@playwright/test'
import { exampleJudgement } from '../judge/testing/example-evidence.ts'
import type { Judgement } from '../judge/slo.ts'
import { VERDICTS } from '../judge/slo.ts'
import type { RunReport } from '../run-report.ts'
import { sampleReport } from '../viewer/testing/sample-report.ts'
import { sampleCalibration } from '../viewer/testing/sample-calibration.ts'
import { withSampleTrend } from '../viewer/testing/sample-trend.ts'
import { writeConsole } from './console.ts'

const written = (judgements: Judgement[], run: Partial<RunReport['run']> = {}): string => {
  const report = sampleReport()
  return writeConsole(
    { ...report, judgements, run: { ...report.run, ...run } },
    { report: 'perf-results/latest/index.html' },
  )
}
const tooLong = (text: string): string[] => text.split('\n').filter(line => line.length > 80)

test('no line of the sample run is longer than 80 columns', () => {
  expect(tooLong(writeConsole(sampleReport(), { report: 'perf-results/latest/index.html' }))).toEqual([])
})

test('no line is longer than 80 columns for long names and reasons, whatever the verdict', () => {
  const long = VERDICTS.flatMap(verdict =>
    (['error', 'warn'] as const).map(level =>
      exampleJudgement({
        verdict,
        level,
        name: 'a.very.long.name '.repeat(9),
        because: 'so many words '.repeat(40),
      }),
    ),
  )
  expect(tooLong(written(long, { headline: 'a long headline '.repeat(30) }))).toEqual([])
})

test('no line is longer than 80 columns for long observed values', () => {
  const wide = [
    exampleJudgement({ observed: 200_000 }),
    exampleJudgement({ observed: 7_500_000 }),
    exampleJudgement({ observed: 0.99999999, unit: 'ratio' }),
    exampleJudgement({ observed: 1_240_000, unit: 'per-second' }),
  ]
  expect(tooLong(written(wide))).toEqual([])
})

test('no line is longer than 80 columns for long objectives', () => {
  const wide = ['p(99.9)<100000', 'rate>=0.99999', 'p(97.5)<=2000.5'].map(objective =>
    exampleJudgement({ objective }),
  )
  expect(tooLong(written(wide))).toEqual([])
})

test('what does not pass says why, what passes is counted, and the worst is nearest to the prompt', () => {
  const text = written([
    exampleJudgement({ title: 'Bad one', verdict: 'FAIL', because: 'It is too slow.' }),
    exampleJudgement({ title: 'Odd one', verdict: 'INCONCLUSIVE', because: 'Nobody knows.' }),
    exampleJudgement({ title: 'Good one', because: 'It is fast.' }),
  ])
  expect(text).toMatch(
    /^INCONCLUSIVE Odd one[^\n]*\n {6}Nobody knows\.\nFAIL Bad one[^\n]*\n {6}It is too slow\.$/m,
  )
  expect(text).not.toMatch(/It is fast|Good one/)
  expect(text).toMatch(/^1 passed$/m)
})

test('what several did not pass for is told once, below the last of them', () => {
  const late = { verdict: 'INVALID', because: 'The load generator was late.' } as const
  const text = written([
    exampleJudgement({ title: 'First', ...late }),
    exampleJudgement({ title: 'Odd one', verdict: 'INVALID', because: 'Nobody knows.' }),
    exampleJudgement({ title: 'Second', ...late }),
  ])
  expect(text).toMatch(
    /^INVALID First[^\n]*\nINVALID Second[^\n]*\n {6}The load generator was late\.\nINVALID Odd one[^\n]*\n {6}Nobody knows\.$/m,
  )
})

test('a warning that does not pass stands in brackets', () => {
  expect(written([exampleJudgement({ verdict: 'FAIL', level: 'warn' })])).toContain('(FAIL)')
  expect(written([exampleJudgement({ level: 'warn' })])).not.toContain('(PASS)')
})

test('the end says whether the run passed, why it may be short, and where the report is', () => {
  expect(written([], { ok: true, status: 'complete', headline: 'All hold.' })).toMatch(
    /^PASSED +All hold\.$/m,
  )
  const failed = written([], { status: 'failed' })
  expect(failed).toMatch(/^NOT PASSED +\d+ of \d+ required SLOs failed/m)
  expect(failed).toContain('A spec did not finish')
  const whole = { ...sampleReport(), steps: [] }
  const outside = writeConsole(
    { ...whole, run: { ...whole.run, status: 'failed' } },
    { report: 'index.html' },
  )
  expect(outside).toContain('An error outside every spec fails the run.')
  expect(outside).not.toContain('A spec did not finish')
  expect(written([], { status: 'interrupted' })).toContain('The run was interrupted')
  expect(failed).toContain('Error: The run was interrupted by SIGINT')
  expect(failed).toContain('Report  perf-results/latest/index.html')
  expect(failed).not.toContain('Exit code')
})

test('the exit code is the last line, and an error that was told is not told again', () => {
  const text = writeConsole(sampleReport(), { report: 'index.html', exitCode: 1, errorsTold: true })
  expect(text).toMatch(/\nReport {2}index\.html\nExit code 1\n$/)
  expect(text).not.toContain('SIGINT')
})

test('who made the load is told where it was not the machine of the run', () => {
  const report = sampleReport()
  const text = (one: RunReport): string => writeConsole(one, { report: 'index.html' }).replaceAll('\n', ' ')
  expect(text(report)).toContain('Load was shared by 2 workers on 2 hosts. Their clocks are known to within')
  expect(text({ ...report, machines: [] })).not.toMatch(/workers/)
})

test('a calibration is mentioned only when there is none for this machine, or it was not right', () => {
  const report = sampleReport()
  const { calibration: _, ...without } = report
  const outside = sampleCalibration(report.machine, 0)
  for (const row of outside.rows.slice(0, 1)) row.measured = null
  const text = (one: RunReport): string => writeConsole(one, { report: 'index.html' }).replaceAll('\n', ' ')
  expect(text(report)).not.toMatch(/calibrat|instruments/i)
  expect(text(without)).toContain('Not calibrated on this machine: npm run calibrate.')
  expect(text({ ...report, calibration: outside })).toContain('6 of 7 numbers are within their bounds')
})

test('failed requests are explained, the most frequent causes first, and few of them', () => {
  const report = sampleReport()
  const ofApi = report.measurements.filter(({ metric }) => metric === 'api.errors')
  const words = (one: RunReport): string =>
    writeConsole(one, { report: 'index.html' }).replaceAll(/\s+/g, ' ')
  expect(words({ ...report, measurements: ofApi })).toMatch(
    /Failed requests timeout, 6 times \(GET \/api\/export\)\. The answer was .* status 503, 3 times \(GET \/api\/export\)\. The target is overloaded/,
  )
  expect(words(report)).toContain('3 more causes: see the report.')
})

test('what is no part of the target is told in one sentence', () => {
  const skills = { title: 'skills', field: 'skills', slos: ['skills.search'] }
  const notAsked = Array.from({ length: 9 }, () => skills)
  const told = writeConsole({ ...sampleReport(), notAsked }, { report: 'index.html' })
  expect(told.replaceAll(/\s+/g, ' ')).toContain(
    `Not part of this target: ${notAsked.map(() => 'skills (skills)').join(', ')} Report`,
  )
  expect(tooLong(told)).toEqual([])
  expect(writeConsole({ ...sampleReport(), notAsked: [] }, { report: 'index.html' })).not.toContain(
    'Not part',
  )
})

test('without a failed request there is nothing to explain', () => {
  expect(writeConsole({ ...sampleReport(), measurements: [] }, { report: 'index.html' })).not.toContain(
    'Failed requests',
  )
})

test('what is odd or worse than in earlier runs is told in at most five lines, and nothing where all is as it was', () => {
  const text = (report: RunReport): string => writeConsole(report, { report: 'index.html' })
  const report = withSampleTrend(sampleReport())
  const told = text(report)
  expect(told).toMatch(/^24 runs of this kind since 29 Oct: 1 odd, 1 worse, 1 better/m)
  expect(told.replaceAll(/\s+/g, ' ')).toMatch(
    / odd \S+ .*run it a second time\. worse .* Slower since 13 Nov, \+25 %\. -/,
  )
  expect(tooLong(told)).toEqual([])
  const { trend } = report
  const [odd] = trend?.rows ?? []
  if (!trend || !odd) throw new Error('the sample has a trend')
  const rows = Array.from({ length: 9 }, () => odd)
  expect(text({ ...report, trend: { ...trend, rows } })).toMatch(/^ {2}4 more: see the report\.$/m)
  const steady = trend.rows.filter(({ verdict }) => verdict === 'STEADY')
  expect(text({ ...report, trend: { ...trend, rows: steady } })).not.toContain('runs of this kind')
})
