import type { SerializedCookieJar } from 'tough-cookie'
import type { Clock } from '../../clock.ts'
import { Crowd, stagesOfModel, WHOLE_CROWD } from '../../loops/crowd.ts'
import type { CrowdShare, Person, UserModel } from '../../loops/crowd.ts'
import { ErrorStorm } from '../../loops/error-storm.ts'
import { GivingUp } from '../../loops/giving-up.ts'
import { LoadSeries } from '../../loops/load-series.ts'
import { OperationRecord } from '../../loops/operation-record.ts'
import type { Fault, Outcome } from '../../loops/operation.ts'
import { GeneratorHealth, healthMeasurements } from '../../measure/health/generator-health.ts'
import { healthDoubts } from '../../measure/health/health-doubts.ts'
import type { Doubt, Labels, Measurement } from '../../measure/measurement.ts'
import { Recording } from '../../measure/recording.ts'
import type { Series } from '../../measure/series.ts'
import type { Tally } from '../../measure/tally.ts'
import { seededRandom } from '../../seeded-random.ts'
import type { Random } from '../../seeded-random.ts'
import { startSoon } from '../../start-gate.ts'
import type { StartGate } from '../../start-gate.ts'
import { httpFigures } from '../http-operation.ts'
import { jitWarmUp } from '../jit-warm-up.ts'
import { Sender } from '../sender.ts'
import type { SenderOptions } from '../sender.ts'
import { faultsOfMix } from './check-mix.ts'
import { BEFORE, chooseClass } from './mix.ts'
import type { Mix, Step } from './mix.ts'
import { User } from './user.ts'
import type { UserMeans } from './user.ts'

export interface UsersOptions extends SenderOptions {
  mix: Mix
  /** Every user's first cookies, each sent to its own paths (of a `CookieJar` of tough-cookie). Default: those of the header `cookie`. */
  cookies?: SerializedCookieJar | undefined
  model: UserModel
  /** The users that come here, of those of several machines. Default: all. */
  share?: CrowdShare
  /** Whether they go where errors are a storm, see `ErrorStorm`: no connection, no answer in time or a status from 500 on. Default false. */
  stopOnErrors?: boolean | undefined
  /** What all chance in the users' doings begins with, 0 to 2^32 - 1: the same seed gives the same users. */
  seed: number
  /** Prefix of the metrics: `mix` gives `mix.latency` and its like. */
  metric: string
  labels: Labels
}

/** Golden ratio of 2^32: makes seeds of neighbours out of one. */
const SPREAD = 0x9e3779b1

/**
 * Simulates users who go through journeys, and measures each of their requests as `openLoop` does: from when the user would have sent it.
 * Each journey is of a class chosen by weight. A user whose request fails goes on with its next journey, after a back-off where it could not
 * connect. Users end early when nothing at all is answered, or in a storm of errors where that is asked for: then what each would have done next counts
 * as failed, and all that was measured is in doubt as `stopped-early`.
 *
 * @param recording makes its recorders. Default: one that hands nothing on.
 * @param gate says when to begin, once all is ready. Default: at once.
 * @returns for each step of each class (labels `class`, `endpoint`): `latency`, `service`, `ttfb` in ms and `errors`, and the same of the users' coming
 * and their staying as `stage.*`; of each class `journeys` (bad: those that ended early); of all connections `connect` and `tls`; users under way,
 * requests and errors a second; and the generator's own health
 * @throws RangeError that names all that is wrong with the mix
 */
export async function users(
  options: UsersOptions,
  clock: Clock,
  recording = new Recording(),
  gate: StartGate = startSoon,
): Promise<Measurement[]> {
  const faults = faultsOfMix(options.mix)
  if (faults.length > 0) throw new RangeError(`These users can't be simulated:\n  ${faults.join('\n  ')}`)
  const { metric, labels } = options
  const sender = new Sender(options, clock, { recording, metric, labels })
  try {
    await jitWarmUp(clock)
    const startMs = await gate(clock.nowMs())
    const health = new GeneratorHealth(clock, options.lateFromMs, { recording, generator: 'users' })
    const workload = new UsersWorkload(options, startMs, { sender, health, clock }, recording)
    await workload.run()
    const report = health.stop()
    const window = { startMs, endMs: clock.nowMs() }
    return [
      ...workload.measurements(window, healthDoubts([report])),
      ...sender.measurements(window),
      ...healthMeasurements('users', [report], window),
    ]
  } finally {
    sender.stop()
  }
}

/** What users do, and what becomes of it. */
class UsersWorkload {
  readonly #options: UsersOptions
  readonly #crowd: Crowd
  readonly #means: UserMeans
  /** By class and step: a class may do the same step twice, and two classes may share one. */
  readonly #records = new Map<string, OperationRecord>()
  readonly #journeys = new Map<string, Tally>()
  readonly #rows = new Map<string, number>()
  readonly #underWayCurve: Series
  readonly #load: LoadSeries

