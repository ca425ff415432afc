import type { Measurement, MeasurementData } from '../measure/measurement.ts'
import { CalibrationError } from './calibration-error.ts'

type Of<Kind extends MeasurementData['kind']> = Extract<MeasurementData, { kind: Kind }>

/** @returns the data of a metric @throws CalibrationError when there is none of this kind */
export function dataOf<Kind extends MeasurementData['kind']>(
  all: readonly Measurement[],
  metric: string,
  kind: Kind,
): Of<Kind> {
  const data = all.find(one => one.metric === metric)?.data
  if (data?.kind !== kind) throw new CalibrationError(`Nothing was measured of ${metric} as ${kind}.`)
  return data as Of<Kind>
}

/** @returns the window of a metric @throws CalibrationError when there is no such metric */
export function windowOf(all: readonly Measurement[], metric: string): Measurement['window'] {
  const found = all.find(one => one.metric === metric)
  if (!found) throw new CalibrationError(`Nothing was measured of ${metric}.`)
  return found.window
}
