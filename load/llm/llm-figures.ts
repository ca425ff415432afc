import type { BlockHistogram } from '../measure/histogram.ts'
import type { Doubt, Labels, Measurement, Unit } from '../measure/measurement.ts'
import type { Recording } from '../measure/recording.ts'
import type { Samples } from '../measure/samples.ts'
import { costOf } from './prices.ts'
import type { Prices } from './prices.ts'
import type { Called } from './llm-call.ts'
import { timingOf } from './timing.ts'
import type { Timing } from './timing.ts'

/** So many calls are told of as one: a call of a cheap model costs thousandths of a cent, and a histogram holds a tenth of one apart. */
const PRICED_CALLS = 100_000

/** So many first tokens are kept for each length of prompts: enough to see a line. */
const OF_A_LENGTH = 100

/** What is kept of good calls beside how long they took. */
const FIGURES = {
  ttft: 'ms',
  'ttft.visible': 'ms',
  gap: 'ms',
  stall: 'ms',
  tpot: 'ms',
  rate: 'per-second',
  events: 'count',
  'events.read': 'count',
  'tokens.event': 'count',
  'tokens.input': 'count',
  'tokens.cached': 'count',
  'tokens.output': 'count',
  price: 'usd',
} as const satisfies Record<string, Unit>

type Figure = keyof typeof FIGURES

const names = Object.keys(FIGURES) as Figure[]

/** What the events and the usage of calls tell: see `timingOf`. Gaps are pooled, so that many calls and long ones weigh more; a call's longest is its stall. */
export class LlmFigures {
  readonly #labels: Labels
  readonly #prices: Prices
  readonly #timeoutMs: number
  readonly #recording: Recording
  readonly #histograms: Record<Figure, BlockHistogram>
  /** Of the first token, by the length of the prompt. */
  readonly #byPrompt = new Map<number, Samples>()

  /** @param timeoutMs when a call counts as timed out, ms from when it was due */
  constructor(labels: Labels, prices: Prices, timeoutMs: number, recording: Recording) {
    this.#labels = labels
    this.#timeoutMs = timeoutMs
    this.#prices = prices
    this.#recording = recording
    const entries = names.map(name => [
      name,
      recording.histogram({ metric: `llm.${name}`, unit: FIGURES[name], labels }),
    ])
    this.#histograms = Object.fromEntries(entries) as Record<Figure, BlockHistogram>
  }

  /**
   * Keeps a call. Of one that failed only what it cost is known, where it told; of one that timed out what came, and that what was waited for takes at
   * least until then.
   *
   * @param intendedMs when it was due, epoch ms
   */
  add(called: Called, intendedMs: number): void {
    const keep = (name: Figure, value: number): void => this.#keep(name, value, intendedMs)
    const { usage, outcome } = called
    if (usage) {
      keep('tokens.input', usage.input)
      keep('tokens.cached', usage.cachedInput)
      keep('tokens.output', usage.output)
      keep('price', PRICED_CALLS * costOf(usage, this.#prices))
    }
    const isLate = outcome.fault?.kind === 'timeout'
    const timing = outcome.fault && !isLate ? undefined : timingOf(called, intendedMs)
    if (isLate && called.finish === undefined)
      this.#addLate(timing, this.#timeoutMs - called.setUpMs, intendedMs)
    else if (timing) this.#addWhole(timing, called, intendedMs)
  }

  /** Keeps one that has told all of its tokens. */
  #addWhole(timing: Timing, { usage }: Called, intendedMs: number): void {
    const keep = (name: Figure, value: number | undefined): void => this.#keep(name, value, intendedMs)
    const { ttftMs, visibleMs, gapsMs, tpotMs, events, reads, tokens } = timing
    keep('ttft', ttftMs)
    if (usage) this.#keepOfPrompt(usage.input - usage.cachedInput, ttftMs, intendedMs)
    keep('ttft.visible', visibleMs)
    for (const gapMs of gapsMs) keep('gap', gapMs)
    if (gapsMs.length > 0) keep('stall', Math.max(...gapsMs))
    keep('tpot', tpotMs)
    keep('rate', tpotMs === undefined ? undefined : 1000 / tpotMs)
    keep('events', events)
    keep('events.read', events / reads)
    keep('tokens.event', tokens === undefined ? undefined : tokens / events)
  }

  /** Keeps one whose next token did not come until its time-out. @param timing of what came; `undefined` where nothing did @param withinMs of its time without the set-up of a connection */
  #addLate(timing: Timing | undefined, withinMs: number, intendedMs: number): void {
    const atLeast = (name: Figure, ms: number): void =>
      this.#histograms[name].recordCensored(Math.max(0, ms), intendedMs)
    if (timing?.visibleMs === undefined) atLeast('ttft.visible', withinMs)
    else this.#keep('ttft.visible', timing.visibleMs, intendedMs)
    if (!timing) {
      atLeast('ttft', withinMs)
      return
    }
    const { ttftMs, totalMs, gapsMs } = timing
    this.#keep('ttft', ttftMs, intendedMs)
    for (const gapMs of gapsMs) this.#keep('gap', gapMs, intendedMs)
    const waitedMs = withinMs - totalMs
    atLeast('gap', waitedMs)
    atLeast('stall', Math.max(waitedMs, ...gapsMs))
  }

  #keep(name: Figure, value: number | undefined, intendedMs: number): void {
    if (value !== undefined) this.#histograms[name].record(value, intendedMs)
  }

  /** @param tokens that had to be read: kept with those of other prompts as long, to the power of two above */
  #keepOfPrompt(tokens: number, ttftMs: number, atMs: number): void {
    const upTo = 2 ** Math.ceil(Math.log2(Math.max(1, tokens)))
    const known = this.#byPrompt.get(upTo)
    const samples = known ?? this.#recording.samples(byPrompt(this.#labels, upTo))
    if (!known) this.#byPrompt.set(upTo, samples)
    if (samples.count < OF_A_LENGTH) samples.add(ttftMs, atMs)
  }

  /** @returns one of each that has a value, and of the first token in any case */
  measurements(window: Measurement['window'], doubts: Doubt[]): Measurement[] {
    const ofPrompts = [...this.#byPrompt].map(([upTo, record]) => ({
      ...byPrompt(this.#labels, upTo),
      window,
      data: record.toData(),
      doubts,
    }))
    const figures = names
      .filter(name => name === 'ttft' || this.#histograms[name].n > 0)
      .map(name => ({
        metric: `llm.${name}`,
        unit: FIGURES[name],
        labels: this.#labels,
        window,
        data: this.#histograms[name].toData(),
        doubts: FIGURES[name] === 'ms' || FIGURES[name] === 'per-second' ? doubts : [],
      }))
    return [...figures, ...ofPrompts]
  }
}

const byPrompt = (labels: Labels, upTo: number) =>
  ({ metric: 'llm.ttft.prompt', unit: 'ms', labels: { ...labels, tokens: String(upTo) } }) as const
