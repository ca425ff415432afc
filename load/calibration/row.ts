import type { Unit } from '../measure/measurement.ts'
import { TIMER_MS } from './truth/lateness-probe.ts'

/** One number that an instrument reported of something whose truth is known. Serialisable. */
export interface CalibrationRow {
  /** What measured, e.g. `open loop`. */
  instrument: string
  /** What was measured, e.g. `fixed 50 ms`. */
  subject: string
  /** Which number of it, e.g. `latency p95`. */
  quantity: string
  unit: Unit
  truth: number
  measured: number
  /** Largest difference between the two that is allowed, `widenedBy` included. */
  bound: number
  /** The part of the bound that stands for the machine's own measured lateness; 0 in a quiet run, and always for counts. */
  widenedBy: number
}

/** What is known of a row before its bound is. */
export type Comparison = Pick<CalibrationRow, 'instrument' | 'subject' | 'quantity' | 'truth' | 'measured'>

/** A time may be off by this much, and by this share of the truth. */
export const TIME_BOUND_MS = 2
export const TIME_BOUND_SHARE = 0.05

/** @returns whether what was measured is as near to the truth as it has to be; never where a number is missing */
export const isWithin = ({ truth, measured, bound }: CalibrationRow): boolean =>
  Math.abs(measured - truth) <= bound

/**
 * @param latenessMs how late the machine was by its own account, at the percentile in question. Up to a timer's own millisecond it is what a quiet
 * machine has, lies within the bound and does not widen it.
 * @returns a row of a time in milliseconds: right within 2 ms + 5 %
 */
export function timeRow(row: Comparison, latenessMs: number): CalibrationRow {
  const widenedBy = latenessMs > TIMER_MS ? latenessMs : 0
  const bound = TIME_BOUND_MS + TIME_BOUND_SHARE * row.truth + widenedBy
  return { ...row, unit: 'ms', bound, widenedBy }
}

/**
 * @param unsure events so close to the edges of the window that the two sides may differ on whether they lie in it. Default 0.
 * @returns a row of a count: right when it is exactly the truth, but for those
 */
export const countRow = (row: Comparison, unsure = 0): CalibrationRow => ({
  ...row,
  unit: 'count',
  bound: unsure,
  widenedBy: 0,
})

/**
 * @param unsure as for a count, over `seconds`
 * @returns a row of a rate a second: right when its count is
 */
export const rateRow = (row: Comparison, unsure: number, seconds: number): CalibrationRow => ({
  ...row,
  unit: 'per-second',
  bound: unsure / seconds,
  widenedBy: 0,
})
