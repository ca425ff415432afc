import type { BlockHistogram } from '../measure/histogram.ts'
import type { Doubt, Labels, Measurement, Unit } from '../measure/measurement.ts'
import type { Recording } from '../measure/recording.ts'
import { costOf } from './prices.ts'
import type { Prices } from './prices.ts'
import type { Called } from './llm-call.ts'
import { timingOf } from './timing.ts'

/** So many calls are told of as one: a call's cost is less than what a histogram holds apart. */
const PRICED_CALLS = 1000

/** What is kept of good calls beside how long they took. */
const FIGURES = {
  ttft: 'ms',
  'ttft.visible': 'ms',
  gap: 'ms',
  stall: 'ms',
  tpot: 'ms',
  rate: 'per-second',
  events: 'count',
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
  readonly #histograms: Record<Figure, BlockHistogram>

  constructor(labels: Labels, prices: Prices, recording: Recording) {
    this.#labels = labels
    this.#prices = prices
    const entries = names.map(name => [
      name,
      recording.histogram({ metric: `llm.${name}`, unit: FIGURES[name], labels }),
    ])
    this.#histograms = Object.fromEntries(entries) as Record<Figure, BlockHistogram>
  }

  /** Keeps a call. Of one that failed only what it cost is known, where it told. @param intendedMs when it was due, epoch ms */
  add(called: Called, intendedMs: number): void {
    const keep = (name: Figure, value: number | undefined): void => {
      if (value !== undefined) this.#histograms[name].record(value, intendedMs)
    }
    const { usage, outcome } = called
    if (usage) {
      keep('tokens.input', usage.input)
      keep('tokens.cached', usage.cachedInput)
      keep('tokens.output', usage.output)
      keep('price', PRICED_CALLS * costOf(usage, this.#prices))
    }
    const timing = outcome.fault ? undefined : timingOf(called, intendedMs)
    if (!timing) return
    const { ttftMs, visibleMs, gapsMs, tpotMs, events, tokens } = timing
    keep('ttft', ttftMs)
    keep('ttft.visible', visibleMs)
    for (const gapMs of gapsMs) keep('gap', gapMs)
    if (gapsMs.length > 0) keep('stall', Math.max(...gapsMs))
    keep('tpot', tpotMs)
    keep('rate', tpotMs === undefined ? undefined : 1000 / tpotMs)
    keep('events', events)
    keep('tokens.event', tokens === undefined ? undefined : tokens / events)
  }

  /** @returns one of each that has a value, and of the first token in any case */
  measurements(window: Measurement['window'], doubts: Doubt[]): Measurement[] {
    return names
      .filter(name => name === 'ttft' || this.#histograms[name].n > 0)
      .map(name => ({
        metric: `llm.${name}`,
        unit: FIGURES[name],
        labels: this.#labels,
        window,
        data: this.#histograms[name].toData(),
        doubts: FIGURES[name] === 'ms' || FIGURES[name] === 'per-second' ? doubts : [],
      }))
  }
}
