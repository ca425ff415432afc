/** A value that can't be measured: no finite number. JSON would turn it into `null`, which is below every limit. */
export class MeasuredValueError extends Error {
  readonly code = 'ERR_MEASURED_VALUE'

  constructor(metric: string, what: string, value: unknown) {
    super(`${metric} was given ${String(value)} as its ${what}: record finite numbers only.`)
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
