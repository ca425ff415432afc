import { formatCount, formatDay } from '../format.ts'
import { LEAST_RUNS } from '../trend.ts'
import type { FigureTrend, LevelChange, Trend, TrendVerdict } from '../trend.ts'
import { signedShare } from './signed-share.ts'

/** A trend in a word. */
export const TREND_WORD: Record<TrendVerdict, string> = {
  ODD: 'odd',
  WORSE: 'worse',
  BETTER: 'better',
  STEADY: 'steady',
  TOO_FEW: 'too early to tell',
}

/** @returns what became of a figure, in sentences: `Slower since 12 Nov, +14 %.` */
export function trendSentence(
  { unit, changes, odd, values, verdict }: Omit<FigureTrend, 'because'>,
  runs: Trend['runs'],
): string {
  const isPace = unit === 'ms' || unit === 'per-second'
  const word = (isWorse: boolean): string =>
    isWorse ? (isPace ? 'slower' : 'worse') : isPace ? 'faster' : 'better'
  const last = changes.at(-1)
  const since = last && `${capital(word(last.isWorse))} since ${dayOf(runs, last.run)}, ${shareText(last)}.`
  if (odd) {
    const than = `${word(true)} than the ${formatCount(odd.before)} before, ${shareText(odd)}`
    const told =
      odd.runs === 1
        ? `This run is ${than}. One run tells no trend: run it a second time.`
        : `The last ${odd.runs} runs are ${than}.`
    return [told, since].filter(Boolean).join(' ')
  }
  if (since !== undefined) return since
  const count = values.filter(value => value !== null).length
  return verdict === 'STEADY'
    ? `Steady over ${formatCount(count)} runs.`
    : `Too few to tell a change: ${formatCount(count)} of ${LEAST_RUNS} runs.`
}

/** @returns a trend in a sentence: `24 runs of this kind since 3 Oct: 1 odd, 2 worse, 40 steady.` */
export function trendSummary({ runs, rows }: Trend): string {
  if (rows.length === 0) return 'No earlier run is of this kind, so there is no trend yet.'
  const counts = [...Map.groupBy(rows, ({ verdict }) => verdict)].map(
    ([verdict, { length }]) => `${formatCount(length)} ${TREND_WORD[verdict]}`,
  )
  return `${formatCount(runs.length)} runs of this kind since ${dayOf(runs, 0)}: ${counts.join(', ')}.`
}

/** @returns the rows that a person must see: what is odd, and what is worse or better since an earlier run */
export const movedRows = ({ rows }: Trend): FigureTrend[] =>
  rows.filter(({ verdict }) => verdict === 'ODD' || verdict === 'WORSE' || verdict === 'BETTER')

/** @returns the day of a run, UTC, so that all readers see the same one: `12 Nov`, with the year where it is not that of the last run */
export function dayOf(runs: Trend['runs'], index: number): string {
  const at = new Date(runs[index]?.startedAt ?? Number.NaN)
  const last = new Date(runs.at(-1)?.startedAt ?? Number.NaN)
  const isThisYear = at.getUTCFullYear() === last.getUTCFullYear()
  const day = formatDay(at.getUTCDate(), at.getUTCMonth())
  return isThisYear ? day : `${day} ${at.getUTCFullYear()}`
}

const shareText = ({ share, of }: Pick<LevelChange, 'share' | 'of'>): string =>
  `${signedShare(Math.abs(share) >= 0.1 ? Math.round(100 * share) / 100 : share)}${of === 'limit' ? ' of the limit' : ''}`

const capital = (word: string): string => word.slice(0, 1).toUpperCase() + word.slice(1)
