import { expect, test } from '@playwright/test'
import { withAdvice } from './advice/advise.ts'
import { holdToBaseline } from './compare/hold-to-baseline.ts'
import { exampleComparison } from './compare/testing/example-comparison.ts'
import { isWorse } from './comparison.ts'
import type { ChangeVerdict, Comparison } from './comparison.ts'
import { writeConsole } from './export/console.ts'
import { writeJunit } from './export/junit.ts'
import { writeMarkdown } from './export/markdown.ts'
import { writeMessage } from './export/message.ts'
import { concludeRun } from './judge/conclude-run.ts'
import { VERDICTS } from './judge/slo.ts'
import type { Verdict } from './judge/slo.ts'
import { exampleJudgement } from './judge/testing/example-evidence.ts'
import type { RunReport } from './run-report.ts'
import { rejudge } from './stored/rejudge.ts'
import { runOf, sloOf, times } from './advice/testing/example-run.ts'
import { runState } from './viewer/src/model/verdict/run-state.ts'

const NAME = 'api.latency'

const against = (verdict: ChangeVerdict, differences: string[] = []): Comparison => ({
  ...exampleComparison({ verdict }),
  differences,
})

const byChance = exampleComparison({ chance: 0.3 })

const ERROR = { PERF_REGRESSION: 'error', PERF_BASELINE: 'main' }

/** What stands beside a run, and what of it fails the run. */
const BESIDE: Record<
  string,
  { more: Partial<RunReport>; settings?: Record<string, string>; fails?: RegExp }
> = {
  'no baseline': { more: {} },
  'no baseline of its kind, at error': { more: {}, settings: { PERF_REGRESSION: 'error' } },
  'the same': { more: { comparison: against('SAME') }, settings: ERROR },
  worse: { more: { comparison: against('REGRESSED') } },
  'worse, at error': {
    more: { comparison: against('REGRESSED') },
    settings: ERROR,
    fails: /1 figure got worse than the baseline main, which fails this run \(PERF_REGRESSION=error\)\./,
  },
  'worse, as chance may make it': { more: { comparison: byChance } },
  'worse, as chance may make it, at error': { more: { comparison: byChance }, settings: ERROR },
  'a baseline that is not there': { more: { notCompared: ['There is no baseline main.'] } },
  'a baseline that is not there, at error': {
    more: { notCompared: ['There is no baseline main.'] },
    settings: ERROR,
    fails: /The run is compared with nothing, which fails this run .* There is no baseline main\./,
  },
  'a baseline of another machine, at error': {
    more: { comparison: against('NOT_COMPARABLE', ['The number of cores was 64 and is 2.']) },
    settings: ERROR,
    fails: /Nothing can be compared with the baseline main, which .* The number of cores was 64 and is 2\./,
  },
}

/** A run that has measured its only SLO, with whatever verdict. */
function judged(verdict: Verdict, settings: Record<string, string> = {}): RunReport {
  const report = runOf([sloOf(NAME, 'p(95)<200')], [times(NAME, {}, () => 84)])
  const judgements = [exampleJudgement({ verdict })]
  const run = { ...report.run, settings, ...concludeRun(true, judgements, report.measurements) }
  return { ...report, run, judgements }
}

for (const verdict of VERDICTS) {
  for (const [what, { more, settings, fails }] of Object.entries(BESIDE)) {
    test(`a run that is ${verdict} beside ${what} says one thing everywhere`, () => {
      const report = withAdvice(holdToBaseline({ ...judged(verdict, settings), ...more }))
      const { run } = report
      const ok = verdict === 'PASS' && fails === undefined
      expect(run.ok).toBe(ok)
      if (fails) expect(run.headline).toMatch(fails)
      else expect(run.headline).not.toContain('fails this run')
      const written = writeConsole(report, { report: 'index.html', exitCode: ok ? 0 : 1 })
      expect(unwrapped(written)).toContain(`${ok ? 'PASSED' : 'NOT PASSED'} ${run.headline}`)
      expect(unwrapped(written).includes('NOT PASSED')).toBe(!ok)
      expect(writeMarkdown(report).split('\n')[0]).toContain(run.headline.slice(0, 40))
      expect(writeMessage(report)).toContain(run.headline)
      expect(runState(report, false).verdict === 'PASS').toBe(ok)
      const junit = writeJunit(report)
      expect(isRed(junit)).toBe(!ok)
      const advised = report.advice?.some(({ rule }) => rule === 'all-met') ?? false
      const worse = more.comparison?.rows.some(isWorse) ?? false
      expect(advised).toBe(ok && !worse)
      const texts = [written, writeMarkdown(report), writeMessage(report), junit].map(unwrapped)
      for (const text of texts) {
        expect(text.includes(': 1 worse.')).toBe(worse)
        expect(text.includes(': 1 maybe worse.')).toBe(more.comparison === byChance)
      }
      for (const text of texts.slice(0, 3)) {
        expect(/ worse:? api\.latency/.test(text.replaceAll('maybe worse', ''))).toBe(worse)
        expect(/ maybe worse:? api\.latency/.test(text)).toBe(more.comparison === byChance)
      }
      // Of a test that is skipped a person looks at the reason.
      expect(junit.includes('<skipped message="Against the baseline')).toBe(worse && fails === undefined)
    })
  }
}

test('a run that its baseline failed is judged again as it was', () => {
  const { comparison } = BESIDE['worse, at error']?.more ?? {}
  const slos = [sloOf(NAME, 'p(95)<200')]
  const measured = runOf(slos, [times(NAME, {}, () => 84)], { settings: ERROR })
  const first = holdToBaseline({ ...measured, ...(comparison && { comparison }) })
  expect(first.run.ok).toBe(false)
  const { report, changed } = rejudge(first)
  expect(changed).toEqual([])
  expect(holdToBaseline(report).run).toEqual(first.run)
})

const unwrapped = (text: string): string => text.replace(/\s+/g, ' ')

/** Whether a server that reads it says that the run failed. */
const isRed = (xml: string): boolean => !/<testsuites[^>]* failures="0" errors="0"/.test(xml)
