import type { Clock } from '../clock.ts'
import { Asker } from './asker.ts'
import { jitWarmUp } from './jit-warm-up.ts'
import { Sender } from './sender.ts'
import type { SenderOptions } from './sender.ts'
import { GeneratorHealth, healthMeasurements } from '../measure/health/generator-health.ts'
import { healthDoubts } from '../measure/health/health-doubts.ts'
import type { Doubt, Measurement } from '../measure/measurement.ts'
import type { Recording } from '../measure/recording.ts'

/** What a workload has at hand that speaks to its target by a few requests. */
export interface Means {
  /** Sends requests that are ready; `asker` those in which variables stand. */
  sender: Sender
  asker: Asker
  clock: Clock
  recording: Recording
  health: GeneratorHealth
  /** When it began, epoch ms. */
  startMs: number
}

/** Makes what a workload hands back, once it is over and the generator's doubts are known. */
export type Finish = (window: Measurement['window'], doubts: readonly Doubt[]) => Measurement[]

/**
 * Runs a workload with all that it needs, and watches the generator meanwhile. Its requests are not sent again when they are lost: they may have had an
 * effect.
 *
 * @param generator its name in the generator's own measurements
 * @returns what it measured, and the generator's own health
 */
export async function withMeans(
  generator: string,
  options: SenderOptions,
  { clock, recording }: Pick<Means, 'clock' | 'recording'>,
  work: (means: Means) => Promise<Finish>,
): Promise<Measurement[]> {
  const sender = new Sender({ ...options, resends: false }, clock)
  try {
    await jitWarmUp(clock)
    const health = new GeneratorHealth(clock, options.lateFromMs, { recording, generator })
    const startMs = clock.nowMs()
    const asker = new Asker(sender, options.headers ?? {})
    const finish = await work({ sender, asker, clock, recording, health, startMs })
    const report = health.stop()
    const window = { startMs, endMs: clock.nowMs() }
    return [...finish(window, healthDoubts([report])), ...healthMeasurements(generator, [report], window)]
  } finally {
    sender.stop()
  }
}
