import { wrap } from '../../reports/export/wrap.ts'
import { formatDuration, formatValue, NO_VALUE } from '../../reports/format.ts'
import type { Verdict } from '../../reports/judge/slo.ts'
import type { Outcome } from './outcome.ts'

const WIDTH = 80
const TIME_WIDTH = 12

/** @returns the first part of an experiment's heading: its name and its fault, cut to leave room for the time */
export function writeHeading(name: string, fault: unknown): string {
  const text = fault === undefined ? name : `${name}  ${JSON.stringify(fault)}`
  return fit(text, WIDTH - TIME_WIDTH)
}

/** @returns the rest of the heading: how long it took */
export const writeTime = (durationMs: number): string => formatDuration(durationMs).padStart(TIME_WIDTH)

/** @returns an SLO's row: verdict, id, observed value and objective; where the verdict is not the `wanted` one, why, in lines of their own */
export function writeRow({ id, verdict, judgement }: Outcome, wanted: Verdict): string[] {
  const observed =
    judgement?.observed === undefined ? NO_VALUE : formatValue(judgement.observed, judgement.unit)
  const row = `  ${verdict.padEnd(14)}${fit(id, 32)}${observed.padStart(12)}   ${judgement?.objective ?? ''}`
  if (verdict === wanted) return [row.trimEnd()]
  return [row.trimEnd(), ...wrap(judgement?.because ?? 'The run left no judgement of it.', ' '.repeat(16))]
}

const fit = (text: string, width: number): string =>
  text.length > width ? `${text.slice(0, width - 1)}…` : text.padEnd(width)
