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
import { askPool } from './pool.ts'
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
      const inTheWay = await othersIn(client, clock, begun)
      if (inTheWay !== undefined) return inTheWay
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

/** @returns why a fleet is not to be stopped, if it is not: others have agents there, or nobody tells whether they do */
async function othersIn(client: FleetClient, clock: Clock, begun: number): Promise<string | undefined> {
  const pool = await askPool(client, clock, ({ agents }) => agents !== undefined)
  if (!pool) return undefined
  const { agents, fault } = pool
  if (agents === undefined) {
    const why = fault ?? 'its answer has no number of them'
    return `the pool does not tell whether agents of others are there (${why})`
  }
  if (agents <= begun) return undefined
  return `${agents - begun} agents are there that this run did not begin, and would go with it`
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
