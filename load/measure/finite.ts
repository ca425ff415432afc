/** A value that can't be measured: no finite number (JSON would turn it into `null`, which is below every limit), or less than nothing. */
export class MeasuredValueError extends Error {
  readonly code = 'ERR_MEASURED_VALUE'

  constructor(metric: string, what: string, value: unknown) {
    const remedy =
      typeof value === 'number' && value < 0 && Number.isFinite(value)
        ? 'numbers from 0 on'
        : 'finite numbers only'
    super(`${metric} was given ${String(value)} as its ${what}: record ${remedy}.`)
    this.name = 'MeasuredValueError'
  }
}

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
