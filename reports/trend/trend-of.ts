import { figureOf, nameFigure } from '../compare/baseline.ts'
import { asShare, changeOf, judgeChange, scaleOf, spreadOfEvents } from '../compare/change.ts'
import type { Scale } from '../compare/change.ts'
import { parseObjective, smallerIsBetter } from '../judge/objective.ts'
import type { Judgement } from '../judge/slo.ts'
import type { RunReport } from '../run-report.ts'
import { LEAST_SEGMENT } from '../statistics/e-divisive.ts'
import { LEAST_RUNS, TRENDS } from '../trend.ts'
import type { FigureTrend, LevelChange, Odd, Trend, TrendVerdict } from '../trend.ts'
import { trendSentence } from '../wording/trend-text.ts'
import { valueIn } from './earlier-runs.ts'
import type { EarlierRuns } from './earlier-runs.ts'
import { levelsOf } from './levels.ts'

/** How often a run of which nothing changed is said to be odd, whatever the number of its figures (Bonferroni). */
const FALSE_ALARMS = 0.05

/** What is drawn needs no more of a figure. */
const DIGITS = 6

/** @returns a run beside the earlier ones of its kind; undefined where there is no earlier run of its target */
export function trendOf(report: RunReport, { runs: earlier, notes }: EarlierRuns): Trend | undefined {
  if (earlier.length === 0 && notes.length === 0) return undefined
  const { id, startedAt } = report.run
  const runs = [...earlier.map(one => ({ id: one.run, startedAt: one.startedAt })), { id, startedAt }]
  if (earlier.length === 0) return { runs, rows: [], notes }
  const tolerances = new Map(report.slos.map(slo => [slo.id, slo.tolerance]))
  const confidence = 1 - FALSE_ALARMS / Math.max(1, report.judgements.length)
  const rows = report.judgements.flatMap(judgement => {
    const figure = nameFigure(judgement)
    const values = [...earlier.map(run => valueIn(run, figure)), figureOf(judgement)?.value]
    return rowOf(judgement, values, runs, { confidence, tolerance: tolerances.get(judgement.id) }) ?? []
  })
  return { runs, rows: rows.sort((a, b) => TRENDS.indexOf(a.verdict) - TRENDS.indexOf(b.verdict)), notes }
}

/** From when on a run is odd. */
interface OddRules {
  confidence: number
  /** The SLO's own. */
  tolerance: number | undefined
}

/** @returns nothing of what none is allowed and some was: a level of it is nothing that could change, and the SLO itself judges each run */
function rowOf(
  judgement: Judgement,
  perRun: readonly (number | undefined)[],
  runs: Trend['runs'],
  rules: OddRules,
): FigureTrend | undefined {
  const { name, title, unit, objective, limit } = judgement
  const there = perRun.flatMap((value, run) => (value === undefined ? [] : [{ value, run }]))
  const values = there.map(({ value }) => value)
  const isSmallBetter = smallerIsBetter(parseObjective(objective))
  const scale = scaleOf(unit, values, limit)
  if (!scale && values.some(value => value !== values[0])) return undefined
  const levels = scale && values.length > 0 ? levelsOf(values, scale) : []
  const of = scale === 'log' ? 'figure' : 'limit'
  const changes = levels.slice(1).map(({ from, share }): LevelChange => ({
    run: there[from]?.run ?? 0,
    share,
    of,
    isWorse: share > 0 === isSmallBetter,
  }))
  const level = values.slice(levels.at(-1)?.from)
  const odd = scale && perRun.at(-1) !== undefined ? oddOf(judgement, level, scale, rules) : undefined
  const row = {
    name,
    title,
    unit,
    statistic: nameFigure(judgement).statistic,
    values: perRun.map(value => (value === undefined ? null : Number(value.toPrecision(DIGITS)))),
    changes,
    ...(odd && { odd }),
    verdict: verdictOf(odd, changes.at(-1), values.length),
  }
  return { ...row, because: trendSentence(row, runs) }
}

/** @param level what the runs since the last change have, this one the last @returns undefined where this run is none */
function oddOf(
  judgement: Judgement,
  level: readonly number[],
  scale: Scale,
  { confidence, tolerance }: OddRules,
): Odd | undefined {
  const worse = { smallerIsBetter: smallerIsBetter(parseObjective(judgement.objective)), tolerance }
  for (let runs = LEAST_SEGMENT - 1; runs > 0; runs--) {
    const before = level.slice(0, -runs)
    if (before.length < LEAST_SEGMENT) continue
    const ownSpread = scale === 'log' ? 0 : spreadOfEvents(judgement) / scale.limit
    const changes = level.slice(-runs).map(after => changeOf({ before, after, scale, ownSpread, confidence }))
    if (changes.some(change => judgeChange(change, scale, worse) !== 'REGRESSED')) continue
    const share = asShare(changes.at(-1)?.estimate ?? 0, scale)
    return { runs, before: before.length, share, of: scale === 'log' ? 'figure' : 'limit' }
  }
  return undefined
}

function verdictOf(odd: Odd | undefined, last: LevelChange | undefined, count: number): TrendVerdict {
  if (odd) return 'ODD'
  if (last) return last.isWorse ? 'WORSE' : 'BETTER'
  return count < LEAST_RUNS ? 'TOO_FEW' : 'STEADY'
}
