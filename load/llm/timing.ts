import { markMs } from '../loops/operation.ts'
import { EVENT, VISIBLE } from './llm-call.ts'
import type { Called } from './llm-call.ts'

/** What the times of a streamed answer make up, ms: of a good one, or of what of one came until its time-out. */
export interface Timing {
  /** From the intended send to the first token of any kind, without the set-up of a connection. */
  ttftMs: number
  /** The same to the first token that is shown; `undefined` where none is. */
  visibleMs: number | undefined
  /** Between events that hold tokens, in order. */
  gapsMs: number[]
  /** For each token after those of the first event; `undefined` where the tokens are not known, or all came at once. */
  tpotMs: number | undefined
  /** From the intended send to the last token, without the set-up of a connection. */
  totalMs: number
  /** Of the connection that was opened for it; 0 where there was one. */
  setUpMs: number
  events: number
  /** Times at which at least one of them came. */
  reads: number
  /** Tokens that came as events. */
  tokens: number | undefined
}

/**
 * The time for a token is `(last - first) / (tokens - tokens an event)`: those of the first event had come by then. How many each
 * event holds nobody tells: they are taken as equally many an event. With a token in each event it is
 * vLLM's `(last - first) / (tokens - 1)`; with several in one that formula takes the first event for one token.
 *
 * @param intendedMs when the call was due, epoch ms
 * @returns `undefined` where no token came
 */
export function timingOf({ outcome, streamed, setUpMs }: Called, intendedMs: number): Timing | undefined {
  const arrivals = (outcome.marks ?? []).flatMap(({ name, ms }) => (name === EVENT ? [ms] : []))
  const [first] = arrivals
  const last = arrivals.at(-1)
  if (first === undefined || last === undefined) return undefined
  const fromMs = intendedMs + setUpMs
  const visible = markMs(outcome, VISIBLE)
  const events = arrivals.length
  const after = streamed === undefined ? 0 : streamed - streamed / events
  return {
    ttftMs: first - fromMs,
    visibleMs: visible === undefined ? undefined : visible - fromMs,
    gapsMs: arrivals.slice(1).map((ms, index) => ms - (arrivals[index] ?? ms)),
    tpotMs: after > 0 && last > first ? (last - first) / after : undefined,
    totalMs: last - fromMs,
    setUpMs,
    events,
    reads: new Set(arrivals).size,
    tokens: streamed,
  }
}
