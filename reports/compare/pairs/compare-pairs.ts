import type { Doubt, Measurement } from '../../../load/measure/measurement.ts'
import { mergeTallies } from '../../../load/measure/tally.ts'
import { CHANGES, TOLERANCE } from '../../comparison.ts'
import { DOUBT_GUIDE } from '../../doubts.ts'
import { formatCount, formatValue } from '../../format.ts'
import type { PairedComparison, PairedRow } from '../../paired-comparison.ts'
import type { RunReport } from '../../run-report.ts'
import { median } from '../../statistics/median.ts'
import { pairedShare, pairsSentence } from '../../wording/pairs-text.ts'
import { judgePairs, LEAST_TOLD, LEAST_TOLD_MS, pairsNeeded } from './judge-pairs.ts'
import type { JudgedPairs } from './judge-pairs.ts'
import { pairedFigures } from './paired-figures.ts'
import type { Ended, PairedFigure } from './paired-figures.ts'

/** A build that fails more than this share of what it is asked is not compared there: its quick errors would pass for quick answers. */
const MOST_FAILED = 0.01

/** What of a run's document two builds are compared by. */
type Measured = Pick<RunReport, 'measurements' | 'metrics' | 'sections' | 'target'> & {
  run: Pick<RunReport['run'], 'settings'>
}

/** @returns the two builds of a run beside each other; nothing of a run that measured one */
export function comparePairs(report: Measured): PairedComparison | undefined {
  const { target, run } = report
  const url = run.settings['PERF_COMPARE_URL']
  const figures = pairedFigures(report)
  if (figures.length === 0) return undefined
  const tested = figures.filter(one => strangeness(one) === undefined)
  const needed = pairsNeeded(Math.max(1, tested.length))
  const judged = judgePairs(tested.map(({ pairs }) => pairs))
  const rows = figures
    .map((one): PairedRow => rowOf(one, judged[tested.indexOf(one)], { needed, of: tested.length }))
    .sort((one, other) => CHANGES.indexOf(one.verdict) - CHANGES.indexOf(other.verdict))
  const b = url ?? run.settings['PERF_COMPARE_TARGET'] ?? 'the other build'
  return {
    builds: { a: target.baseURL, b },
    pairs: Math.max(...figures.map(({ pairs }) => pairs.length)),
    sentence: pairsSentence(rows),
    notes: [
      ...(isSame(target.baseURL, url) ? ['A and B are the same address: every difference is noise.'] : []),
      ...disturbedText(report.measurements),
    ],
    rows,
  }
}

/** How many pairs were disturbed by the machine that measures, in sentences; none where none was. */
function disturbedText(measurements: readonly Measurement[]): string[] {
  const sum = (measured: string): { bad: number; cause: string } => {
    const own = measurements.filter(
      ({ metric, labels }) => metric === 'pairs.disturbed' && labels['measured'] === measured,
    )
    const { bad, causes } = mergeTallies(own.flatMap(({ data }) => (data.kind === 'tally' ? [data] : [])))
    const [most] = Object.entries(causes).sort(([, a], [, b]) => b - a)
    return { bad, cause: DOUBT_GUIDE[most?.[0] as Doubt['kind']]?.name ?? '' }
  }
  const [again, kept] = [sum('again'), sum('kept')]
  const pairs = (count: number): string =>
    count === 1 ? '1 pair was disturbed' : `${formatCount(count)} pairs were disturbed`
  return [
    ...(again.bad > 0 ? [`${pairs(again.bad)} and measured again: ${again.cause}.`] : []),
    ...(kept.bad > 0
      ? [
          `${pairs(kept.bad)} and ${kept.bad === 1 ? 'counts' : 'count'} all the same, as enough were measured again: ${kept.cause}.`,
        ]
      : []),
  ]
}

/** Why a figure can't be compared, in a sentence. */
function strangeness({ pairs, a, b }: PairedFigure): string | undefined {
  const failing = [failure('A', a), failure('B', b)].filter(text => text !== undefined)
  if (failing.length > 0) return `${failing.join(' ')} An error is no fast answer.`
  if (pairs.length > 0) return undefined
  const absent = a.total === 0 ? 'A' : b.total === 0 ? 'B' : undefined
  return absent === undefined ? 'No pair has a figure of both builds.' : `${absent} has nothing of the kind.`
}

function failure(build: 'A' | 'B', { total, bad, cause }: Ended): string | undefined {
  if (bad <= total * MOST_FAILED) return undefined
  const of = bad === total ? `all ${formatCount(total)}` : `${formatCount(bad)} of ${formatCount(total)}`
  return `${build} failed ${of} (${cause.replace(/[.\s]+$/, '')}).`
}

function rowOf(
  one: PairedFigure,
  judged: JudgedPairs | undefined,
  pairs: { needed: number; of: number },
): PairedRow {
  const middle = (values: number[]): number => median(Float64Array.from(values))
  const row = {
    ...one.figure,
    pairs: one.pairs,
    ...(one.pairs.length > 0 && {
      before: middle(one.pairs.map(({ a }) => a)),
      after: middle(one.pairs.map(({ b }) => b)),
    }),
  }
  if (!judged) return { ...row, verdict: 'NOT_COMPARABLE', because: strangeness(one) ?? '' }
  const { change, pValue, verdict } = judged
  const isBounded = Number.isFinite(change.high)
  return {
    ...row,
    ...(isBounded && { change: { ...change, of: 'figure' } }),
    pValue,
    verdict,
    because: becauseOf(judged, { count: one.pairs.length, middleMs: row.before ?? 0 }, pairs),
  }
}

function becauseOf(
  { change, verdict, larger }: JudgedPairs,
  { count, middleMs }: { count: number; middleMs: number },
  pairs: { needed: number; of: number },
): string {
  const by = pairedShare(change.estimate)
  if (count < pairs.needed) {
    const figures = pairs.of === 1 ? 'one figure' : `one of ${formatCount(pairs.of)} figures`
    return `B is ${by} in the middle; ${formatCount(count)} pairs can't tell of ${figures}: ${formatCount(pairs.needed)} are needed (PERF_COMPARE_PAIRS).`
  }
  const between = `between ${pairedShare(change.low)} and ${pairedShare(change.high)}`
  const most = Math.max(larger, count - larger)
  const sides = `B was ${larger * 2 >= count ? 'slower' : 'faster'} in ${formatCount(most)} of ${formatCount(count)} pairs`
  switch (verdict) {
    case 'REGRESSED':
    case 'IMPROVED':
      return `${by}, ${between}; ${sides}.`
    case 'SAME':
      if (Math.abs(change.estimate) < LEAST_TOLD)
        return `${by}, ${between}: less than ${pairedShare(LEAST_TOLD).slice(1)} is no change.`
      return change.low >= -TOLERANCE && change.high <= TOLERANCE
        ? `${by}, ${between}: within 10 %.`
        : `${by}, ${between}: less than ${LEAST_TOLD_MS} ms of ${formatValue(middleMs, 'ms')}, by which processes of one build differ.`
    case 'CANNOT_TELL':
      return `${by}, ${between}: too wide to tell; ${sides}. More pairs tell more (PERF_COMPARE_PAIRS).`
  }
}

const isSame = (a: string, b: string | undefined): boolean =>
  b !== undefined && URL.canParse(b) && URL.canParse(a) && new URL(a).origin === new URL(b).origin
