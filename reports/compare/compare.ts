import { parseObjective, smallerIsBetter } from '../judge/objective.ts'
import type { Judgement } from '../judge/slo.ts'
import type { RunReport } from '../run-report.ts'
import { signedShare } from '../wording/signed-share.ts'
import { holm } from '../statistics/holm.ts'
import { median } from '../statistics/median.ts'
import { conditionsOf, differencesOf, figureOf, nameFigure } from './baseline.ts'
import type { Baseline, Figure } from './baseline.ts'
import { asShare, chanceOfWorse, changeOf, judgeChange, scaleOf, spreadOfEvents } from './change.ts'
import type { ChangeAnswer, Noise, Scale } from './change.ts'
import { CHANGES, mayBeWorse } from '../comparison.ts'
import type { ChangeVerdict, Compared, Comparison, FigureName } from '../comparison.ts'
import { formatCount } from '../format.ts'

/** What earlier runs of the run's kind tell of the noise between runs; undefined where they tell none. */
export type NoiseBetween = (figure: FigureName, scale: Scale) => Noise | undefined

/**
 * @param noiseBetween taken where it is surer than what the baseline's own runs tell. Default: there is none.
 * @returns a run beside a baseline: a row for each judgement of the run, and for each figure that only the baseline has
 */
export function compareRun(
  report: RunReport,
  baseline: Baseline,
  noiseBetween: NoiseBetween = () => undefined,
): Comparison {
  const differences = differencesOf(baseline.conditions, conditionsOf(report))
  const [difference] = differences
  const figures = new Map<string, Figure[]>()
  for (const figure of baseline.runs.flatMap(run => run.figures)) {
    figures.set(figure.name, [...(figures.get(figure.name) ?? []), figure])
  }
  const tolerances = new Map(report.slos.map(({ id, tolerance }) => [id, tolerance]))
  const names = new Set(report.judgements.map(({ name }) => name))
  const gone = [...figures.values()].flatMap(([figure]) =>
    figure && !names.has(figure.name) ? [figure] : [],
  )
  const rows = [
    ...withChance(
      report.judgements.map(judgement => {
        const earlier = figures.get(judgement.name) ?? []
        return compareOne({
          judgement,
          earlier,
          tolerance: tolerances.get(judgement.id),
          difference,
          noiseBetween,
        })
      }),
    ),
    ...gone.map(figure => goneRow(figure, figures.get(figure.name) ?? [])),
  ]
  return {
    baseline: { name: baseline.name, runs: baseline.runs.map(({ id }) => id), savedAt: baseline.savedAt },
    differences,
    rows: rows.sort((a, b) => CHANGES.indexOf(a.verdict) - CHANGES.indexOf(b.verdict)),
  }
}

interface ToCompare {
  judgement: Judgement
  earlier: readonly Figure[]
  /** The SLO's own. */
  tolerance: number | undefined
  /** What keeps all figures of the run from being compared. */
  difference: string | undefined
  noiseBetween: NoiseBetween
}

function compareOne({ judgement, earlier, tolerance, difference, noiseBetween }: ToCompare): Compared {
  const { objective, verdict, limit } = judgement
  const figure = nameFigure(judgement)
  const { statistic, unit } = figure
  const now = figureOf(judgement)
  const row = {
    ...figure,
    ...(earlier.length > 0 && { before: middleOf(earlier) }),
    ...(judgement.observed !== undefined && { after: judgement.observed }),
    ...(tolerance !== undefined && { tolerance }),
  }
  const told = (answer: ChangeVerdict, because: string): Compared => ({ ...row, verdict: answer, because })
  if (difference !== undefined) return told('NOT_COMPARABLE', difference)
  const [other] = earlier.filter(one => one.statistic !== statistic || one.unit !== unit)
  if (other) return told('NOT_COMPARABLE', `The baseline has ${other.statistic} and this run ${statistic}.`)
  if (!now && verdict === 'INVALID')
    return told('CANNOT_TELL', 'The test machine may have made the figure of this run.')
  if (!now) return told('CANNOT_TELL', 'This run has no data.')
  if (earlier.length === 0) return told('CANNOT_TELL', 'The baseline has no such figure.')
  const values = earlier.map(({ value }) => value)
  const scale = scaleOf(unit, [...values, now.value], limit)
  if (!scale) return told(...changeOfNone(values, now.value))
  const ownSpread = scale === 'log' ? 0 : spreadOfEvents(judgement) / scale.limit
  const known = noiseBetween(figure, scale)
  const noise = known && known.degrees > values.length - 1 ? known : undefined
  const change = changeOf({ before: values, after: now.value, scale, ownSpread, noise })
  const shares: NonNullable<Compared['change']> = {
    estimate: asShare(change.estimate, scale),
    low: asShare(change.low, scale),
    high: asShare(change.high, scale),
    of: scale === 'log' ? 'figure' : 'limit',
  }
  const by = `${signedShare(shares.estimate)}${scale === 'log' ? '' : ' of the limit'}`
  if (earlier.length < 2 && !noise) {
    return told(
      'CANNOT_TELL',
      `It changed: ${by}; one run does not tell how much runs differ by themselves, nor does the history.`,
    )
  }
  const worse = { smallerIsBetter: smallerIsBetter(parseObjective(objective)), tolerance }
  const answer = judgeChange(change, scale, worse)
  const chance = chanceOfWorse(change, scale, worse)
  const between = `between ${signedShare(shares.low)} and ${signedShare(shares.high)}`
  const from = noise ? `, as ${formatCount(noise.runs)} earlier runs differ` : ''
  return {
    ...row,
    change: shares,
    chance,
    verdict: answer,
    because: `${CHANGED[answer]}: ${by}, ${between}${from}.`,
  }
}

/** Of many figures that did not change some look worse by chance: what is said of one is adjusted for their number. */
function withChance(rows: readonly Compared[]): Compared[] {
  const told = rows.flatMap(({ chance }, index) => (chance === undefined ? [] : [{ chance, index }]))
  const adjusted = new Map(
    holm(told.map(({ chance }) => chance)).map((chance, place) => [told[place]?.index, chance]),
  )
  return rows.map((row, index) => {
    const chance = adjusted.get(index)
    if (chance === undefined) return row
    const said = mayBeWorse({ ...row, chance })
      ? ` Of ${formatCount(told.length)} figures one may look so by chance.`
      : ''
    return { ...row, chance, because: `${row.because}${said}` }
  })
}

const CHANGED: Record<ChangeAnswer, string> = {
  REGRESSED: 'It got worse',
  IMPROVED: 'It got better',
  SAME: 'It changed',
  CANNOT_TELL: 'It may have changed',
}

/** Where no event is allowed there is no scale for a change: the SLO itself judges it. */
function changeOfNone(before: readonly number[], after: number): [ChangeVerdict, string] {
  return [...before, after].every(value => value === 0)
    ? ['SAME', 'There were none, and there are none.']
    : ['CANNOT_TELL', 'None is allowed, so the SLO itself judges it.']
}

const goneRow = ({ value: _value, n: _n, ...figure }: Figure, earlier: readonly Figure[]): Compared => ({
  ...figure,
  before: middleOf(earlier),
  verdict: 'CANNOT_TELL',
  because: 'This run did not ask for it.',
})

const middleOf = (figures: readonly Figure[]): number =>
  median(Float64Array.from(figures, ({ value }) => value))
