import type { Labels, Measurement } from '../../load/measure/measurement.ts'
import type { SuiteRun } from './run-suite.ts'

/** @returns the first measurement of a metric that carries these labels @throws when there is none, with all that the run printed */
export function measurementOf(
  { report, output }: SuiteRun,
  metric: string,
  labels: Labels = {},
): Measurement {
  const found = report?.measurements.find(
    one =>
      one.metric === metric && Object.entries(labels).every(([name, value]) => one.labels[name] === value),
  )
  if (!found) throw new Error(`The report has no ${metric} ${JSON.stringify(labels)}:\n${output}`)
  return found
}
