import { arrivals } from '../arrivals.ts'
import type { ArrivalStage } from '../arrivals/stages.ts'
import { stagesOf } from '../arrivals/stages.ts'
import type { ArrivalShape } from '../arrivals/shape.ts'
import type { Clock } from '../clock.ts'
import { longTimer } from '../long-timer.ts'
import type { LongTimer } from '../long-timer.ts'
import { runSchedule } from '../schedule.ts'
import { runClosedLoop } from './closed-loop.ts'
import type { Operation } from './operation.ts'

/** How users come and go. */
export type UserModel =
  /**
   * So many users, who come `perSecond` (default: all at once) and stay: each begins its next journey when the last is over. They go
   * `holdMs` after the last has come, or when each has made `journeys` of them, whichever is first.
   */
  | { kind: 'closed'; users: number; perSecond?: number; holdMs: number; journeys?: number }
  /** A user comes at each arrival, makes one journey, and goes. */
  | { kind: 'open'; arrivals: ArrivalShape }

/** The part of a run's users that one of `count` machines has: every `count`th that comes, from number `index` on. */
export interface CrowdShare {
  /** From 0. */
  index: number
  count: number
}

/** All of them. */
export const WHOLE_CROWD: CrowdShare = { index: 0, count: 1 }

/** One who comes, makes journeys and goes, by whatever protocol. */
export interface Person {
  /** Does what is done once, before the first journey. It has to end where nobody aborts `Crowd.signal`: an open model does not. @returns whether it is ready for that */
  arrive(): Promise<boolean>
  /** One journey, with all its steps and pauses. */
  journey: Operation
}

/** All users of a run: who comes when, and for how long they stay. */
export class Crowd {
  readonly #model: UserModel
  readonly #share: CrowdShare
  readonly #startMs: number
  readonly #clock: Clock
  readonly #end = new AbortController()
  /** Aborted when nothing more is to be begun. */
  readonly signal: AbortSignal
  #underWay = 0

  /**
   * @param startMs epoch ms at which the first comes
   * @param givingUp aborted when it is of no use any more
   * @param share those that come here. Default: all.
   */
  constructor(
    model: UserModel,
    startMs: number,
    clock: Clock,
    givingUp: AbortSignal,
    share: CrowdShare = WHOLE_CROWD,
  ) {
    this.#model = model
    this.#share = share
    this.#startMs = startMs
    this.#clock = clock
    this.signal = AbortSignal.any([this.#end.signal, givingUp])
  }

  /** Users who are there. */
  get underWay(): number {
    return this.#underWay
  }

  /**
   * @param come makes the user of a number, from 1 among all users of the run, who comes at a time (epoch ms)
   * @returns when the last user has gone: the numbers of those who were to come and did not
   */
  async run(come: (number: number, comesMs: number) => Person): Promise<number[]> {
    const model = this.#model
    const { index: first, count } = this.#share
    const of = model.kind === 'open' ? model.arrivals : comingOf(model)
    const coming = arrivals(count === 1 ? of : { kind: 'share', of, index: first, count })
    const lives: Promise<void>[] = []
    const numberOf = (index: number): number => first + count * index + 1
    const arrive = (index: number, atMs: number): void =>
      void lives.push(this.#live(come(numberOf(index), atMs)))
    await runSchedule(coming, this.#startMs, this.#clock, arrive, this.signal)
    let end: LongTimer | undefined
    if (model.kind === 'closed') {
      const endMs = this.#startMs + coming.durationMs + model.holdMs
      end = longTimer(() => this.#end.abort(), endMs - this.#clock.nowMs())
    }
    await Promise.all(lives)
    end?.cancel()
    const came = lives.length
    return Array.from({ length: coming.count - came }, (_, index) => numberOf(came + index))
  }

  /** A user's stay. */
  async #live(person: Person): Promise<void> {
    const model = this.#model
    const most = model.kind === 'open' ? 1 : (model.journeys ?? Number.POSITIVE_INFINITY)
    this.#underWay++
    if (await person.arrive()) {
      const stay = { operation: person.journey, clients: 1, times: most, signal: this.signal }
      await runClosedLoop(stay, this.#clock)
    }
    this.#underWay--
  }
}

function comingOf({ users, perSecond }: Extract<UserModel, { kind: 'closed' }>): ArrivalShape {
  return perSecond === undefined
    ? { kind: 'burst', size: users, everyMs: 1, durationMs: 1 }
    : { kind: 'constant', perSecond, durationMs: (users / perSecond) * 1000 }
}

/** @returns the stages of a model's coming and going, as those of arrivals are; none where all come at once */
export function stagesOfModel(model: UserModel): ArrivalStage[] {
  if (model.kind === 'open') return stagesOf(model.arrivals)
  if (model.perSecond === undefined) return []
  const rampMs = (model.users / model.perSecond) * 1000
  return [
    { name: 'ramp', startMs: 0, endMs: rampMs },
    { name: 'hold', startMs: rampMs, endMs: rampMs + model.holdMs },
  ]
}
