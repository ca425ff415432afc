import type { Random } from '../seeded-random.ts'

/** A length in tokens: half are shorter than the median, one in twenty is longer than p95. Their logarithms are distributed normally, as lengths are. */
export interface Lengths {
  median: number
  /** Default: all are as long as the median. */
  p95?: number
}

/** What is asked. Serialisable. */
export interface PromptOptions {
  /** Texts that are taken in turn. Default: words without a meaning. */
  texts?: readonly string[]
  /** Of a prompt: its text is cut, or repeated, to that length. A word counts as a token. Default: as long as its text is. */
  tokens?: Lengths
  /** So many of its first tokens are the same in all prompts, so that a cache of prefixes serves them. Default 0: by chance none are. */
  sharedTokens?: number
}

/** Of the standard normal distribution. */
const Z95 = 1.6449

/** What a prompt without a text is made of. */
const FILLER =
  'Please read the following notes of the operations team and tell the engineer on call what happened first, what it led to, and what to do about it now.'

/** @returns the standard deviation of a length's logarithm */
const spreadOf = ({ median, p95 = median }: Lengths): number => Math.log(Math.max(1, p95 / median)) / Z95

/** @returns the mean of a length, tokens: it is above the median (https://en.wikipedia.org/wiki/Log-normal_distribution) */
export const meanLength = (lengths: Lengths): number => lengths.median * Math.exp(spreadOf(lengths) ** 2 / 2)

/** @returns the mean of prompts' lengths, in words */
export function meanWords({ texts = [FILLER], tokens, sharedTokens = 0 }: PromptOptions): number {
  if (tokens) return meanLength(tokens)
  const words = texts.reduce((sum, text) => sum + wordsOf(text).length, 0)
  return sharedTokens + 1 + words / texts.length
}

/** @returns a length, from 1 */
export function lengthOf(lengths: Lengths, random: Random): number {
  const { median } = lengths
  // Box and Muller's: https://en.wikipedia.org/wiki/Box%E2%80%93Muller_transform
  const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
  return Math.max(1, Math.round(median * Math.exp(spreadOf(lengths) * normal)))
}

/** Makes prompts. Each has a word of its own, before anything that others have too but what is shared on purpose, so that no cache knows it. */
export class Prompts {
  readonly #options: PromptOptions
  readonly #random: Random
  readonly #run: string
  #made = 0

  /** @param run a word that tells its prompts from those of other runs */
  constructor(options: PromptOptions, random: Random, run: string) {
    this.#options = options
    this.#random = random
    this.#run = run
  }

  /** @returns the next prompt, and its length in words */
  next(): { text: string; words: number } {
    const { texts = [FILLER], tokens, sharedTokens = 0 } = this.#options
    const index = this.#made++
    const text = wordsOf(texts[index % texts.length] ?? FILLER)
    const words = tokens ? lengthOf(tokens, this.#random) : sharedTokens + 1 + text.length
    const own = wordsTo(Math.max(0, words - sharedTokens - 1), text)
    const all = [
      ...wordsTo(Math.min(sharedTokens, words - 1), wordsOf(FILLER)),
      `${this.#run}-${index}`,
      ...own,
    ]
    return { text: all.join(' '), words: all.length }
  }
}

const wordsOf = (text: string): string[] => text.match(/\S+/g) ?? []

function wordsTo(count: number, words: readonly string[]): string[] {
  return Array.from({ length: count }, (_, index) => words[index % words.length] ?? '')
}
