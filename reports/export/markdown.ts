import { VERDICTS } from '../judge/slo.ts'
import { standingOf } from '../calibration/calibration.ts'
import { command } from '../command-line/command.ts'
import type { Judgement } from '../judge/slo.ts'
import type { Reported } from '../judge/reported.ts'
import type { RunReport } from '../run-report.ts'
import { formatConfidence, formatCount, formatDuration, formatValue, NO_VALUE } from '../format.ts'
import { changedRows, changeText, changeWord, comparisonSentence } from '../wording/comparison-text.ts'
import type { Compared } from '../comparison.ts'
import type { FigureTrend } from '../trend.ts'
import { adviceLines } from '../wording/advice-text.ts'
import { loadMachinesText } from '../wording/load-machines.ts'
import { serviceText } from '../wording/service-text.ts'
import { tellBeside } from '../wording/tell-beside.ts'
import { movedRows, TREND_WORD, trendSummary } from '../wording/trend-text.ts'
import { describeErrors } from '../wording/seen-errors.ts'
import { writePairs } from './pairs-markdown.ts'
import { fitLines, markdownText } from './markdown-text.ts'

/** So many causes of failed requests are explained. */
const MOST_ERRORS = 5

/** A comment on GitHub takes 65,536 characters; what a job puts around it has room too. */
const MOST = 65_000
/** So many of them each list may take; the head takes a sixth, and the table has the rest. */
const LIST = 7000
/** And the rows of two builds. */
const PAIRS = 15_000

/** So many characters of a name and of a sentence are kept. */
const NAME = 150
const SENTENCE = 500

const HEADS = [
  '| Verdict | SLO | Limit | Observed | n | Confidence | Why |',
  '| --- | --- | --- | ---: | ---: | ---: | --- |',
]

/**
 * @returns the run as Markdown, for a job page, a chat or a comment, which it always fits: the verdict, what changed, what to do, then a row an SLO, the
 *   worst first. What is left out is told.
 */
export function writeMarkdown(report: RunReport): string {
  const { errors, notCompared = [], steps, comparison, trend } = report
  const problems = [
    ...errors,
    ...notCompared,
    ...steps.filter(step => step.message).map(step => `${step.name}: ${step.message}`),
  ]
  const rows = [
    ...report.judgements
      .toSorted((a, b) => VERDICTS.indexOf(a.verdict) - VERDICTS.indexOf(b.verdict))
      .map(judgementRow),
    ...report.reported.map(reportedRow),
  ]
  const before = [
    ...head(report),
    ...(report.pairs ? writePairs(report.pairs, PAIRS) : []),
    ...list('Changed', comparison ? changedRows(comparison).map(changedLine) : []),
    ...list('Trend', trend ? movedRows(trend).map(trendLine) : []),
    ...list('Problems', problems),
    ...list('What to do', adviceLines(report.advice ?? [])),
    '',
    ...(rows.length > 0 ? HEADS : []),
  ]
  const after = [
    ...list('Failed requests', describeErrors(report, MOST_ERRORS)),
    '',
    `Calibration: ${standingOf(report.calibration, report.machine, command('calibrate')).sentence}`,
    '',
  ]
  const room = MOST - [...before, ...after].join('\n').length
  const table = fitLines(
    rows,
    room,
    left => `\n${formatCount(left)} more rows do not fit: judgements.csv and the report have all.`,
  )
  return [...before, ...table, ...after].join('\n')
}

function head(report: RunReport): string[] {
  const { run, target, services, comparison, trend } = report
  const load = loadMachinesText(report)
  const tookMs = Date.parse(run.endedAt) - Date.parse(run.startedAt)
  const sentence = (text: string): string => markdownText(text, SENTENCE)
  return [
    `# Fleetmark: ${sentence(run.headline)}`,
    '',
    `Target ${name(target.name)} at ${name(target.baseURL)}, run ${name(run.id)}, ${formatDuration(tookMs)}, ${run.status}.`,
    ...(services
      ? ['', sentence(`Services: ${services.map(one => `${one.name} ${serviceText(one)}`).join('; ')}.`)]
      : []),
    ...(load === undefined ? [] : ['', sentence(load)]),
    ...(target.overrides.length > 0
      ? [
          '',
          `Limits that are not the suite's own: ${sentence(target.overrides.join('; ').replace(/\.$/, ''))}.`,
        ]
      : []),
    ...(run.beside ? ['', sentence(tellBeside(run.beside))] : []),
    ...(comparison ? ['', sentence(comparisonSentence(comparison))] : []),
    ...(trend ? ['', trendSummary(trend)] : []),
  ]
}

function list(title: string, texts: readonly string[]): string[] {
  if (texts.length === 0) return []
  const lines = texts.map(text => `- ${markdownText(text, SENTENCE)}`)
  return [
    '',
    `## ${title}`,
    '',
    ...fitLines(lines, LIST, left => `- ${formatCount(left)} more: see the report.`),
  ]
}

function judgementRow(one: Judgement): string {
  const verdict = `${one.verdict}${one.level === 'warn' ? ' (warn)' : ''}`
  return row([
    verdict,
    name(one.name),
    code(one.objective),
    observedIn(one),
    String(one.n),
    formatConfidence(one.confidence),
    markdownText(one.because, SENTENCE),
  ])
}

function reportedRow(one: Reported): string {
  const cells = ['reported', name(one.name), code(one.statistic), observedIn(one), String(one.n), NO_VALUE]
  return row([...cells, markdownText(one.absence ?? '', SENTENCE)])
}

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`

const name = (text: string): string => markdownText(text, NAME)

/** An objective is in the grammar of objectives, which has nothing that would end the code but the bar of a table. */
const code = (objective: string): string =>
  `\`${objective.replaceAll('|', String.raw`\|`).replaceAll(/\s+/g, ' ')}\``

const observedIn = ({ observed, unit }: Pick<Judgement, 'unit'> & { observed?: number }): string =>
  observed === undefined ? NO_VALUE : formatValue(observed, unit)

const changedLine = (one: Compared): string =>
  `${changeWord(one)}: ${one.name}, ${one.statistic} ${changeText(one)}`

const trendLine = (one: FigureTrend): string =>
  `${TREND_WORD[one.verdict]}: ${one.name}, ${one.statistic}. ${one.because}`
