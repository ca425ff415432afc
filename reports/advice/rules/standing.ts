import { formatRatio, formatValue } from '../../format.ts'
import { CHANGE_WORD, changeText } from '../../wording/comparison-text.ts'
import { signedShare } from '../../wording/signed-share.ts'
import { cite, clip, counted, joined } from '../cite.ts'
import type { Finding, Rule } from '../rule.ts'
import { headroomOf, LEAST_HEADROOM } from '../seen.ts'
import type { Judgement } from '../../judge/slo.ts'
import { isWorse, mayBeWorse } from '../../comparison.ts'
import type { Compared } from '../../comparison.ts'
import type { Priority } from '../../advice.ts'
import type { RunReport } from '../../run-report.ts'
import { command } from '../../command-line/command.ts'

/** So many of the smallest headrooms are shown where all is met. */
const SMALLEST = 3

/** Figures that got worse since the baseline, and are no missed SLO that is told already; apart from them those that chance alone may make look so. */
export const regression: Rule = {
  id: 'regression',
  find: ({ report }, open) => {
    const { comparison } = report
    if (!comparison) return []
    const worse = toldOf(comparison.rows.filter(isWorse), open)
    const maybe = toldOf(comparison.rows.filter(mayBeWorse), open)
    const name = clip(comparison.baseline.name)
    return [
      ...sinceBaseline(worse, name, {
        priority: 'MEDIUM',
        what: `${counted(worse.length, 'figure')} got ${CHANGE_WORD.REGRESSED} since the baseline ${name}`,
        next: `Look at what changed in the target since then, in what these have in common; "${command('baseline', `show ${name}`)}" has its runs.`,
      }),
      ...sinceBaseline(maybe, name, {
        priority: 'LOW',
        what: `${counted(maybe.length, 'figure')} ${maybe.length === 1 ? 'looks' : 'look'} ${CHANGE_WORD.REGRESSED} than in the baseline ${name}; of as many figures as were compared some look so by chance`,
        next: 'Run it once more: what chance made does not come twice. More runs in the baseline tell smaller changes from chance.',
      }),
    ]
  },
}

/** A figure beside the baseline, and its judgement. */
interface Told {
  row: Compared
  judgement: Judgement
}

/** Those that nothing has told of, what changed most first. */
const toldOf = (rows: readonly Compared[], open: readonly Judgement[]): Told[] =>
  rows
    .flatMap(row => {
      const judgement = open.find(({ name }) => name === row.name)
      return judgement ? [{ row, judgement }] : []
    })
    .toSorted((a, b) => Math.abs(b.row.change?.estimate ?? 0) - Math.abs(a.row.change?.estimate ?? 0))

function sinceBaseline(
  told: readonly Told[],
  name: string,
  { priority, what, next }: { priority: Priority; what: string; next: string },
): Finding[] {
  const [first] = told
  if (!first) return []
  const { change } = first.row
  const between =
    change && told.length === 1
      ? `, between ${signedShare(change.low)} and ${signedShare(change.high)}${change.of === 'limit' ? ' of the limit' : ''}`
      : ''
  const figures = told.map(({ row }) => `${clip(row.name)} ${row.statistic} ${changeText(row)}`)
  return [
    {
      explains: told.map(({ judgement }) => judgement),
      priority,
      text: `${what}: ${joined(figures, 3, '; ')}${between}.`,
      next,
      figures: {
        title: 'Now, and in the baseline',
        unit: first.row.unit,
        limit: first.judgement.limit,
        bars: [
          { label: 'now', value: first.row.after ?? 0, isMarked: true },
          { label: name, value: first.row.before ?? 0 },
        ],
      },
    },
  ]
}

/** SLOs that hold, and of whose limit little is left. */
export const headroom: Rule = {
  id: 'headroom',
  find: (_, open) => {
    const tight = smallestFirst(open).filter(({ left }) => left < LEAST_HEADROOM)
    if (tight.length === 0) return []
    return [
      {
        ...headroomFinding(
          tight,
          `Little room is left under ${tight.length === 1 ? 'a limit' : 'these limits'}`,
        ),
        priority: 'MEDIUM',
        next: 'Look at its trend before the next change: a little more load or a slower machine makes this a FAIL.',
      },
    ]
  },
}

/** All that was asked is met: where the next problem would come from. */
export const allMet: Rule = {
  id: 'all-met',
  find: seen => {
    const required = seen.report.judgements.filter(({ level }) => level === 'error')
    if (!isWell(seen.report) || required.length === 0) return []
    const smallest = smallestFirst(required).slice(0, SMALLEST)
    if (smallest.length === 0) return []
    return [
      {
        ...headroomFinding(
          smallest,
          `${required.length === 1 ? 'The one required SLO' : `All ${counted(required.length, 'required SLO')}`} passed. The smallest headrooms`,
        ),
        priority: 'INFO',
        next: `Nothing has to be done. Keep this run as a baseline (${command('baseline', 'save NAME')}), and later runs are compared with it.`,
      },
    ]
  },
}

/** Whether there is nothing to look at: also no figure that got worse by more than chance, no missed SLO of level `warn` and no spec that failed. */
const isWell = ({ run, judgements, comparison }: RunReport): boolean =>
  run.ok &&
  run.status === 'complete' &&
  judgements.every(one => one.verdict === 'PASS' && (headroomOf(one) ?? 1) >= LEAST_HEADROOM) &&
  !comparison?.rows.some(isWorse)

interface Left {
  judgement: Judgement
  /** Share of the limit that is left. */
  left: number
}

const smallestFirst = (judgements: readonly Judgement[]): Left[] =>
  judgements
    .flatMap(judgement => {
      const left = judgement.verdict === 'PASS' ? headroomOf(judgement) : undefined
      return left === undefined ? [] : [{ judgement, left }]
    })
    .toSorted((a, b) => a.left - b.left)

function headroomFinding(lefts: readonly Left[], what: string): Omit<Finding, 'next'> {
  return {
    explains: lefts.map(({ judgement }) => judgement),
    text: `${what}: ${joined(
      lefts.map(({ judgement, left }) => `${cite(judgement)}, ${formatRatio(Math.max(0, left))} left`),
      SMALLEST,
      '; ',
    )}.`,
    figures: {
      title: 'Share of the limit that is used',
      unit: 'ratio',
      limit: 1,
      bars: lefts.slice(0, SMALLEST).map(({ judgement, left }) => ({
        label: `${clip(judgement.name)} ${formatValue(judgement.observed, judgement.unit)}`,
        value: 1 - left,
      })),
    },
  }
}
