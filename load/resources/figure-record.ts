import type { BlockHistogram } from '../measure/histogram.ts'
import type { Doubt, Measurement, Unit } from '../measure/measurement.ts'
import type { Recording } from '../measure/recording.ts'
import type { Samples } from '../measure/samples.ts'
import { FIGURES } from './resource-source.ts'
import type { Figure, Pause, ResourceReading } from './resource-source.ts'

/** When a target is read: before a load, under it, and some seconds after it. */
const PHASES = ['idle', 'load', 'after'] as const
export type Phase = (typeof PHASES)[number]

/** How a phase went. */
export interface PhaseRecord {
  window: Measurement['window']
  /** Of what went on in it. */
  doubts: readonly Doubt[]
}

/** How each figure is recorded, and called where it is absent. */
const RECORDED = {
  cpu: { metric: 'resources.cpu', unit: 'ratio', words: 'CPU time' },
  memory: { metric: 'resources.memory', unit: 'bytes', words: 'memory' },
  heap: { metric: 'resources.heap', unit: 'bytes', words: 'heap' },
  threads: { metric: 'resources.threads', unit: 'count', words: 'threads' },
  descriptors: { metric: 'resources.descriptors', unit: 'count', words: 'open files and sockets' },
  sockets: { metric: 'resources.sockets', unit: 'count', words: 'open sockets' },
  loopDelay: { metric: 'resources.loop-delay', unit: 'ms', words: 'event-loop delay' },
  pauses: { metric: 'resources.gc.share', unit: 'ratio', words: 'garbage collections' },
} as const satisfies Readonly<Record<Figure, { metric: string; unit: Unit; words: string }>>

/** What has to come back once a load is over. */
const COMES_BACK = ['threads', 'descriptors'] as const

const NONE_COLLECTED = 'The target has collected no garbage while it was read.'
const NOT_READ: PhaseRecord = { window: { startMs: 0, endMs: 0 }, doubts: [] }

type Phases = ReadonlyMap<Phase, PhaseRecord>

