import type { Clock } from '../clock.ts'
import { GivingUp } from '../loops/giving-up.ts'
import { Asker } from '../http/asker.ts'
import { Sender } from '../http/sender.ts'
import type { SenderOptions } from '../http/sender.ts'
import type { Measurement } from '../measure/measurement.ts'
import { Recording } from '../measure/recording.ts'
import type { Samples } from '../measure/samples.ts'
import { FleetClient } from './fleet-client.ts'
import { AT_ONCE } from './fleet-requests.ts'
import type { FleetRequests } from './fleet-requests.ts'
import { Releases } from './releases.ts'
import { Spawning } from './spawning.ts'

/** Rising numbers of agents, and how their memory is read. */
export interface MemoryOptions extends SenderOptions {
  requests: FleetRequests
  /** By rising number. */
  levels: readonly number[]
  /** How often they are gone through. Default 2: a line takes 12 values to have an interval. */
  rounds?: number
  /** @returns bytes of all the target's processes; `undefined` where they can't be read @throws Error with a sentence when they can't be read any more */
  read: () => Promise<number | undefined>
}

/**
 * Brings up more and more agents, reads the target's memory at each level, and lets them go; several times.
 *
 * @param recording makes its recorders. Default: one that hands nothing on.
 * @param signal ends it early: agents that it began are let go. Default: it goes on to its end.
 * @returns `fleet.memory` for each level (label `agents`), with a sentence of what was in the way where it ended early, and `fleet.cleanup` where an agent
 * could not be let go; nothing where agents can't be let go at all
 */
export async function measureMemory(
  options: MemoryOptions,
  clock: Clock,
  recording = new Recording(),
  signal?: AbortSignal,
): Promise<Measurement[]> {
  const { requests, headers = {}, levels, rounds = 2, read } = options
  if (!requests.release) return []
  const sender = new Sender({ ...options, resends: false }, clock)
  const startMs = clock.nowMs()
  const identityOf = (agents: number) =>
    ({ metric: 'fleet.memory', unit: 'bytes', labels: { agents: String(agents) } }) as const
  const measured = new Map(levels.map(agents => [agents, recording.samples(identityOf(agents))]))
  const releases = new Releases(clock, recording)
  let absence: string | undefined
  const goThrough = async (spawning: Spawning): Promise<void> => {
    for (const [agents, samples] of measured) {
      const fault = await reach(agents, spawning, requests, clock)
      if (fault !== undefined)
        absence = `The memory of ${agents} agents can't be read, as they did not come up: ${fault}.`
      if (fault !== undefined || !(await readInto(samples))) return
    }
  }
  const readInto = async (samples: Samples): Promise<boolean> => {
    try {
      const bytes = await read()
      if (bytes === undefined)
        absence =
          'Nothing tells the memory of the target: neither a process that the run started nor "resources".'
      else samples.add(bytes, clock.nowMs())
    } catch (error) {
      absence = error instanceof Error ? error.message : String(error)
    }
    return absence === undefined
  }
  try {
    const client = new FleetClient(requests, new Asker(sender, headers), clock, signal)
    for (let round = 0; round < rounds; round++) {
      const spawning = new Spawning({ client, clock, givingUp: new GivingUp(clock) })
      try {
        await goThrough(spawning)
      } finally {
        releases.note(await spawning.letGo())
      }
      if (absence !== undefined) break
    }
    const window = { startMs, endMs: clock.nowMs() }
    const why = absence === undefined ? {} : { absence }
    const levelsOf = [...measured].map(([agents, samples]): Measurement => ({
      ...identityOf(agents),
      window,
      data: samples.toData(),
      doubts: [],
      ...why,
    }))
    return [...levelsOf, ...releases.measurements(window)]
  } finally {
    sender.stop()
  }
}

/** Has as many more brought up as make so many in all. @returns what was wrong with one that did not come up */
async function reach(
  agents: number,
  spawning: Spawning,
  { spawn: { atOnce = AT_ONCE } }: FleetRequests,
  clock: Clock,
): Promise<string | undefined> {
  let cause: string | undefined
  await spawning.all(agents - spawning.up, atOnce, clock.nowMs(), ({ fault }) => {
    cause ??= fault?.cause
  })
  return cause
}
