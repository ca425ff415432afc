import type { Usage } from './told.ts'

/** What a million tokens of each kind cost, US dollars. */
export interface Prices {
  /** Of a prompt. */
  input: number
  /** Of a prompt, those that are cached. Default: as `input`. */
  cachedInput?: number
  /** Of an answer, those it is thought with too. */
  output: number
}

/** @returns what a call costs, US dollars, to the billionth: cached tokens once, and those of reasoning as part of the answer's */
export function costOf({ input, cachedInput, output }: Usage, prices: Prices): number {
  const { cachedInput: cachedPrice = prices.input } = prices
  // Who tells of more cached tokens than there are leaves them out of the others.
  const others = Math.max(0, input - cachedInput)
  const millionths = others * prices.input + cachedInput * cachedPrice + output * prices.output
  return Math.round(millionths * 1000) / 1e9
}
