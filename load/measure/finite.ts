/** A value that can't be measured: no finite number (JSON would turn it into `null`, which is below every limit), less than nothing, or more bad events than events. */
export class MeasuredValueError extends Error {
  readonly code = 'ERR_MEASURED_VALUE'

  /** @param remedy what to record instead. Default: what the value lacks */
  constructor(metric: string, what: string, value: unknown, remedy = remedyOf(value)) {
    super(`${metric} was given ${String(value)} as its ${what}: record ${remedy}.`)
    this.name = 'MeasuredValueError'
  }
}

const remedyOf = (value: unknown): string =>
  typeof value === 'number' && value < 0 && Number.isFinite(value)
    ? 'numbers from 0 on'
    : 'finite numbers only'

/**
 * Makes sure that a value and its time can be kept.
 *
 * @param metric its name
 * @param atMs epoch ms
 * @throws MeasuredValueError when one of them is no finite number
 */
export function requireFinite(metric: string, value: number, atMs: number): void {
  if (!Number.isFinite(value)) throw new MeasuredValueError(metric, 'value', value)
  if (!Number.isFinite(atMs)) throw new MeasuredValueError(metric, 'time', atMs)
}
