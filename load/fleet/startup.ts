import type { Clock } from '../clock.ts'
import { GivingUp } from '../loops/giving-up.ts'
import type { Outcome } from '../loops/operation.ts'
import type { Asker } from '../http/asker.ts'
import type { SenderOptions } from '../http/sender.ts'
import { withMeans } from '../http/with-means.ts'
import type { Measurement } from '../measure/measurement.ts'
import { Recording } from '../measure/recording.ts'
import type { Samples } from '../measure/samples.ts'
import { FleetClient } from './fleet-client.ts'
import { AT_ONCE } from './fleet-requests.ts'
import type { FleetRequests } from './fleet-requests.ts'
import { Spawning } from './spawning.ts'

/** Numbers of agents, and how often each is brought up from nothing. Serialisable. */
export interface StartupOptions extends SenderOptions {
  requests: FleetRequests
  levels: readonly number[]
  /** Default 3. */
  times?: number
}

/**
 * Stops the fleet, then brings so many agents up and measures how long it takes until the last of them has answered its first message; for each level,
 * several times. Where one does not answer, the time-out is a lower bound. A fleet with agents of others is not stopped.
 *
 * @param recording makes its recorders. Default: one that hands nothing on.
 * @returns for each level (label `agents`) `fleet.startup`, and the generator's own health
 */
export async function measureStartup(
  options: StartupOptions,
  clock: Clock,
  recording = new Recording(),
): Promise<Measurement[]> {
  const { requests, levels, times = 3 } = options
  const { stop } = requests
  if (!stop) return []
  return withMeans('fleet', options, { clock, recording }, async ({ asker }) => {
    const client = new FleetClient(requests, asker, clock)
    /** What stood in the way, if anything. */
    const stopped = async (begun: number): Promise<string | undefined> => {
      const { agents = 0 } = (await client.pool()) ?? {}
      if (agents > begun)
        return `${agents - begun} agents are there that this run did not begin, and would go with it`
      const { fault } = (await client.ask(stop, {}, clock.nowMs())).outcome
      return fault && `stop: ${fault.cause}`
    }
    let own = 0
    const measured: { agents: number; samples: Samples; causes: string[] }[] = []
    for (const agents of levels) {
      const identity = { metric: 'fleet.startup', unit: 'ms', labels: { agents: String(agents) } } as const
      const one = { agents, samples: recording.samples(identity), causes: [] as string[] }
      measured.push(one)
      for (let time = 0; time < times; time++) {
        const cause = await stopped(own)
        own = 0
        if (cause === undefined) own = await startOnce(one, requests, { client, asker, clock })
        else one.causes.push(cause)
      }
    }
    await stopped(own)
    return (window, doubts) =>
      measured.map(({ agents, samples, causes }): Measurement => ({
        metric: 'fleet.startup',
        unit: 'ms',
        labels: { agents: String(agents) },
        window,
        data: samples.toData(),
        doubts: [...doubts],
        ...(causes[0] === undefined ? {} : { absence: `The fleet could not be stopped: ${causes[0]}.` }),
      }))
  })
}

/** @returns how many agents came of it */
async function startOnce(
  { agents, samples }: { agents: number; samples: Samples },
  { spawn: { atOnce = AT_ONCE } }: FleetRequests,
  { client, asker, clock }: { client: FleetClient; asker: Asker; clock: Clock },
): Promise<number> {
  const spawning = new Spawning({ client, clock, givingUp: new GivingUp(clock) })
  const intendedMs = clock.nowMs()
  let lastMs = intendedMs
  const ended = ({ endMs, fault }: Outcome): void => {
    if (fault === undefined) lastMs = Math.max(lastMs, endMs)
  }
  await spawning.all(agents, atOnce, intendedMs, ended)
  if (spawning.up === agents) samples.add(lastMs - intendedMs, intendedMs)
  else samples.addCensored(asker.timeoutMs, intendedMs)
  return spawning.begun.size
}
