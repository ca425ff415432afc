import { TOLERANCE } from '../comparison.ts'
import type { PairedComparison, PairedRow } from '../paired-comparison.ts'
import { formatCount } from '../format.ts'
import { CHANGE_WORD } from './comparison-text.ts'
import { signedShare } from './signed-share.ts'

/** So many figures are named in the sentence. */
const MOST_NAMED = 3

/** @returns how B is beside A, in a sentence: `B is slower: GET /api/agents p50 +11 % (+8 % to +14 %).` */
export function pairsSentence(rows: readonly PairedRow[]): string {
  const of = (verdict: PairedRow['verdict']): PairedRow[] => rows.filter(row => row.verdict === verdict)
  const slower = of('REGRESSED')
  const faster = of('IMPROVED')
  const same = of('SAME').length
  const untold = of('CANNOT_TELL')
  const [stranger, ...strangers] = of('NOT_COMPARABLE')
  const compared = rows.length - of('NOT_COMPARABLE').length
  if (rows.length === 0) return 'A and B were not compared: nothing was measured of both.'
  const sentences = [
    ...(slower.length > 0 ? [`B is slower: ${namedRows(slower)}.`] : []),
    ...(faster.length > 0 ? [`B is ${slower.length > 0 ? 'also ' : ''}faster: ${namedRows(faster)}.`] : []),
    ...(stranger
      ? [
          `${formatCount(strangers.length + 1)} can't be compared: ${shortFigure(stranger)}. ${stranger.because}`,
        ]
      : []),
    ...(slower.length + faster.length === 0 && compared > 0 ? [restText(same, compared, untold)] : []),
  ]
  return sentences.join(' ')
}

/** @returns a change as finely as pairs tell it: `+11 %`, `-4.5 %` */
export const pairedShare = (share: number): string =>
  signedShare(Number(share.toFixed(Math.abs(share) < TOLERANCE ? 3 : 2)))

/** @returns a figure in short: `GET /api/agents p50`, `Agent-to-viewer latency p95` */
export const shortFigure = ({ title, labels, statistic }: PairedRow): string =>
  `${labels['endpoint'] ?? title} ${statistic.replaceAll(/[()]/g, '')}`.trim()

/** `GET /api/agents p50 +11 % (+8 % to +14 %)` */
function changeText(row: PairedRow): string {
  const { change } = row
  const by = change
    ? ` ${pairedShare(change.estimate)} (${pairedShare(change.low)} to ${pairedShare(change.high)})`
    : ''
  return `${shortFigure(row)}${by}`
}

/** @returns the rows that a person must see: slower, faster, not comparable */
export const toldRows = ({ rows }: PairedComparison): PairedRow[] =>
  rows.filter(({ verdict }) => verdict !== 'SAME' && verdict !== 'CANNOT_TELL')

/** A verdict of a build in a word. */
export const BUILD_WORD = { ...CHANGE_WORD, REGRESSED: 'slower', IMPROVED: 'faster' } as const

function namedRows(rows: readonly PairedRow[]): string {
  const more = rows.length - MOST_NAMED
  const named = rows.slice(0, MOST_NAMED).map(changeText).join('; ')
  return more > 0 ? `${named}; and ${formatCount(more)} more` : named
}

function restText(same: number, compared: number, untold: readonly PairedRow[]): string {
  const [first] = untold
  if (!first)
    return `B is as fast as A: ${same === 1 ? 'the one figure is' : `all ${formatCount(same)} figures are`} the same within 10 % or 0.5 ms.`
  const rest = `of ${formatCount(untold.length)} of ${formatCount(compared)} figures it can't be told whether they are`
  return same > 0
    ? `No difference was found: ${formatCount(same)} of ${formatCount(compared)} figures are the same within 10 % or 0.5 ms, ${rest}.`
    : `Whether B is slower can't be told: ${first.because}`
}
