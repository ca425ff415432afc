import { arrivals } from '../../arrivals.ts'
import type { ArrivalPhase } from '../../arrivals/phases.ts'
import { phasesOf } from '../../arrivals/phases.ts'
import type { ArrivalShape } from '../../arrivals/shape.ts'
import type { Clock } from '../../clock.ts'
import { GivingUp } from '../giving-up.ts'
import { jitWarmUp } from '../jit-warm-up.ts'
import { loadSeries } from '../load-series.ts'
import { RequestRecord } from '../request-record.ts'
import { Sender } from '../sender.ts'
import type { SenderOptions } from '../sender.ts'
import { GeneratorHealth, healthMeasurements } from '../../measure/generator-health.ts'
import { healthDoubts } from '../../measure/health-doubts.ts'
import type { Labels, Measurement } from '../../measure/measurement.ts'
import { Recording } from '../../measure/recording.ts'
import type { Series } from '../../measure/series.ts'
import type { Tally } from '../../measure/tally.ts'
import { runSchedule } from '../../schedule.ts'
import { seededRandom } from '../../seeded-random.ts'
import type { Random } from '../../seeded-random.ts'
import { faultsOfMix } from './check-mix.ts'
import { BEFORE, chooseClass } from './mix.ts'
import type { Mix, Step } from './mix.ts'
import { User } from './user.ts'
import type { UserMeans } from './user.ts'

/** How users come and go. */
export type UserModel =
  /**
   * So many users, who come `perSecond` (default: all at once) and stay: each begins its next journey when the last is over. They go
   * `holdMs` after the last has come, or when each has made `journeys` of them, whichever is first.
   */
  | { kind: 'closed'; users: number; perSecond?: number; holdMs: number; journeys?: number }
  /** A user comes at each arrival, makes one journey, and goes. */
  | { kind: 'open'; arrivals: ArrivalShape }

export interface UsersOptions extends SenderOptions {
  mix: Mix
  model: UserModel
  /** What all chance in the users' doings begins with, 0 to 2^32 - 1: the same seed gives the same users. */
  seed: number
  /** Prefix of the metrics: `mix` gives `mix.latency` and its like. */
  metric: string
  labels: Labels
}

/** Golden ratio of 2^32: makes seeds of neighbours out of one. */
const SPREAD = 0x9e3779b1

/** The time between the order to start and the first user. */
const LEAD_MS = 50

/**
 * Simulates users who go through journeys, and measures each of their requests as `openLoop` does: from when the user would have sent it.
 * Each journey is of a class chosen by weight. A user whose request fails goes on with its next journey, after a back-off where it could not
 * connect. Users end early when nothing at all is answered.
 *
 * @param recording makes its recorders. Default: one that hands nothing on.
 * @returns for each step of each class (labels `class`, `endpoint`): `latency`, `service`, `ttfb` in ms and `errors`, and the same of the users' coming
 * and their staying as `phase.*`; of each class `journeys` (bad: those that ended early); of all connections `connect` and `tls`; users under way,
 * requests and errors a second; and the generator's own health
 * @throws RangeError that names all that is wrong with the mix
 */
export async function users(
  options: UsersOptions,
  clock: Clock,
  recording = new Recording(),
): Promise<Measurement[]> {
  const faults = faultsOfMix(options.mix)
  if (faults.length > 0) throw new RangeError(`These users can't be simulated:\n  ${faults.join('\n  ')}`)
  const sender = new Sender(options, clock)
  try {
    await jitWarmUp(clock)
    const health = new GeneratorHealth(clock)
    const startMs = clock.nowMs() + LEAD_MS
    const crowd = new Crowd(options, startMs, { sender, health, clock }, recording)
    await crowd.run()
    const report = health.stop()
    const window = { startMs, endMs: clock.nowMs() }
    return [
      ...crowd.measurements(window, healthDoubts([report])),
      ...sender.measurements(options.metric, options.labels, window),
      ...healthMeasurements('users', [report], window),
    ]
  } finally {
    sender.stop()
  }
}

/** All users of a run. */
class Crowd {
  readonly #options: UsersOptions
  readonly #startMs: number
  readonly #means: UserMeans
  /** By class and step: a class may do the same step twice, and two classes may share one. */
  readonly #records = new Map<string, RequestRecord>()
  readonly #journeys = new Map<string, Tally>()
  readonly #rows = new Map<string, number>()
  readonly #end = new AbortController()
  readonly #underWayCurve: Series
  #underWay = 0

