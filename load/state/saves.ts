import { randomUUID } from 'node:crypto'
import { ReadAccount } from '../account/reads.ts'
import type { ReadFound } from '../account/reads.ts'
import type { Clock } from '../clock.ts'
import { valuesAt } from '../http/places.ts'
import type { SenderOptions } from '../http/sender.ts'
import { withMeans } from '../http/with-means.ts'
import { GivingUp } from '../loops/giving-up.ts'
import { runOpenLoop } from '../loops/open-loop.ts'
import { OperationRecord } from '../loops/operation-record.ts'
import type { Operation } from '../loops/operation.ts'
import { nearestRank } from '../measure/nearest-rank.ts'
import type { Measurement } from '../measure/measurement.ts'
import { Recording } from '../measure/recording.ts'
import { removeAgents } from './remove-agents.ts'
import type { StateRequests } from './state-requests.ts'

/** Agents that save their states while these are read. Serialisable. */
export interface SaveOptions extends SenderOptions {
  requests: StateRequests
  agents: number
  /** How often each saves. */
  times: number
  /** Rounds, in each of which states are read for a while without saves, and then with a part of them. */
  rounds: number
  /** Saves a second, of all agents, and as many reads. */
  perSecond: number
  /** Of the reads without saves in each round. */
  aloneMs: number
}

/** What is known of an agent's state: it is that which was saved last, or one whose saving was begun later. */
export interface KeptState {
  agent: string
  /** The number of the last save that was told as done. */
  least: number
  /** Of the last that was begun. */
  most: number
}

/** What saving gave. */
export interface SavesResult {
  measurements: Measurement[]
  kept: KeptState[]
}

/** Who reads so much later than is due has been held up itself, and so may have been what it read, ms. */
const LATE_MS = 100

/** Reads of a round that are too few for a median. */
const FEW = 10

/**
 * Agents save at intended times, each its next state when the last is saved; they are read meanwhile, and in turns without saves.
 *
 * @param recording makes its recorders. Default: one that hands nothing on.
 * @param signal ends it early: what it has saved is removed. Default: it goes on to its end.
 * @returns `state.save.latency`, `.service`, `.errors`; `state.saves.slowdown`, by what reads took longer with saves, of each round in which the generator was not late; `state.stale`, reads that gave an older
 * state than the last that was saved, or than a read before, or one that was never saved; and what must be there afterwards
 */
