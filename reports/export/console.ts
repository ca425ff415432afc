import { byReason, isSameReason } from '../judge/by-reason.ts'
import { VERDICTS } from '../judge/slo.ts'
import { withValue } from '../judge/headline.ts'
import type { Judgement } from '../judge/slo.ts'
import type { RunReport } from '../run-report.ts'
import { standingOf } from '../calibration/calibration.ts'
import { command } from '../command-line/command.ts'
import { formatCount } from '../format.ts'
import { adviceInShort } from '../wording/advice-text.ts'
import { changedRows, changeText, changeWord, comparisonSentence } from '../wording/comparison-text.ts'
import { isCut } from '../wording/is-cut.ts'
import { loadMachinesText } from '../wording/load-machines.ts'
import { BUILD_WORD, shortFigure } from '../wording/pairs-text.ts'
import { movedRows, TREND_WORD, trendSummary } from '../wording/trend-text.ts'
import { describeErrors } from '../wording/seen-errors.ts'
import { wrap } from './wrap.ts'

const RULE = '-'.repeat(80)

/** So many causes of failed requests are explained: the report has them all. */
const MOST_ERRORS = 3

/** So many figures that moved are told: a machine that was slow for a night moves them all. */
const MOST_MOVED = 5

const QUICK_NOTE =
  'A quick run: fewer values and wider limits. Without PERF_QUICK and --quick all is measured.'

/** How the run ends in a terminal. */
export interface ConsoleEnding {
  /** Where the report is. */
  report: string
  /** Of the process. Default: it is not told. */
  exitCode?: number | undefined
  /** Whether errors that belong to no spec were told already. Default false. */
  errorsTold?: boolean
}

/**
 * @returns the verdict for a terminal of 80 columns: what did not pass, the worst nearest to the prompt, and why; how many passed, the sentence, the
 * report's path, the exit code
 */
export function writeConsole(
  report: RunReport,
  { report: place, exitCode, errorsTold }: ConsoleEnding,
): string {
  const missed = byReason(
    report.judgements
      .filter(({ verdict }) => verdict !== 'PASS')
      .sort((a, b) => VERDICTS.indexOf(b.verdict) - VERDICTS.indexOf(a.verdict)),
  )
  const passed = report.judgements.length - missed.length
  const advice = adviceInShort(report.advice ?? [])
  return [
    '',
    ...missed.flatMap((one, index) => writeMissed(one, missed[index + 1])),
    ...(missed.length > 0 ? [RULE] : []),
    ...failedRequests(report),
    ...changed(report),
    ...twoBuilds(report),
    ...moved(report),
    ...(errorsTold ? [] : report.errors.flatMap(error => wrap(`Error: ${error}`, ''))),
    ...(passed > 0 ? [`${formatCount(passed)} passed`] : []),
    ...wrap(`${report.run.ok ? 'PASSED' : 'NOT PASSED'}  ${report.run.headline}`, ''),
    ...(advice === '' ? [] : wrap(advice, '')),
    ...(report.run.status === 'complete' ? [] : wrap(statusNote(report), '')),
    ...(report.run.settings['PERF_QUICK'] === '1' ? wrap(QUICK_NOTE, '') : []),
    ...loadNote(report),
    ...calibrationNote(report),
    ...notAsked(report),
    ...(report.run.sent === undefined ? [] : wrap(report.run.sent, '')),
    `Report  ${place}`,
    ...(exitCode === undefined ? [] : [`Exit code ${exitCode}`]),
    '',
  ].join('\n')
}

/** `FAIL Layout shift 0.75 (limit 0.1)`, and why, unless that stands below the next. One that fails no run is in brackets. */
function writeMissed(one: Judgement, next: Judgement | undefined): string[] {
  const verdict = one.level === 'warn' ? `(${one.verdict})` : one.verdict
  const why = isSameReason(one, next) ? [] : wrap(one.because, '      ')
  return [...wrap(`${verdict} ${withValue(one)}`, ''), ...why]
}

function notAsked({ notAsked: parts = [] }: RunReport): string[] {
  if (parts.length === 0) return []
  return wrap(
    `Not part of this target: ${parts.map(({ title, field }) => `${title} (${field})`).join(', ')}`,
    '',
  )
}

/** Nothing when every request was answered well. */
function failedRequests(report: RunReport): string[] {
  const errors = describeErrors(report, MOST_ERRORS)
  if (errors.length === 0) return []
  return ['Failed requests', ...errors.flatMap(error => wrap(error, '  ')), RULE]
}

/** What changed since the baseline, where there is one. */
function changed({ comparison }: RunReport): string[] {
  if (!comparison) return []
  const moved = changedRows(comparison)
  const width = Math.max(...moved.map(one => changeWord(one).length))
  const rows = moved.map(
    one => `${changeWord(one).padEnd(width)}  ${one.name}  ${one.statistic} ${changeText(one)}`,
  )
  return [...wrap(comparisonSentence(comparison), ''), ...rows.flatMap(one => wrap(one, '  ')), RULE]
}

/** How two builds are beside each other, where the run measured two. */
function twoBuilds({ pairs, judgements }: RunReport): string[] {
  if (!pairs) return []
  const { builds, rows, notes } = pairs
  const same = rows.filter(({ verdict }) => verdict === 'SAME').length
  return [
    ...wrap(`A is ${builds.a}, B is ${builds.b}; ${formatCount(pairs.pairs)} pairs`, ''),
    ...notes.flatMap(note => wrap(note, '')),
    ...rows
      .filter(({ verdict }) => verdict !== 'SAME')
      .flatMap(row => wrap(`${BUILD_WORD[row.verdict].padEnd(15)}${shortFigure(row)}: ${row.because}`, '  ')),
    ...(same > 0 ? [`  ${formatCount(same)} the same`] : []),
    RULE,
    // Where SLOs were judged, the last line is theirs.
    ...(judgements.length > 0 ? wrap(pairs.sentence, '') : []),
  ]
}

/** What is odd or worse than in earlier runs; nothing where all is as it was. */
function moved({ trend }: RunReport): string[] {
  const rows = (trend ? movedRows(trend) : [])
    .filter(({ verdict }) => verdict !== 'BETTER')
    .map(one => `${TREND_WORD[one.verdict].padEnd(8)}${one.name}  ${one.statistic}. ${one.because}`)
  if (!trend || rows.length === 0) return []
  const more = rows.length - MOST_MOVED
  return [
    ...wrap(trendSummary(trend), ''),
    ...rows.slice(0, MOST_MOVED).flatMap(one => wrap(one, '  ')),
    ...(more > 0 ? [`  ${formatCount(more)} more: see the report.`] : []),
    RULE,
  ]
}

/** Nothing where the machine of the run made all load. */
function loadNote(report: RunReport): string[] {
  const text = loadMachinesText(report)
  return text === undefined ? [] : wrap(text, '')
}

/** Nothing when the instruments are known to be right. */
function calibrationNote({ calibration, machine }: RunReport): string[] {
  const { kind, sentence } = standingOf(calibration, machine, command('calibrate'))
  return kind === 'right' ? [] : wrap(sentence, '')
}

function statusNote({ run, steps }: RunReport): string {
  if (run.status === 'interrupted')
    return 'The run was interrupted. The report holds what it measured before.'
  return steps.some(isCut)
    ? 'A spec did not finish. The report names it and holds what the run measured before.'
    : 'An error outside every spec fails the run. The report has it.'
}
