import type { Clock } from '../clock.ts'
import { GivingUp } from '../loops/giving-up.ts'
import { saturatedOf } from '../loops/operation-record.ts'
import type { Outcome } from '../loops/operation.ts'
import type { Asker } from '../http/asker.ts'
import { DEFAULT_TIMEOUT_MS } from '../http/sender.ts'
import type { SenderOptions } from '../http/sender.ts'
import { withMeans } from '../http/with-means.ts'
import type { Measurement } from '../measure/measurement.ts'
import { Recording } from '../measure/recording.ts'
import type { Samples } from '../measure/samples.ts'
import type { Tally } from '../measure/tally.ts'
import { FleetClient } from './fleet-client.ts'
import { AT_ONCE } from './fleet-requests.ts'
import type { FleetRequests } from './fleet-requests.ts'
import { Releases } from './releases.ts'
import { Spawning } from './spawning.ts'
import { Stopping } from './stopping.ts'

/** Numbers of agents, and how often each is brought up from nothing. Serialisable. */
export interface StartupOptions extends SenderOptions {
  requests: FleetRequests
  levels: readonly number[]
  /** Default 3. */
  times?: number
  /** For how long a start is waited for at least, ms, whatever the time-out of requests: longer than it may take. Default: no longer than these. */
  withinMs?: number
  /** For how long a fleet that was told to stop may go on, ms. Default ten seconds, or as long as agents may where that is longer. */
  stopsWithinMs?: number
}

const ERRORS = { metric: 'fleet.startup.errors', unit: 'count', labels: {} } as const

/** The starts of so many agents. */
interface Level {
  agents: number
  samples: Samples
  /** Why there are fewer values than starts: the first. A sentence. */
  absence?: string
}

/**
 * Stops the fleet, waits until its pool tells that it has, then brings so many agents up and measures how long it takes until the last of them has answered
 * its first message; for each level, several times. Where one does not answer in time, that time is a lower bound; a start of which some were refused, or came without an id of their own, is
 * no start, and has no time. A fleet with agents of others is not stopped.
 *
 * @param recording makes its recorders. Default: one that hands nothing on.
 * @param signal ends it early: agents that it began are let go. Default: it goes on to its end.
 * @returns for each level (label `agents`) `fleet.startup`, `fleet.startup.errors` (each agent that was asked for), the generator's own health, and
 * `fleet.cleanup` where the last of them could not be stopped
 */
export async function measureStartup(
  options: StartupOptions,
  clock: Clock,
  recording = new Recording(),
  signal?: AbortSignal,
): Promise<Measurement[]> {
  const { requests, levels, times = 3, withinMs = 0, timeoutMs = DEFAULT_TIMEOUT_MS } = options
  const { stop } = requests
  if (!stop) return []
  const patient = { ...options, timeoutMs: Math.max(timeoutMs, withinMs) }
  return withMeans('fleet', patient, { clock, recording }, async ({ asker }) => {
    const client = new FleetClient(requests, asker, clock, signal)
    const stopping = new Stopping(client, clock, { ...requests, stop }, options.stopsWithinMs)
    const errors = recording.tally(ERRORS)
    let spawning = new Spawning({ client, clock, givingUp: new GivingUp(clock) })
    const measured: Level[] = []
    let stayed: string | undefined
    try {
      for (const agents of levels) {
        const level: Level = { agents, samples: recording.samples(identityOf(agents)) }
        measured.push(level)
        for (let time = 0; time < times; time++) {
          const cause = await stopping.stop(spawning.begun.size)
          if (cause === undefined) {
            spawning = new Spawning({ client, clock, givingUp: new GivingUp(clock) })
            await startOnce(level, errors, requests, { spawning, asker, clock })
          } else level.absence ??= `The fleet could not be stopped: ${cause}.`
        }
      }
      stayed = await stopping.stop(spawning.begun.size)
    } catch (error) {
      await spawning.letGo()
      throw error
    }
    const own = spawning.begun.size
    const releases = new Releases(clock, recording)
    if (stayed !== undefined && own > 0) releases.note([{ kind: 'answer', cause: stayed, example: '' }])
    return (window, doubts) => [
      ...measured.map(({ agents, samples, absence }): Measurement => ({
        ...identityOf(agents),
        window,
        data: samples.toData(),
        doubts: [...doubts],
        ...(absence === undefined ? {} : { absence }),
      })),
      {
        ...ERRORS,
        window,
        data: errors.toData(),
        doubts: saturatedOf(doubts),
        ...absenceOf(errors, measured),
      },
      ...releases.measurements(window),
    ]
  })
}

const identityOf = (agents: number) =>
  ({ metric: 'fleet.startup', unit: 'ms', labels: { agents: String(agents) } }) as const

/** Where no agent was asked for: why. */
function absenceOf(errors: Tally, measured: readonly Level[]): Pick<Measurement, 'absence'> {
  const absence = measured.find(one => one.absence !== undefined)?.absence
  return errors.toData().total > 0 || absence === undefined ? {} : { absence }
}

/** Has agents come up, and notes how long that took. */
async function startOnce(
  level: Level,
  errors: Tally,
  { spawn: { atOnce = AT_ONCE } }: FleetRequests,
  { spawning, asker, clock }: { spawning: Spawning; asker: Asker; clock: Clock },
): Promise<void> {
  const { agents, samples } = level
  const intendedMs = clock.nowMs()
  let lastMs = intendedMs
  let refused: string | undefined
  const ended = ({ endMs, fault }: Outcome): void => {
    if (fault === undefined) {
      lastMs = Math.max(lastMs, endMs)
      errors.good(intendedMs)
      return
    }
    errors.bad(fault.cause, intendedMs, 1, fault.example || undefined)
    if (fault.kind !== 'timeout') refused ??= fault.cause
  }
  await spawning.all(agents, atOnce, intendedMs, ended)
  if (refused !== undefined)
    level.absence ??= `A start of ${agents} ${agents === 1 ? 'agent' : 'agents'} failed: ${refused}.`
  else if (spawning.up === agents) samples.add(lastMs - intendedMs, intendedMs)
  else samples.addCensored(asker.timeoutMs, intendedMs)
}
