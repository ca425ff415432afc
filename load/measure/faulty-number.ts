import { MeasuredValueError } from './finite.ts'
import type { Measurement, TallyData, Unit } from './measurement.ts'

/** A number of a measurement that can't be one: where it stands, e.g. `data.points.3.value`, and what is there. */
export interface FaultyNumber {
  at: string
  value: unknown
  /** How many events there are, where the value is a number of bad ones and more than that. */
  events?: number
}

/** Units of what can't be less than nothing. A time may be, as the difference of two clocks, and bytes, as what memory grew by. */
const FROM_ZERO: ReadonlySet<Unit> = new Set(['ratio', 'per-second', 'count', 'score', 'times', 'usd'])

/**
 * @returns the first number of a measurement that is NaN, infinite, or `null`, which JSON makes of both and which is below every limit; or that is
 *   below 0 where that can't be, or more bad events than there are events. `undefined`: all are sound.
 */
export function faultyNumber({ data, window, doubts, unit }: Measurement): FaultyNumber | undefined {
  return notFinite({ data, window, doubts }, '') ?? belowZero(data, unit)
}

/** @throws MeasuredValueError that names the metric, the place and what is there instead of a number */
export function requireSound(measurement: Measurement): void {
  const fault = faultyNumber(measurement)
  if (!fault) return
  const { at, value, events } = fault
  const remedy =
    events === undefined ? undefined : `no more bad events than events, of which there are ${events}`
  throw new MeasuredValueError(measurement.metric, at, value, remedy)
}

function notFinite(value: unknown, at: string): FaultyNumber | undefined {
  if (value === null || (typeof value === 'number' && !Number.isFinite(value))) return { at, value }
  if (typeof value !== 'object') return undefined
  for (const [key, each] of Object.entries(value)) {
    // Most leaves are numbers that are sound: nothing is made of those.
    if (typeof each === 'number' ? Number.isFinite(each) : typeof each === 'string') continue
    const fault = notFinite(each, at === '' ? key : `${at}.${key}`)
    if (fault) return fault
  }
  return undefined
}

function belowZero(data: Measurement['data'], unit: Unit): FaultyNumber | undefined {
  const negative = (values: readonly number[], at: (index: number) => string): FaultyNumber | undefined => {
    const index = values.findIndex(value => value < 0)
    return index < 0 ? undefined : { at: at(index), value: values[index] }
  }
  switch (data.kind) {
    case 'samples':
      return FROM_ZERO.has(unit)
        ? negative(
            data.points.map(({ value }) => value),
            index => `data.points.${index}.value`,
          )
        : undefined
    case 'tally': {
      const causes = Object.entries(data.causes)
      const sums = negative([data.total, data.bad, ...causes.map(([, count]) => count)], index =>
        index < 2 ? `data.${index === 0 ? 'total' : 'bad'}` : `data.causes.${causes[index - 2]?.[0]}`,
      )
      return sums ?? badOfBlocks(data.blocks)
    }
    case 'histogram':
      return negative(
        [data.n, data.overflow, data.censored],
        index => `data.${['n', 'overflow', 'censored'][index]}`,
      )
    // Neither is judged, and a curve may be of a change.
    case 'series':
    case 'search':
      return undefined
  }
}

/** Good ones are what is left of all. */
function badOfBlocks(blocks: TallyData['blocks']): FaultyNumber | undefined {
  for (const [index, { total, bad }] of blocks.entries()) {
    const at = `data.blocks.${index}.bad`
    if (bad < 0) return { at, value: bad }
    if (bad > total) return { at, value: bad, events: total }
  }
  return undefined
}