/** What was read of a target, figure by figure and phase by phase. */
export class FigureRecord {
  readonly #recording: Recording
  readonly #cores: number
  readonly #samples: Readonly<Record<Phase, Map<Figure, Samples>>> = {
    idle: new Map(),
    load: new Map(),
    after: new Map(),
  }
  readonly #pauses = new Map<string, BlockHistogram>()
  readonly #sentences = new Map<Figure, string>()
  #majors = 0

  /** @param cores CPU is a share of so many */
  constructor(recording: Recording, cores: number) {
    this.#recording = recording
    this.#cores = cores
  }

  /** @param atMs when it was read, epoch ms @param spanMs since the reading before */
  keep(phase: Phase, reading: ResourceReading, atMs: number, spanMs: number): void {
    for (const figure of FIGURES) {
      const value = figure === 'pauses' ? shareOf(reading.pauses, spanMs) : reading[figure]
      if (value !== undefined)
        this.#samplesOf(figure, phase).add(figure === 'cpu' ? value / this.#cores : value, atMs)
    }
    for (const { kind, atMs: beganMs, lastedMs } of reading.pauses ?? []) {
      this.#pausesOf(kind).record(lastedMs, beganMs)
      if (kind === 'major' && phase === 'load') this.#majors += 1
    }
  }

  /** Notes why a figure was not told, for where it is never told. */
  explain(figure: Figure, sentence: string): void {
    this.#sentences.set(figure, sentence)
  }

  /** @param told what the sources tell where nothing is in the way: of the other figures nobody is at fault */
  toMeasurements(phases: Phases, told: ReadonlySet<Figure>): Measurement[] {
    return [
      ...this.#sampled(phases),
      ...this.#comeBack(phases),
      ...this.#collections(phases),
      ...this.#absences(phases, told),
    ]
  }

  #samplesOf(figure: Figure, phase: Phase): Samples {
    const { metric, unit } = RECORDED[figure]
    const kept = this.#samples[phase]
    const samples = kept.get(figure) ?? this.#recording.samples({ metric, unit, labels: { phase } })
    kept.set(figure, samples)
    return samples
  }

  #pausesOf(kind: string): BlockHistogram {
    const identity = { metric: 'resources.gc', unit: 'ms', labels: { kind } } as const
    const histogram = this.#pauses.get(kind) ?? this.#recording.histogram(identity)
    this.#pauses.set(kind, histogram)
    return histogram
  }

  #sampled(phases: Phases): Measurement[] {
    return PHASES.flatMap(phase =>
      [...this.#samples[phase]].map(([figure, samples]): Measurement => {
        const { metric, unit } = RECORDED[figure]
        const { window, doubts } = phases.get(phase) ?? NOT_READ
        return { metric, unit, labels: { phase }, window, data: samples.toData(), doubts: [...doubts] }
      }),
    )
  }

  /** Each reading after the load, against the middle one before it. A process without threads or open files can't be: a source that says so tells none. */
  #comeBack(phases: Phases): Measurement[] {
    return COMES_BACK.flatMap((figure): Measurement[] => {
      const before = this.#samples.idle.get(figure)?.toData().points ?? []
      const after = this.#samples.after.get(figure)?.toData().points ?? []
      const middle = before.map(({ value }) => value).toSorted((a, b) => a - b)[before.length >> 1]
      if (middle === undefined || after.length === 0) return []
      const { metric, words } = RECORDED[figure]
      const isNone = middle === 0
      const points = isNone ? [] : after.map(({ atMs, value }) => ({ atMs, value: value / middle }))
      const absence = `The target told 0 ${words} before the load, of which there is no multiple.`
      return [
        {
          metric: `${metric}.left`,
          unit: 'times',
          labels: {},
          window: (phases.get('after') ?? NOT_READ).window,
          data: { kind: 'samples', points },
          doubts: [...(phases.get('load') ?? NOT_READ).doubts],
          ...(isNone && { absence, isExcused: true }),
        },
      ]
    })
  }

  #collections(phases: Phases): Measurement[] {
    if (this.#pauses.size === 0) return []
    const windows = [...phases.values()].map(({ window }) => window)
    const whole = {
      startMs: Math.min(...windows.map(({ startMs }) => startMs)),
      endMs: Math.max(...windows.map(({ endMs }) => endMs)),
    }
    const pauses = [...this.#pauses].map(([kind, histogram]): Measurement => ({
      metric: 'resources.gc',
      unit: 'ms',
      labels: { kind },
      window: whole,
      data: histogram.toData(),
      doubts: [],
    }))
    const { window, doubts } = phases.get('load') ?? NOT_READ
    if (window.endMs <= window.startMs) return pauses
    const perMinute = (60_000 * this.#majors) / (window.endMs - window.startMs)
    const major: Measurement = {
      metric: 'resources.gc.major',
      unit: 'count',
      labels: {},
      window,
      data: { kind: 'samples', points: [{ atMs: window.endMs, value: perMinute }] },
      doubts: [...doubts],
    }
    return [...pauses, major]
  }

  /** What was not told at all, with a sentence why. */
  #absences(phases: Phases, told: ReadonlySet<Figure>): Measurement[] {
    const absent = (metric: string, unit: Unit, figure: Figure, phase?: Phase): Measurement => ({
      metric,
      unit,
      labels: phase ? { phase } : {},
      window: (phases.get(phase ?? 'after') ?? NOT_READ).window,
      data: { kind: 'samples', points: [] },
      doubts: [],
      absence:
        this.#sentences.get(figure) ?? `Nothing that the target gives tells its ${RECORDED[figure].words}.`,
      ...(told.has(figure) ? {} : { isExcused: true }),
    })
    const lacking = (figure: Figure): Phase[] => PHASES.filter(phase => !this.#samples[phase].has(figure))
    const ofPhases = FIGURES.flatMap(figure => {
      const { metric, unit } = RECORDED[figure]
      return lacking(figure).map(phase => absent(metric, unit, figure, phase))
    })
    const ofBoth = COMES_BACK.filter(figure => lacking(figure).some(phase => phase !== 'load')).map(figure =>
      absent(`${RECORDED[figure].metric}.left`, 'times', figure),
    )
    if (this.#pauses.size > 0) return [...ofPhases, ...ofBoth]
    const ofPauses = absent('resources.gc', 'ms', 'pauses')
    const none = { ...ofPauses, absence: NONE_COLLECTED, isExcused: true } as const
    return [...ofPhases, ...ofBoth, lacking('pauses').length === PHASES.length ? ofPauses : none]
  }
}

/** @returns the share of a time that pauses took; `undefined` where none are told */
const shareOf = (pauses: readonly Pause[] | undefined, spanMs: number): number | undefined =>
  pauses && pauses.reduce((sum, { lastedMs }) => sum + lastedMs, 0) / spanMs