export async function measureSaves(
  options: SaveOptions,
  clock: Clock,
  recording = new Recording(),
  signal?: AbortSignal,
): Promise<SavesResult> {
  const { requests, agents, times, rounds, perSecond, aloneMs } = options
  const run = randomUUID().slice(0, 8)
  const kept = Array.from({ length: agents }, (_, agent): KeptState => ({
    agent: `fleetmark-${run}-${agent}`,
    least: 0,
    most: 0,
  }))
  /** When the last save of each was over, epoch ms. */
  const last = kept.map(() => Promise.resolve(0))
  const account = new ReadAccount()
  const measurements = await withMeans('saves', options, { clock, recording }, async means => {
    const { asker, startMs } = means
    const { timeoutMs } = asker
    const givingUp = new GivingUp(clock, undefined, signal)
    const saves = new OperationRecord({ metric: 'state.save', labels: {}, timeoutMs, startMs }, recording)
    const stale = recording.tally({ metric: 'state.stale', unit: 'count', labels: {} })
    const slowdown = recording.samples({ metric: 'state.saves.slowdown', unit: 'times', labels: {} })
    const save = async (at: number, intendedMs: number, readyMs = intendedMs) => {
      const one = kept[at]!
      const value = ++one.most
      account.begins(one.agent, value)
      const { outcome } = await asker.ask(
        requests.save,
        { agent: one.agent, value: String(value) },
        intendedMs,
        readyMs,
      )
      if (!outcome.fault) {
        one.least = value
        account.wrote(one.agent, value, outcome.endMs)
      }
      return outcome
    }
    // Of one agent a save waits for the one before it: agents do one thing after another.
    const saving: Operation = (index, intendedMs) => {
      const at = index % agents
      const saved = last[at]!.then(overMs => save(at, intendedMs, Math.max(intendedMs, overMs)))
      last[at] = saved.then(({ endMs }) => endMs)
      return saved
    }
    const reading =
      (round: { took: number[]; isLate: boolean }): Operation =>
      async (index, intendedMs) => {
        const { agent } = kept[index % agents]!
        const { outcome, body } = await asker.ask(requests.read, { agent }, intendedMs)
        if (outcome.startMs - intendedMs >= LATE_MS) round.isLate = true
        const version = Number(valuesAt(body, requests.value)[0] ?? Number.NaN)
        if (outcome.fault || Number.isNaN(version)) return outcome
        round.took.push(outcome.endMs - outcome.startMs)
        const found = account.read({
          reader: 'reader',
          register: agent,
          version,
          startMs: outcome.startMs,
          endMs: outcome.endMs,
        })
        const cause = wrongOf(found)
        if (cause === undefined) stale.good(intendedMs)
        else stale.bad(cause, intendedMs)
        return outcome
      }
    const silent = () => new OperationRecord({ metric: 'state.saves.read', labels: {}, timeoutMs, startMs })
    let seed = 0
    const loop = async (durationMs: number, withSaves: boolean): Promise<number[]> => {
      const round = { took: [], isLate: false }
      // Reads come by chance: at a steady rate each would be as long after a save as all others.
      const byChance = { kind: 'poisson', perSecond, durationMs, seed: ++seed } as const
      const steady = { kind: 'constant', perSecond, durationMs } as const
      const streams = [
        { operation: reading(round), arrivals: byChance, record: silent() },
        ...(withSaves ? [{ operation: saving, arrivals: steady, record: saves }] : []),
      ]
      await runOpenLoop(streams, clock.nowMs(), { ...means, givingUp })
      return round.isLate ? [] : round.took
    }
    // Each has a state before it is read.
    await Promise.all(kept.map((_, at) => save(at, clock.nowMs())))
    const savesMs = (1000 * agents * times) / rounds / perSecond
    for (let round = 0; round < rounds && !givingUp.signal.aborted; round++) {
      const alone = await loop(aloneMs, false)
      const together = await loop(savesMs, true)
      if (Math.min(alone.length, together.length) >= FEW)
        slowdown.add(medianOf(together) / medianOf(alone), clock.nowMs())
    }
    return (window, doubts) => [
      ...saves.measurements(window, doubts),
      {
        metric: 'state.saves.slowdown',
        unit: 'times',
        labels: {},
        window,
        data: slowdown.toData(),
        doubts: [...doubts],
      },
      { metric: 'state.stale', unit: 'count', labels: {}, window, data: stale.toData(), doubts: [] },
    ]
  })
  if (signal?.aborted)
    await removeAgents({ ...options, remove: requests.remove, agents: kept.map(({ agent }) => agent) }, clock)
  return { measurements, kept }
}

/** Who reads an older state than before has seen that there is a newer one, told as saved or not. */
function wrongOf({ behind, isBackwards, isUnwritten }: ReadFound): string | undefined {
  if (isUnwritten) return 'never saved'
  if (isBackwards) return 'older than what was read before'
  return behind > 0 ? 'older than the last save' : undefined
}

/** Reads states back, of which it is known what they must be. Serialisable. */
export interface KeptOptions extends SenderOptions {
  requests: StateRequests
  kept: readonly KeptState[]
}

/**
 * Reads states back, past the cache where the platform can be asked so. Of an agent of whom no save was told as done nothing can be lost.
 *
 * @returns `state.lost`: those that are older than the last that was saved, gone, or none that was saved
 */
export async function measureKept(
  options: KeptOptions,
  clock: Clock,
  recording = new Recording(),
): Promise<Measurement[]> {
  const { requests, kept } = options
  return withMeans('kept', options, { clock, recording }, async ({ asker }) => {
    const lost = recording.tally({ metric: 'state.lost', unit: 'count', labels: {} })
    const saved = kept.filter(({ least }) => least > 0)
    for (const { agent, least, most } of saved) {
      const atMs = clock.nowMs()
      const { outcome, body, status } = await asker.ask(requests.fresh ?? requests.read, { agent }, atMs)
      const value = Number(valuesAt(body, requests.value)[0] ?? 0)
      if (outcome.fault && status !== 404)
        lost.bad(`could not be read: ${outcome.fault.cause}`, atMs, 1, body)
      else if (value < least)
        lost.bad(value === 0 ? 'is gone' : 'is an older one', atMs, 1, `${value}, not ${least}`)
      else if (value <= most) lost.good(atMs)
      else lost.bad('was never saved', atMs, 1, Number.isNaN(value) ? body : `${value}, not ${most}`)
    }
    const absence = saved.length > 0 ? {} : { absence: 'No save was told as done: none can be lost.' }
    return window => [
      {
        metric: 'state.lost',
        unit: 'count',
        labels: {},
        window,
        data: lost.toData(),
        doubts: [],
        ...absence,
      },
    ]
  })
}

function medianOf(values: readonly number[]): number {
  return (
    nearestRank(
      values.toSorted((a, b) => a - b),
      50,
    ) ?? Number.NaN
  )
}
