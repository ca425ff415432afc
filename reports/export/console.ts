import { VERDICTS } from '../judge/slo.ts'
import type { Reported } from '../judge/reported.ts'
import type { Judgement } from '../judge/slo.ts'
import type { RunReport } from '../run-report.ts'
import { standingOf } from '../calibration/calibration.ts'
import { formatConfidence, formatValue, NO_VALUE } from '../format.ts'
import { adviceInShort } from '../wording/advice-text.ts'
import { CHANGE_WORD, changedRows, changeText, comparisonSentence } from '../wording/comparison-text.ts'
import { describeErrors } from '../wording/seen-errors.ts'
import { wrap } from './wrap.ts'

const WIDTH = 80

/** So many causes of failed requests are explained: the report has them all. */
const MOST_ERRORS = 3

const QUICK_NOTE =
  'A quick run: fewer values and wider limits. Without PERF_QUICK and --quick all is measured.'

/** @returns the verdict for a terminal of 80 columns: a line an SLO, why for those that do not pass, the sentence, the report's path */
export function writeConsole(report: RunReport, reportPath: string): string {
  const lines = [...report.judgements]
    .sort((a, b) => VERDICTS.indexOf(b.verdict) - VERDICTS.indexOf(a.verdict))
    .flatMap(one => [writeRow(one), ...(one.verdict === 'PASS' ? [] : wrap(one.because, '               '))])
  return [
    '',
    row('verdict', 'SLO', 'observed', 'limit', 'conf.'),
    '-'.repeat(WIDTH),
    ...report.reported.map(writeReported),
    ...lines,
    '-'.repeat(WIDTH),
    ...failedRequests(report),
    ...changed(report),
    ...report.errors.flatMap(error => wrap(`Error: ${error}`, '')),
    ...wrap(`${report.run.ok ? 'PASSED' : 'NOT PASSED'}  ${report.run.headline}`, ''),
    ...(report.advice?.[0] ? wrap(adviceInShort(report.advice), '') : []),
    ...(report.run.status === 'complete' ? [] : wrap(statusNote(report), '')),
    ...(report.run.settings['PERF_QUICK'] === '1' ? wrap(QUICK_NOTE, '') : []),
    ...calibrationNote(report),
    `Report  ${reportPath}`,
    ...notAskedLine(report),
    '',
  ].join('\n')
}

/** One line, however long: a terminal wraps it. */
function notAskedLine({ notAsked = [] }: RunReport): string[] {
  if (notAsked.length === 0) return []
  return [`Not part of this target: ${notAsked.map(({ title, field }) => `${title} (${field})`).join(', ')}`]
}

/** Nothing when every request was answered well. */
function failedRequests(report: RunReport): string[] {
  const errors = describeErrors(report, MOST_ERRORS)
  if (errors.length === 0) return []
  return ['Failed requests', ...errors.flatMap(error => wrap(error, '  ')), '-'.repeat(WIDTH)]
}

/** What changed since the baseline, where there is one. */
function changed({ comparison }: RunReport): string[] {
  if (!comparison) return []
  const rows = changedRows(comparison).map(
    one => `${CHANGE_WORD[one.verdict].padEnd(8)}${one.name}  ${one.statistic} ${changeText(one)}`,
  )
  return [
    ...wrap(comparisonSentence(comparison), ''),
    ...rows.flatMap(one => wrap(one, '  ')),
    '-'.repeat(WIDTH),
  ]
}

/** Nothing when the instruments are known to be right. */
function calibrationNote({ calibration, machine }: RunReport): string[] {
  const { kind, sentence } = standingOf(calibration, machine)
  return kind === 'right' ? [] : wrap(sentence, '')
}

const statusNote = ({ run }: RunReport): string =>
  run.status === 'interrupted'
    ? 'The run was interrupted. The report holds what it measured before.'
    : 'A spec did not finish. The report names it and holds what the run measured before.'

function writeRow(one: Judgement): string {
  const observed = one.observed === undefined ? NO_VALUE : formatValue(one.observed, one.unit)
  const verdict = one.level === 'warn' && one.verdict !== 'PASS' ? `(${one.verdict})` : one.verdict
  return row(verdict, one.name, observed, one.objective, formatConfidence(one.confidence))
}

/** What is only told stands furthest from the prompt. */
function writeReported({ name, observed, unit, statistic }: Reported): string {
  const value = observed === undefined ? NO_VALUE : formatValue(observed, unit)
  return row('reported', name, value, statistic, '')
}

function row(verdict: string, name: string, observed: string, objective: string, confidence: string): string {
  const fit = (text: string, width: number): string =>
    text.length > width ? `${text.slice(0, width - 1)}…` : text.padEnd(width)
  const right = `${observed.padStart(9)}  ${fit(objective, 11)}${confidence.padStart(6)}`
  return `${fit(verdict, 15)}${fit(name, WIDTH - 16 - right.length)} ${right}`.trimEnd()
}
