import type { Doubt } from '../../../load/measure/measurement.ts'
import { DOUBT_GUIDE, doubtText, originOf } from '../../doubts.ts'
import { formatCount, formatRatio, formatValue } from '../../format.ts'
import { parseObjective } from '../../judge/objective.ts'
import type { Judgement } from '../../judge/slo.ts'
import { isCut } from '../../wording/is-cut.ts'
import { cite, citeAll, clip, counted, joined, nameAll } from '../cite.ts'
import type { Rule } from '../rule.ts'
import { percentileOf } from '../seen.ts'
import type { Seen } from '../seen.ts'

/** What is raised gives a tenth more than is needed, as some of it fails. */
const SPARE = 1.1

/** A setting that gives fewer values for each of its units gives others by other means: only what lacks is added to it. */
const MANY_EACH = 20

/** A thread that never needed more than this share of a core had time left. */
const IDLE = 0.5

/** Other programs that take this share of all processors hold up a load generator too. */
const MUCH = 0.25

type MachineDoubt = Extract<
  Doubt,
  { kind: 'generator-late' | 'generator-saturated' | 'cpu-starved' | 'machine-busy' }
>

const isOfMachine = (doubt: Doubt): doubt is MachineDoubt =>
  doubt.kind === 'generator-late' ||
  doubt.kind === 'generator-saturated' ||
  doubt.kind === 'cpu-starved' ||
  doubt.kind === 'machine-busy'

/** The test machine stands in the way of a verdict, not the target. */
export const generator: Rule = {
  id: 'generator',
  find: (seen, open) => {
    const hidden = open.filter(one => isHidden(seen, one))
    const doubts = hidden.flatMap(one => one.doubts).filter(isOfMachine)
    const [worst] = doubts.toSorted((a, b) => weightOf(b) - weightOf(a))
    if (!worst) return []
    return [
      {
        explains: hidden,
        text: `${worst.kind === 'machine-busy' ? 'Other programs were' : 'The load generator was'} the limit, not the target: ${counted(hidden.length, 'SLO')} can't be judged (${nameAll(hidden)}). ${doubtText(worst)}${busiest(seen)}`,
        next: `${DOUBT_GUIDE[worst.kind].remedy} This one has ${counted(seen.report.machine.cores, 'core')}.`,
      },
    ]
  },
}

/** What is not the machine's doing says of itself why a verdict is void, however late the generator was besides; connections that were recycled are often beside it. */
const isOwnReason = (doubt: Doubt): boolean =>
  originOf(doubt) !== 'machine' && doubt.kind !== 'connections-recycled'

/** A verdict was void, or too close to tell by less than the generator was late. */
function isHidden(seen: Seen, one: Judgement): boolean {
  const { verdict, doubts, unit, observed = 0, limit } = one
  if (verdict === 'INVALID') return doubts.some(isOfMachine) && !doubts.some(isOwnReason)
  if (verdict !== 'INCONCLUSIVE' || seen.hasFew(one) || unit !== 'ms') return false
  return doubts.some(
    doubt => doubt.kind === 'generator-late' && observed > limit && doubt.lateMs > observed - limit,
  )
}

/** Saturation is worse than lateness, which it brings; and so do other programs, where they took much. */
function weightOf(doubt: MachineDoubt): number {
  if (doubt.kind === 'generator-late') return doubt.lateMs
  if (doubt.kind === 'machine-busy') return doubt.share < MUCH ? 0 : Number.MAX_SAFE_INTEGER
  return Number.MAX_VALUE
}

function busiest(seen: Seen): string {
  const peaks = seen.measurements('generator.utilisation').flatMap(({ labels, data }) => {
    const values = data.kind === 'series' ? data.points.map(([, value]) => value) : []
    return values.length === 0 ? [] : [{ name: labels['generator'] ?? '', peak: Math.max(...values) }]
  })
  const [most] = peaks.toSorted((a, b) => b.peak - a.peak)
  if (!most) return ''
  const other = most.peak < IDLE ? ': other work on the machine took its cores' : ''
  return ` Its busiest thread (${most.name}) reached ${formatRatio(most.peak)} of a core (generator.utilisation)${other}.`
}

/** What else makes a verdict void, by its kind. */
export const untrusted: Rule = {
  id: 'untrusted',
  find: (_, open) => {
    const invalid = open.filter(({ verdict, doubts }) => verdict === 'INVALID' && doubts.length > 0)
    const reasonOf = ({ doubts }: Judgement): Doubt | undefined => doubts.find(isOwnReason) ?? doubts[0]
    const byKind = Map.groupBy(invalid, one => reasonOf(one)?.kind)
    return [...byKind.values()].flatMap(group => {
      const doubt = group[0] && reasonOf(group[0])
      if (!doubt) return []
      return {
        explains: group,
        text: `${counted(group.length, 'verdict')} can't be trusted (${nameAll(group)}). ${doubtText(doubt)}`,
        next: DOUBT_GUIDE[doubt.kind].remedy,
      }
    })
  },
}