  constructor(
    options: UsersOptions,
    startMs: number,
    means: Pick<UserMeans, 'sender' | 'health' | 'clock'>,
    recording: Recording,
  ) {
    const { mix, origin, headers = {}, metric, labels, model } = options
    const { sender, clock } = means
    const givingUp = new GivingUp(clock)
    this.#options = options
    this.#startMs = startMs
    const phases = phasesOfModel(model)
    for (const { name, steps } of [{ name: BEFORE, steps: mix.before ?? [] }, ...mix.classes]) {
      for (const step of steps) {
        const own = { ...labels, class: name, endpoint: step.name }
        this.#records.set(
          keyOf(name, step),
          new RequestRecord({ metric, labels: own, timeoutMs: sender.timeoutMs, startMs, phases }, recording),
        )
      }
    }
    for (const { name } of mix.classes) {
      const own = { ...labels, class: name }
      this.#journeys.set(name, recording.tally({ metric: `${metric}.journeys`, unit: 'count', labels: own }))
    }
    this.#underWayCurve = recording.series({ metric: 'load.users', unit: 'count', labels: {} }, 'last')
    this.#means = {
      ...means,
      mix,
      origin,
      headers,
      givingUp,
      signal: AbortSignal.any([this.#end.signal, givingUp.signal]),
      recordOf: (of, step) => this.#records.get(keyOf(of, step)) as RequestRecord,
    }
  }

  /** Resolves when the last user has gone. */
  async run(): Promise<void> {
    const { model } = this.#options
    const { clock, signal } = this.#means
    const coming =
      model.kind === 'open'
        ? arrivals(model.arrivals)
        : arrivals(
            model.perSecond === undefined
              ? { kind: 'burst', size: model.users, everyMs: 1, durationMs: 1 }
              : {
                  kind: 'constant',
                  perSecond: model.perSecond,
                  durationMs: (model.users / model.perSecond) * 1000,
                },
          )
    const watch = setInterval(() => this.#underWayCurve.add(clock.nowMs(), this.#underWay), 1000)
    const lives: Promise<void>[] = []
    const come = (index: number, atMs: number): void => void lives.push(this.#live(index + 1, atMs))
    await runSchedule(coming, this.#startMs, clock, come, signal)
    let end: NodeJS.Timeout | undefined
    if (model.kind === 'closed') {
      const endMs = this.#startMs + coming.durationMs + model.holdMs
      end = setTimeout(() => this.#end.abort(), endMs - clock.nowMs())
    }
    await Promise.all(lives)
    clearTimeout(end)
    clearInterval(watch)
  }

  measurements(
    window: Measurement['window'],
    doubts: Parameters<RequestRecord['measurements']>[1],
  ): Measurement[] {
    const { metric, labels } = this.#options
    const records = [...this.#records.values()]
    return [
      ...records.flatMap(record => record.measurements(window, doubts)),
      ...[...this.#journeys].map(([name, tally]): Measurement => ({
        metric: `${metric}.journeys`,
        unit: 'count',
        labels: { ...labels, class: name },
        window,
        data: tally.toData(),
        doubts: [],
      })),
      ...loadSeries(
        records.map(record => record.counted()),
        { 'load.users': this.#underWayCurve.toData().points },
        window,
      ),
    ]
  }

  /** A user's stay. */
  async #live(number: number, comesMs: number): Promise<void> {
    const { model, seed } = this.#options
    const random = seededRandom(seed ^ Math.imul(number, SPREAD))
    const user = new User(number, comesMs, random, this.#means)
    const most = model.kind === 'open' ? 1 : (model.journeys ?? Number.POSITIVE_INFINITY)
    this.#underWay++
    if (await user.arrive()) {
      for (let made = 0; made < most && !this.#means.signal.aborted; made++) await this.#journey(user, random)
    }
    this.#underWay--
  }

  async #journey(user: User, random: Random): Promise<void> {
    const { mix, signal, clock } = this.#means
    const chosen = chooseClass(mix, random())
    if (!chosen) return
    const { name, rows = [] } = chosen
    const next = this.#rows.get(name) ?? 0
    this.#rows.set(name, next + 1)
    const fault = await user.journey(chosen, rows[next % rows.length] ?? {})
    const tally = this.#journeys.get(name)
    if (fault === undefined) tally?.good(clock.nowMs())
    else if (!signal.aborted) tally?.bad(fault, clock.nowMs())
  }
}

const keyOf = (of: string, { name }: Step): string => JSON.stringify([of, name])

function phasesOfModel(model: UserModel): ArrivalPhase[] {
  if (model.kind === 'open') return phasesOf(model.arrivals)
  if (model.perSecond === undefined) return []
  const rampMs = (model.users / model.perSecond) * 1000
  return [
    { name: 'ramp', startMs: 0, endMs: rampMs },
    { name: 'hold', startMs: rampMs, endMs: rampMs + model.holdMs },
  ]
}
