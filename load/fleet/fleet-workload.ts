import { setTimeout as delay } from 'node:timers/promises'
import type { Clock } from '../clock.ts'
import { GivingUp } from '../loops/giving-up.ts'
import { runOpenLoop } from '../loops/open-loop.ts'
import { OperationRecord } from '../loops/operation-record.ts'
import type { Operation } from '../loops/operation.ts'
import { Asker, faulty } from '../http/asker.ts'
import { jitWarmUp } from '../http/jit-warm-up.ts'
import { Sender } from '../http/sender.ts'
import type { SenderOptions } from '../http/sender.ts'
import { GeneratorHealth, healthMeasurements } from '../measure/health/generator-health.ts'
import { healthDoubts } from '../measure/health/health-doubts.ts'
import type { Doubt, Measurement } from '../measure/measurement.ts'
import { Recording } from '../measure/recording.ts'
import { FleetClient } from './fleet-client.ts'
import { AT_ONCE } from './fleet-requests.ts'
import type { FleetRequests } from './fleet-requests.ts'
import { Leftovers } from './leftovers.ts'
import { Spawning } from './spawning.ts'

/** A fleet, and what is done with it. Serialisable. */
export interface FleetOptions extends SenderOptions {
  requests: FleetRequests
  /** Agents that are brought up. */
  agents: number
  /** How far apart its batches are, ms: so that there are values of many moments: a mean is judged from 12 seconds on that have some. Default 700. */
  everyMs?: number
  /** How often an idle agent is asked for, and for how long, once all are up. Of fewer agents than a quarter as many it is less often, and as many times. */
  allocate: { perSecond: number; durationMs: number }
  /** How often few agents are brought up and let go beforehand: what a round leaves behind is looked at each time. Default 2. */
  rounds?: number
}

/** From this share on the agents that run are all that there were to be. */
const ENOUGH = 0.95
const FEWER = 'agents that did not come up'

/** For how long an agent is kept that was handed out, ms: who else gets it meanwhile has it beside us. */
const KEPT_MS = 50

/** An idle agent is asked for so often a second of each that there is, at most: with one that is out for less than 250 ms, of few agents one is idle too. */
const TIMES_EACH = 4

/** The agents of a round that is for what it leaves behind. */
const FEW = 10

/**
 * Brings agents up in batches at intended times and measures each from the moment its batch was due until it has answered its first message; asks for idle agents
 * and gives them back, at intended times, while all run; lets them go and looks at what is left.
 *
 * A few come and go beforehand, so that there is a pool of hosts: how long that takes to start is another question (see `measureStartup`).
 * Agents that others have begun are left alone.
 *
 * @param recording makes its recorders. Default: one that hands nothing on.
 * @param signal ends it early: agents that it began are let go. Default: it goes on to its end.
 * @returns `fleet.spawn.latency` and `fleet.spawn.errors`; where the target hands agents out `fleet.allocate.*`; where it tells what there is
 * `fleet.cleanup`; and the generator's own health
 */
export async function runFleet(
  options: FleetOptions,
  clock: Clock,
  recording = new Recording(),
  signal?: AbortSignal,
): Promise<Measurement[]> {
  const { requests, headers = {}, agents, everyMs = 700, rounds = 2 } = options
  const sender = new Sender({ ...options, resends: false }, clock)
  const client = new FleetClient(requests, new Asker(sender, headers), clock, signal)
  const givingUp = new GivingUp(clock)
  const [rehearsal, spawning] = [
    new Spawning({ client, clock, givingUp: new GivingUp(clock) }),
    new Spawning({ client, clock, givingUp }),
  ]
  try {
    await jitWarmUp(clock)
    const leftovers = new Leftovers(client, clock, recording, requests.pool)
    const atOnce = requests.spawn.atOnce ?? AT_ONCE
    const few = Math.min(FEW, atOnce)
    await leftovers.begin()
    for (let round = 0; round < rounds && requests.release; round++) {
      await rehearsal.batch(few, clock.nowMs(), () => {})
      leftovers.note(await rehearsal.letGo())
      // The first round leaves a pool behind: as many hosts as there are to be.
      if (round === 0) await leftovers.learnHosts()
      await leftovers.look()
    }
    const health = new GeneratorHealth(clock, options.lateFromMs, { recording, generator: 'fleet' })
    const startMs = clock.nowMs()
    const { timeoutMs } = sender
    const spawn = { metric: 'fleet.spawn', labels: {}, timeoutMs, startMs, tellsUntimed: true }
    const spawned = new OperationRecord(spawn, recording)
    await spawning.inBatches({ agents, atOnce, everyMs }, spawned, health)
    const upMs = clock.nowMs()
    const allocated = await allocateOpenLoop(options, { client, sender, health, clock, recording })
    if (requests.release) {
      leftovers.note(await spawning.letGo())
      await leftovers.look()
    }
    const report = health.stop()
    const doubts = healthDoubts([report])
    const whole = { startMs, endMs: clock.nowMs() }
    return [
      ...spawned.measurements({ startMs, endMs: upMs }, doubts),
      ...allocated.flatMap(record =>
        record.measurements({ startMs: upMs, endMs: whole.endMs }, [
          ...doubts,
          ...fewer(agents, spawning.up),
        ]),
      ),
      ...leftovers.measurements(whole),
      ...healthMeasurements('fleet', [report], whole),
    ]
  } finally {
    // Whatever came in between, no agent of the run stays.
    await rehearsal.letGo()
    await spawning.letGo()
    sender.stop()
  }
}

/** The doubt about what is measured while all run, where not all do. */
const fewer = (wanted: number, up: number): Doubt[] =>
  up < ENOUGH * wanted ? [{ kind: 'load-not-applied', wanted, applied: up, cause: FEWER }] : []

interface AllocationMeans {
  client: FleetClient
  sender: Sender
  health: GeneratorHealth
  clock: Clock
  recording: Recording
}

/** @returns nothing where the target hands out no agents */
async function allocateOpenLoop(
  { requests, agents, allocate }: FleetOptions,
  { client, sender, health, clock, recording }: AllocationMeans,
): Promise<OperationRecord[]> {
  if (!requests.allocate) return []
  const startMs = clock.nowMs()
  const { timeoutMs } = sender
  const kept = { metric: 'fleet.allocate', labels: {}, timeoutMs, startMs, tellsUntimed: true }
  const record = new OperationRecord(kept, recording)
  const held = new Set<string>()
  const operation: Operation = async (_index, intendedMs) => {
    const { id, outcome } = await client.allocate(intendedMs)
    if (id === undefined) return outcome
    if (held.has(id))
      return faulty(outcome, { kind: 'answer', cause: 'an agent was handed out twice', example: id })
    held.add(id)
    await delay(KEPT_MS)
    // From here on the target may hand it out, before it has answered too.
    held.delete(id)
    const fault = await client.giveBack(id)
    return fault ? faulty(outcome, fault) : outcome
  }
  const perSecond = Math.min(allocate.perSecond, TIMES_EACH * agents)
  const durationMs = (allocate.durationMs * allocate.perSecond) / perSecond
  const arrivals = { kind: 'constant', perSecond, durationMs } as const
  const means = { health, clock, givingUp: new GivingUp(clock) }
  await runOpenLoop([{ operation, arrivals, record }], startMs, means)
  return [record]
}
