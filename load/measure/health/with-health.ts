import type { Clock } from '../../clock.ts'
import type { Doubt, Measurement } from '../measurement.ts'
import type { Recording } from '../recording.ts'
import { GeneratorHealth, healthMeasurements } from './generator-health.ts'
import { healthDoubts } from './health-doubts.ts'

/** What is watched while a workload runs. */
export interface Watched {
  health: GeneratorHealth
  /** When it began, epoch ms. */
  startMs: number
}

/** Makes what a workload hands back, once it is over and the generator's doubts are known. */
export type Finish = (window: Measurement['window'], doubts: readonly Doubt[]) => Measurement[]

/**
 * Runs a workload, and watches the generator meanwhile.
 *
 * @param generator its name in the generator's own measurements
 * @param options less lateness of the generator than `lateFromMs` is none, ms. Default 10.
 * @returns what it measured, and the generator's own health
 */
export async function withHealth(
  generator: string,
  { lateFromMs }: { lateFromMs?: number | undefined },
  { clock, recording }: { clock: Clock; recording: Recording },
  work: (watched: Watched) => Promise<Finish>,
): Promise<Measurement[]> {
  const health = new GeneratorHealth(clock, lateFromMs, { recording, generator })
  const startMs = clock.nowMs()
  const finish = await work({ health, startMs })
  const report = health.stop()
  const window = { startMs, endMs: clock.nowMs() }
  return [...finish(window, healthDoubts([report])), ...healthMeasurements(generator, [report], window)]
}