  constructor(
    options: UsersOptions,
    startMs: number,
    means: Pick<UserMeans, 'sender' | 'health' | 'clock'>,
    recording: Recording,
  ) {
    const { mix, origin, headers = {}, cookies, metric, labels, model, share, stopOnErrors } = options
    const { sender, clock } = means
    const givingUp = new GivingUp(clock, stopOnErrors ? new ErrorStorm(share?.count) : undefined)
    this.#options = options
    this.#crowd = new Crowd(model, startMs, clock, givingUp.signal, share)
    const stages = stagesOfModel(model)
    for (const { name, steps } of [{ name: BEFORE, steps: mix.before ?? [] }, ...mix.classes]) {
      for (const step of steps) {
        const own = { ...labels, class: name, endpoint: step.name }
        this.#records.set(
          keyOf(name, step),
          new OperationRecord(
            { metric, labels: own, timeoutMs: sender.timeoutMs, startMs, stages, figures: httpFigures() },
            recording,
          ),
        )
      }
    }
    for (const { name } of mix.classes) {
      const own = { ...labels, class: name }
      this.#journeys.set(name, recording.tally({ metric: `${metric}.journeys`, unit: 'count', labels: own }))
    }
    this.#load = new LoadSeries([...this.#records.values()], { workload: metric }, recording)
    this.#underWayCurve = recording.series(
      { metric: 'load.users', unit: 'count', labels: { workload: metric } },
      'last',
    )
    this.#means = {
      ...means,
      mix,
      origin,
      headers,
      cookies,
      givingUp,
      signal: this.#crowd.signal,
      recordOf: (of, step) => this.#records.get(keyOf(of, step)) as OperationRecord,
    }
  }

  /** Resolves when the last user has gone. */
  async run(): Promise<void> {
    const { clock } = this.#means
    const watch = setInterval(() => this.#underWayCurve.add(clock.nowMs(), this.#crowd.underWay), 1000)
    const missing = await this.#crowd.run((number, comesMs) => this.#come(number, comesMs))
    clearInterval(watch)
    for (const number of missing) this.#stayAway(number)
  }

  measurements(
    window: Measurement['window'],
    doubts: Parameters<OperationRecord['measurements']>[1],
  ): Measurement[] {
    const { metric, labels } = this.#options
    const records = [...this.#records.values()]
    const { stopped } = this.#means.givingUp
    const early: Doubt[] = stopped
      ? [{ kind: 'stopped-early', atMs: window.endMs, because: stopped.example }]
      : []
    return [
      ...records
        .flatMap(record => record.measurements(window, doubts))
        .map(one => ({ ...one, doubts: [...one.doubts, ...early] })),
      ...[...this.#journeys].map(([name, tally]): Measurement => ({
        metric: `${metric}.journeys`,
        unit: 'count',
        labels: { ...labels, class: name },
        window,
        data: tally.toData(),
        doubts: early,
      })),
      ...this.#load.measurements({ 'load.users': this.#underWayCurve }, window),
    ]
  }

  /** In a storm of errors: what it would have done first, and its journey, count as failed. */
  #stayAway(number: number): void {
    const { mix, givingUp, clock, recordOf } = this.#means
    const { stopped } = givingUp
    if (!stopped) return
    const of = chooseClass(mix, this.#chanceOf(number)())
    if (!of) return
    const [before] = mix.before ?? []
    const step = before ?? of.steps[0]
    if (step) recordOf(before ? BEFORE : of.name, step).giveUp(1, clock.nowMs(), stopped)
    this.#journeys.get(of.name)?.bad(stopped.cause, clock.nowMs())
  }

  #chanceOf(number: number): Random {
    return seededRandom(this.#options.seed ^ Math.imul(number, SPREAD))
  }

  #come(number: number, comesMs: number): Person {
    const random = this.#chanceOf(number)
    const user = new User(number, comesMs, random, this.#means)
    // Who makes one journey tries once: tries without end would be load that no arrival asked for, and it would never go.
    const comesOnce = this.#options.model.kind === 'open'
    return {
      arrive: () => (comesOnce ? Promise.resolve(true) : user.arrive()),
      journey: () => this.#journey(user, random, comesOnce ? () => user.enter() : undefined),
    }
  }

  /** One journey, as an operation: its fault is why it ended early. @param enter what it begins with. Default: with the class's first step */
  async #journey(
    user: User,
    random: Random,
    enter: () => Promise<Fault | undefined> = () => Promise.resolve(undefined),
  ): Promise<Outcome> {
    const { mix, signal, clock, givingUp } = this.#means
    const { index, count } = this.#options.share ?? WHOLE_CROWD
    const startMs = clock.nowMs()
    const turnedAway = await enter()
    const chosen = chooseClass(mix, random())
    const { name = '', rows = [] } = chosen ?? {}
    const next = this.#rows.get(name) ?? 0
    this.#rows.set(name, next + 1)
    const row = rows[(index + count * next) % rows.length] ?? {}
    const ended = turnedAway ?? (chosen && (await user.journey(chosen, row)))
    const cause = ended?.cause
    const endMs = clock.nowMs()
    const tally = this.#journeys.get(name)
    if (cause === undefined) tally?.good(endMs)
    else if ((!signal.aborted || givingUp.stopped) && ended?.kind !== 'unsendable') tally?.bad(cause, endMs)
    const fault = cause === undefined ? undefined : ({ kind: 'answer', cause, example: '' } as const)
    return { startMs, endMs, fault, marks: undefined, sizes: undefined, values: undefined }
  }
}

const keyOf = (of: string, { name }: Step): string => JSON.stringify([of, name])
