import type { RunReport } from '../run-report.ts'
import { claimOf } from '../wording/advice-text.ts'
import { changedRows, changeText, changeWord, comparisonSentence } from '../wording/comparison-text.ts'
import { formatCount, formatDuration } from '../format.ts'
import { movedRows, TREND_WORD } from '../wording/trend-text.ts'
import { plainText } from './plain-text.ts'

/** Discord takes no more of a message, and nobody reads more of one. */
const MOST = 2000

/** Lines of each kind. */
const LINES = 5

/** Characters of a line. */
const WIDTH = 240

/**
 * @param link where the report is, if anywhere
 * @returns the run in at most 2000 characters of plain text, for a chat: the verdict, what changed since the baseline and by the trend, what missed its SLO, what to do
 */
export function writeMessage(report: RunReport, link?: string): string {
  const { run, target, comparison, pairs, trend, judgements, advice = [] } = report
  const tookMs = Date.parse(run.endedAt) - Date.parse(run.startedAt)
  const failed = judgements.filter(({ verdict, level }) => verdict === 'FAIL' && level === 'error')
  const urgent = advice.filter(({ priority }) => priority === 'HIGH' || priority === 'MEDIUM')
  const lines = [
    `Fleetmark: ${run.headline}`,
    `Target ${target.name} at ${target.baseURL}, run ${run.id}, ${formatDuration(tookMs)}${run.status === 'complete' ? '' : `, ${run.status}`}.`,
    ...(comparison ? [comparisonSentence(comparison)] : []),
    // Where no SLO was judged, it is the first line.
    ...(pairs && judgements.length > 0 ? [pairs.sentence] : []),
    ...some(
      (comparison ? changedRows(comparison) : []).map(
        one => `${changeWord(one)}: ${one.name}, ${one.statistic} ${changeText(one)}`,
      ),
    ),
    ...some(
      (trend ? movedRows(trend) : []).map(one => `${TREND_WORD[one.verdict]}: ${one.name}. ${one.because}`),
    ),
    ...some(failed.map(({ name, because }) => `FAIL ${name}: ${because}`)),
    ...some(urgent.map(one => `${one.priority} ${claimOf(one)}`)),
    ...report.errors.slice(0, 1).map(error => `Error: ${error}`),
  ].map(line => plainText(line, WIDTH))
  const end = link === undefined ? [] : [link]
  while ([...lines, ...end].join('\n').length > MOST) lines.pop()
  return [...lines, ...end].join('\n')
}

/** @returns as many as a message has room for, and how many more there are */
function some(texts: readonly string[]): string[] {
  const more = texts.length - LINES
  return [
    ...texts.slice(0, LINES).map(text => `- ${text}`),
    ...(more > 0 ? [`- ${formatCount(more)} more in the report`] : []),
  ]
}
