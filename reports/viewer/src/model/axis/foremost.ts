import type { RunReport } from '../../../../run-report.ts'
import type { Declared } from '../../../../stored/declared.ts'
import type { Panel } from './panels.ts'

/** So many panels are shown until more are asked for. */
const FOREMOST = 5

/** So many panels whose metrics missed an SLO come before all others: what they are to be compared with has room beside them. */
const MISSED = 3

/** The sections of what tells of machines and processes. */
const MACHINES: readonly string[] = ['target', 'runtime', 'generator']

/**
 * The panels to look at first, in their order: those whose metrics missed an SLO, then one of each kind (load, times, counts, what target and generator
 * took), so that a time stands beside what it may come from; last others that have an SLO.
 */
export function foremost(
  panels: readonly Panel[],
  judgements: RunReport['judgements'],
  declared: Declared,
): readonly Panel[] {
  const ranked = panels.map(panel => ({
    panel,
    rank: rankOf(panel, judgements),
    kind: kindOf(panel, declared),
  }))
  const inTurn = ranked.toSorted((a, b) => a.rank - b.rank)
  const chosen = new Set(inTurn.filter(({ rank }) => rank === 0).slice(0, MISSED))
  for (const one of inTurn) {
    const isShown = [...chosen].some(({ kind }) => kind === one.kind)
    if (chosen.size < FOREMOST && !isShown) chosen.add(one)
  }
  for (const one of inTurn) if (chosen.size < FOREMOST) chosen.add(one)
  return ranked.filter(one => chosen.has(one)).map(({ panel }) => panel)
}

function rankOf({ metrics }: Panel, judgements: RunReport['judgements']): number {
  const own = judgements.filter(({ metric }) => metrics.includes(metric))
  return own.some(({ verdict }) => verdict !== 'PASS') ? 0 : own.length > 0 ? 1 : 2
}

function kindOf({ metrics: [metric = ''], unit }: Panel, declared: Declared): string {
  const { section } = declared.of(metric)
  if (section === 'load') return 'load'
  if (MACHINES.includes(section)) return 'machines'
  return unit === 'ms' ? 'times' : 'counts'
}
