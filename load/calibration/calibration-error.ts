/** An instrument could not be held against the truth: the truth, or what was measured of it, is not there. */
export class CalibrationError extends Error {
  override readonly name = 'CalibrationError'
  readonly code = 'ERR_CALIBRATION'
}
