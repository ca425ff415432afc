import { VERDICTS } from '../judge/slo.ts'
import { standingOf } from '../calibration/calibration.ts'
import type { RunReport } from '../run-report.ts'
import { formatConfidence, formatDuration, formatValue, NO_VALUE } from '../format.ts'
import { CHANGE_WORD, changedRows, changeText, comparisonSentence } from '../wording/comparison-text.ts'
import type { Compared } from '../comparison.ts'
import { adviceLines } from '../wording/advice-text.ts'
import { printable } from '../wording/printable.ts'
import { tellBeside } from '../wording/tell-beside.ts'
import { describeErrors } from '../wording/seen-errors.ts'

/** So many causes of failed requests are explained. */
const MOST_ERRORS = 5

/** @returns the run as Markdown, for a job page or a chat: the verdict, then a row an SLO, the worst first */
export function writeMarkdown(report: RunReport): string {
  const { run, target, judgements, errors, steps, comparison } = report
  const tookMs = Date.parse(run.endedAt) - Date.parse(run.startedAt)
  const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll(/\s+/g, ' ')
  // What a target sent may be cited: Markdown would make HTML, links and images of it.
  const words = (text: string): string =>
    cell(printable(text.replaceAll(/\s+/g, ' ').replaceAll(/[\\\]]/g, '\\$&'))).replaceAll(
      /<(?=[a-z/!?])/gi,
      '&lt;',
    )
  const rows = [...judgements]
    .sort((a, b) => VERDICTS.indexOf(a.verdict) - VERDICTS.indexOf(b.verdict))
    .map(one => {
      const observed = one.observed === undefined ? NO_VALUE : formatValue(one.observed, one.unit)
      const level = one.level === 'warn' ? ' (warn)' : ''
      const cells = [
        `${one.verdict}${level}`,
        words(one.name),
        `\`${cell(one.objective)}\``,
        observed,
        String(one.n),
      ]
      return `| ${[...cells, formatConfidence(one.confidence), words(one.because)].join(' | ')} |`
    })
  const reported = report.reported.map(one => {
    const observed = one.observed === undefined ? NO_VALUE : formatValue(one.observed, one.unit)
    const cells = [
      'reported',
      words(one.name),
      `\`${cell(one.statistic)}\``,
      observed,
      String(one.n),
      NO_VALUE,
    ]
    return `| ${[...cells, words(one.absence ?? '')].join(' | ')} |`
  })
  const problems = [
    ...errors,
    ...steps.filter(step => step.message).map(step => `${step.name}: ${step.message}`),
  ]
  const failures = describeErrors(report, MOST_ERRORS)
  const list = (title: string, texts: readonly string[]): string[] =>
    texts.length > 0 ? ['', `## ${title}`, '', ...texts.map(text => `- ${words(text)}`)] : []
  return [
    `# Fleetmark: ${words(run.headline)}`,
    '',
    `Target ${words(target.name)} at ${target.baseURL}, run ${run.id}, ${formatDuration(tookMs)}, ${run.status}.`,
    ...(target.overrides.length > 0
      ? ['', `Limits that are not the suite's own: ${words(target.overrides.join('; '))}.`]
      : []),
    ...(run.beside ? ['', tellBeside(run.beside)] : []),
    ...(comparison ? ['', words(comparisonSentence(comparison))] : []),
    ...list('Changed', comparison ? changedRows(comparison).map(changedLine) : []),
    ...list('Problems', problems),
    ...list('What to do', adviceLines(report.advice ?? [])),
    '',
    '| Verdict | SLO | Limit | Observed | n | Confidence | Why |',
    '| --- | --- | --- | ---: | ---: | ---: | --- |',
    ...rows,
    ...reported,
    ...list('Failed requests', failures),
    '',
    `Calibration: ${standingOf(report.calibration, report.machine).sentence}`,
    '',
  ].join('\n')
}

const changedLine = (one: Compared): string =>
  `${CHANGE_WORD[one.verdict]}: ${one.name}, ${one.statistic} ${changeText(one)}`
