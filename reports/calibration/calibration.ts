import { isWithin } from '../../load/calibration/row.ts'
import type { CalibrationRow } from '../../load/calibration/row.ts'
import { formatCount, formatValue } from '../format.ts'
import type { Machine } from '../machine.ts'

type Figure = 'truth' | 'measured' | 'bound' | 'widenedBy'

/** A row as it is written down: what is no finite number is null, for JSON has no other word for it. Such a row is outside. */
export type CalibratedRow = Omit<CalibrationRow, Figure> & Record<Figure, number | null>

/** The document of a calibration: what the instruments reported of things whose truth is known. */
export interface Calibration {
  schemaVersion: 1
  /** ISO 8601. */
  takenAt: string
  /** Whether it was the short one: fewer subjects, less time. */
  short: boolean
  /** What it was taken on. It says nothing of other machines. */
  machine: Machine
  rows: CalibratedRow[]
  /** What belongs to the rows and is no row, in sentences. */
  notes: string[]
  /** Why an instrument has no rows, in sentences. */
  problems: string[]
}

/** What is known when a calibration has ended. */
export interface CalibrationFacts {
  takenAtMs: number
  short: boolean
  machine: Machine
  rows: readonly CalibrationRow[]
  notes: readonly string[]
  problems: readonly string[]
}

/** @returns the document of a calibration */
export function composeCalibration(facts: CalibrationFacts): Calibration {
  const known = (figure: number): number | null => (Number.isFinite(figure) ? figure : null)
  return {
    schemaVersion: 1,
    takenAt: new Date(facts.takenAtMs).toISOString(),
    short: facts.short,
    machine: facts.machine,
    rows: facts.rows.map(row => ({
      ...row,
      truth: known(row.truth),
      measured: known(row.measured),
      bound: known(row.bound),
      widenedBy: known(row.widenedBy),
    })),
    notes: [...facts.notes],
    problems: [...facts.problems],
  }
}

/** @returns whether a row is further from the truth than it may be, or lacks a number */
export function isOutside({ truth, measured, bound, widenedBy, ...rest }: CalibratedRow): boolean {
  if (truth === null || measured === null || bound === null || widenedBy === null) return true
  return !isWithin({ ...rest, truth, measured, bound, widenedBy })
}

/** @returns measured less truth, in the row's unit; undefined where one of them is missing */
export const errorOf = ({ truth, measured }: CalibratedRow): number | undefined =>
  truth === null || measured === null ? undefined : measured - truth

/** @returns whether the bound stands for a busy machine too */
export const isWidened = ({ widenedBy }: CalibratedRow): boolean => widenedBy !== null && widenedBy > 0

/** @returns whether every instrument was calibrated and every row is within its bound */
export const isRight = ({ rows, problems }: Calibration): boolean =>
  rows.length > 0 && problems.length === 0 && !rows.some(isOutside)

/** @returns in one or two sentences: how many rows are within their bounds, and how far these had to be widened */
export function summariseCalibration({ rows }: Pick<Calibration, 'rows'>): string {
  const outside = rows.filter(isOutside).length
  const count = formatCount(rows.length)
  const within =
    outside === 0
      ? `All ${count} numbers are within their bounds.`
      : `${formatCount(rows.length - outside)} of ${count} numbers are within their bounds, ${formatCount(outside)} ${outside === 1 ? 'is' : 'are'} outside.`
  const widened = rows.filter(isWidened)
  if (rows.length === 0) return 'No number was calibrated.'
  if (widened.length === 0) return within
  const most = formatValue(Math.max(...widened.map(row => row.widenedBy ?? 0)), 'ms')
  const bounds = widened.length === 1 ? '1 bound was' : `${formatCount(widened.length)} bounds were`
  return `${within} The machine was busy: ${bounds} widened by up to ${most}, its measured lateness or noise.`
}

/** How the instruments that a run was taken with are known to measure. */
export type CalibrationStanding =
  /** Calibrated on this machine, and right. */
  | { kind: 'right'; sentence: string }
  /** Calibrated on this machine, and not right, or not all of them. */
  | { kind: 'wrong'; sentence: string }
  /** Never calibrated on this machine, as far as is known. */
  | { kind: 'unknown'; sentence: string }

/**
 * @param calibration the last one there was, if any
 * @param machine what the run was taken on
 * @param remedy what a person types to calibrate. Default: nothing, as on a page that may be read anywhere
 */
export function standingOf(
  calibration: Calibration | undefined,
  machine: Machine,
  remedy = '',
): CalibrationStanding {
  const not = `Not calibrated on this machine${remedy === '' ? '' : `: ${remedy}`}.`
  if (!calibration) return { kind: 'unknown', sentence: not }
  if (calibration.machine.fingerprint !== machine.fingerprint) {
    const differences = differencesOf(calibration.machine, machine)
    return {
      kind: 'unknown',
      sentence: `${not} The last calibration was taken with ${differences}.`,
    }
  }
  const summary = [...calibration.problems, summariseCalibration(calibration)].join(' ')
  return isRight(calibration)
    ? { kind: 'right', sentence: summary }
    : { kind: 'wrong', sentence: `The calibration failed on this machine. ${summary}` }
}

/** What makes two machines two, in words: `browser Chromium 155, not Chromium 156`. */
function differencesOf(then: Machine, now: Machine): string {
  const names: Record<Exclude<keyof Machine, 'fingerprint'>, string> = {
    cpu: 'processor',
    cores: 'cores',
    memoryBytes: 'memory',
    os: 'system',
    node: 'Node',
    browser: 'browser',
  }
  const text = (machine: Machine, key: keyof typeof names): string =>
    key === 'memoryBytes' ? formatValue(machine[key], 'bytes') : String(machine[key])
  const differences = (Object.keys(names) as (keyof typeof names)[])
    .filter(key => then[key] !== now[key])
    .map(key => `${names[key]} ${text(then, key)}, not ${text(now, key)}`)
  return differences.length > 0
    ? differences.join('; ')
    : `fingerprint ${then.fingerprint}, not ${now.fingerprint}`
}