/** There are fewer values than a verdict takes: by the setting that gives more, and how far to raise it. */
export const fewValues: Rule = {
  id: 'few-values',
  find: (seen, open) => {
    const few = open.filter(one => one.level === 'error' && seen.hasFew(one))
    const bySetting = Map.groupBy(few, one => seen.slo(one)?.setting)
    return [...bySetting].map(([setting, group]) => {
      const lacks = group
        .map(one => ({ one, least: seen.slo(one)?.minSamples ?? one.n }))
        .toSorted((a, b) => b.least / b.one.n - a.least / a.one.n)
      const [worst] = lacks
      const current = setting === undefined ? undefined : seen.setting(setting)
      const told = joined(
        lacks.map(({ one, least }) => `${clip(one.name)} has ${formatCount(one.n)} of ${formatCount(least)}`),
      )
      return {
        explains: group,
        text: `Too few values for ${group.length === 1 ? 'a verdict' : `${formatCount(group.length)} verdicts`}: ${told}.`,
        next:
          setting === undefined
            ? `Measure longer, or lower "minSamples" of these in the target's slos.`
            : current === undefined || !worst
              ? `Raise ${setting}.`
              : `Raise ${setting} from ${formatCount(current)} to about ${formatCount(raised(current, worst.one.n, worst.least))}.`,
      }
    })
  },
}

/** @returns what a setting is to be so that there are enough values */
function raised(current: number, n: number, least: number): number {
  return n / current >= MANY_EACH ? Math.ceil((current * least * SPARE) / n) : current + least - n
}

const isOpen = ({ verdict, level }: Judgement): boolean => verdict === 'INCONCLUSIVE' && level === 'error'

/** Nothing came to its end, or what grew may be no leak: that is not settled by how far from the limit it is. */
const isUnsettled = ({ n, objective }: Judgement): boolean =>
  n === 0 || parseObjective(objective).statistic.kind === 'leak'

/** Chance could have it either way. */
export const tooClose: Rule = {
  id: 'too-close',
  find: (seen, open) => {
    const close = open.filter(one => isOpen(one) && !isUnsettled(one))
    const [first] = close
    if (!first) return []
    const setting = seen.slo(first)?.setting
    const { kind } = parseObjective(first.objective).statistic
    const curve = kind === 'percentile' ? seen.curve(first.metric, first.labels) : undefined
    const worth = Math.floor(first.nEff)
    const alike =
      worth < first.n
        ? ` The ${formatCount(first.n)} values of the first are worth about ${formatCount(worth)} independent ones, as those of one moment resemble each other.`
        : ''
    const spread = curve ? `, median ${formatValue(percentileOf(curve, 50), 'ms')}` : ''
    return [
      {
        explains: close,
        text: `Too close to the limit to tell: ${citeAll(close)}${first.unit === 'ms' ? spread : ''}.${alike}`,
        next:
          setting === undefined
            ? 'Measure again, or longer: values of other moments tell more than many of one.'
            : `Raise ${setting}: values of other moments tell more than many of one.`,
      },
    ]
  },
}

/** What was measured of a required SLO settles nothing. */
export const undecided: Rule = {
  id: 'undecided',
  find: (_, open) => {
    const all = open.filter(one => isOpen(one) && isUnsettled(one))
    const [first] = all
    if (!first) return []
    return [
      {
        explains: all,
        text: `What was measured does not settle ${counted(all.length, 'required SLO')}: ${nameAll(all)}. ${clip(first.because, 160)}`,
        next:
          first.n === 0
            ? 'See that what the sentence names comes to its end in time, and measure again.'
            : 'Measure for longer: what keeps growing goes beyond all that it held before.',
      },
    ]
  },
}

/** A required SLO has nothing to be judged on. */
export const noData: Rule = {
  id: 'no-data',
  find: (seen, open) => {
    const none = open.filter(({ verdict, level }) => verdict === 'NO_DATA' && level === 'error')
    const [first] = none
    if (!first) return []
    const step = seen.report.steps.find(isCut)
    const why = step
      ? ` The step "${clip(step.name)}" ${step.outcome === 'failed' ? 'failed' : 'was interrupted'}${step.message === undefined ? '' : `: ${clip(step.message, 160)}`}`
      : ` ${clip(first.because, 160)}`
    return [
      {
        explains: none,
        text: `${counted(none.length, 'required SLO')} ${none.length === 1 ? 'has' : 'have'} no data: ${nameAll(none)}.${why}`,
        next: step
          ? `Mend what the step says (${step.file}), and measure again.`
          : `Look why nothing was recorded of ${first.metric}.`,
      },
    ]
  },
}

/** A required SLO is missed, and no rule before knows why: when it was worst, and what else went on then. */
export const missed: Rule = {
  id: 'missed',
  find: (seen, open) =>
    open
      .filter(({ verdict }) => verdict === 'FAIL')
      .map(one => {
        const window = seen.window(one.metric, one.labels)
        const cpu = seen.points('target.cpu', window).map(([, value]) => value)
        const step = seen.report.steps.find(
          ({ startMs, endMs }) => window && startMs <= window.startMs + 1000 && endMs >= window.endMs - 1000,
        )
        const during = step ? ` It was measured in "${clip(step.name)}"` : ''
        const load =
          cpu.length > 0
            ? `, with the target's CPU at ${formatRatio(Math.max(...cpu))} of a core at most`
            : ''
        return {
          explains: [one],
          text: `${cite(one)}: ${one.because}${during}${during === '' ? '' : `${load}.`}`,
          next: `Open its row: the dots and the time axis show whether all of it is bad, or only some moments.`,
        }
      }),
}
