import type { Clock } from '../clock.ts'
import { Asker } from './asker.ts'
import { jitWarmUp } from './jit-warm-up.ts'
import { Sender } from './sender.ts'
import type { SenderOptions } from './sender.ts'
import { withHealth } from '../measure/health/with-health.ts'
import type { Finish, Watched } from '../measure/health/with-health.ts'
import type { Measurement } from '../measure/measurement.ts'
import type { Recording } from '../measure/recording.ts'

/** What a workload has at hand that speaks to its target by a few requests. */
export interface Means extends Watched {
  /** Sends requests that are ready; `asker` those in which variables stand. */
  sender: Sender
  asker: Asker
  clock: Clock
  recording: Recording
}

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
    const asker = new Asker(sender, options.headers ?? {})
    return await withHealth(generator, options, { clock, recording }, watched =>
      work({ sender, asker, clock, recording, ...watched }),
    )
  } finally {
    sender.stop()
  }
}
