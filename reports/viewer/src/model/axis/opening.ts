import type { Step, RunReport } from '../../../../run-report.ts'
import { byUrgency } from '../verdict/verdicts.ts'
import { evidenceOf } from '../verdict/evidence.ts'
import type { Range } from './visible.ts'

/** @returns the part of the run to look at first: the step in which the worst SLO that did not pass was measured, else the longest step; undefined where there are not several */
export function openingRange(
  report: Pick<RunReport, 'judgements' | 'measurements' | 'curves' | 'steps'>,
  zeroMs: number,
): Range | undefined {
  const steps = report.steps.filter(({ startMs, endMs }) => endMs > startMs)
  if (steps.length < 2) return undefined
  const missed = report.judgements.filter(({ verdict }) => verdict !== 'PASS' && verdict !== 'NO_DATA')
  const [worst] = missed.toSorted(byUrgency)
  const window = worst && evidenceOf(worst, report).window
  const middleMs = window && (window.startMs + window.endMs) / 2
  const [longest] = steps.toSorted((a, b) => lengthOf(b) - lengthOf(a))
  const step =
    steps.find(({ startMs, endMs }) => middleMs !== undefined && startMs <= middleMs && middleMs <= endMs) ??
    longest
  return step && rangeOf(step, zeroMs)
}

/** @returns when a step was, in seconds since the start of the run */
export const rangeOf = ({ startMs, endMs }: Pick<Step, 'startMs' | 'endMs'>, zeroMs: number): Range => [
  (startMs - zeroMs) / 1000,
  (endMs - zeroMs) / 1000,
]

const lengthOf = ({ startMs, endMs }: Step): number => endMs - startMs

/** @returns the range that an address names: `#t=170-200` */
export function rangeIn(hash: string): Range | undefined {
  const [, from, to] = /^#t=(\d+(?:\.\d+)?)-(\d+(?:\.\d+)?)$/.exec(hash) ?? []
  return from !== undefined && Number(to) > Number(from) ? [Number(from), Number(to)] : undefined
}

/** @returns the address of a range, to a tenth of a second */
export const hashOfRange = ([from, to]: Range): string =>
  `#t=${Number(Math.max(0, from).toFixed(1))}-${Number(to.toFixed(1))}`
