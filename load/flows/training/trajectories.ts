import { randomUUID } from 'node:crypto'
import type { Clock } from '../../clock.ts'
import type { SenderOptions } from '../../http/sender.ts'
import { withMeans } from '../../http/with-means.ts'
import { GivingUp } from '../../loops/giving-up.ts'
import type { Outcome } from '../../loops/operation.ts'
import { RoundRecord } from '../../loops/round-record.ts'
import { inRounds } from '../../loops/rounds.ts'
import type { Measurement } from '../../measure/measurement.ts'
import { Recording } from '../../measure/recording.ts'
import { Recent } from '../../recent.ts'
import { follow } from '../follow.ts'
import type { TrainingRequests } from './training-requests.ts'

/** A trajectory alone, and among others. Serialisable. */
export interface TrajectoryOptions extends SenderOptions {
  requests: TrainingRequests
  /** So many others are under way. */
  others: number
  rounds: number
}

const TURNS = ['alone', 'among'] as const

/** The one that is measured is looked at so often, ms; the others, whose looks are to cost nothing, seldom. */
const LOOK_MS = { measured: 5, others: 50 }

/** Of a trajectory of 50 ms so much makes it look a third longer than it is, ms. */
const HELD_UP_MS = 15

/**
 * Asks for a training job of one trajectory alone and as the last of many, in turns, and measures it from the request for it to the answer that it is done.
 *
 * @param recording makes its recorders. Default: one that hands nothing on.
 * @returns `training.trajectory.time` of each turn (label `turn`: `alone`, `among`), `training.trajectory.errors`, and of the rounds in which all went well
 * `training.crowding`: how many times as long it took among the others; and the generator's own health
 */
export async function measureTrajectories(
  options: TrajectoryOptions,
  clock: Clock,
  recording = new Recording(),
): Promise<Measurement[]> {
  const { requests, others, rounds } = options
  return withMeans('trajectories', options, { clock, recording }, async ({ asker, health }) => {
    const record = new RoundRecord(
      {
        time: { metric: 'training.trajectory.time', label: 'turn' },
        names: TURNS,
        errors: 'training.trajectory.errors',
        ratios: { 'training.crowding': 'times' },
        nothing: 'No trajectories to compare',
      },
      recording,
    )
    const givingUp = new GivingUp(clock)
    const given = new Recent<true>(clock)
    const one = async (everyMs: number): Promise<Outcome> => {
      const intendedMs = clock.nowMs()
      const follower = { asker, clock, everyMs, given }
      const outcome = await follow(requests.start, requests, { key: randomUUID() }, intendedMs, follower)
      health.began(intendedMs, outcome.startMs)
      givingUp.heard(outcome)
      record.heard(outcome, intendedMs)
      return outcome
    }
    const turn = async (name: (typeof TURNS)[number]): Promise<number | undefined> => {
      if (givingUp.signal.aborted) return undefined
      const crowd = Array.from({ length: name === 'among' ? others : 0 }, () => one(LOOK_MS.others))
      const outcome = await one(LOOK_MS.measured)
      const rest = await Promise.all(crowd)
      if ([outcome, ...rest].some(({ fault }) => fault)) return undefined
      const ms = outcome.endMs - outcome.startMs
      record.took(name, ms, outcome.startMs)
      return ms
    }
    await inRounds({ names: TURNS, rounds, heldUpFromMs: HELD_UP_MS }, turn, ({ alone, among }) =>
      record.tell('training.crowding', among / alone, clock.nowMs()),
    )
    return (window, doubts) => record.measurements(window, doubts)
  })
}
