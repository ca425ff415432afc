import { costOf } from './prices.ts'
import type { Prices } from './prices.ts'
import type { Usage } from './told.ts'

/** What may be spent. */
export interface Allowance {
  /** US dollars. */
  usd: number
  tokens: number
}

/**
 * What a workload may spend. A call is only made where the most that it can cost, beside all that are under way, is still within; so the budget is never
 * passed, whatever the answers turn out to be.
 */
export class Budget {
  readonly #most: Allowance
  readonly #prices: Prices
  #spent: Allowance = { usd: 0, tokens: 0 }
  #held: Allowance = { usd: 0, tokens: 0 }
  #isOver = false

  constructor(most: Allowance, prices: Prices) {
    this.#most = most
    this.#prices = prices
  }

  /** What was spent so far. */
  get spent(): Allowance {
    return this.#spent
  }

  /** Whether a call was not made. */
  get isOver(): boolean {
    return this.#isOver
  }

  /**
   * Holds what a call can cost at most.
   *
   * @param inputTokens at most, of the prompt @param outputTokens at most, of the answer
   * @returns what settles it: with what was used, or with nothing where that is not known and the most is taken for it; `undefined`: it may not be made
   */
  hold(inputTokens: number, outputTokens: number): ((used: Usage | undefined) => void) | undefined {
    const most = this.#of({ input: inputTokens, cachedInput: 0, output: outputTokens, reasoning: 0 })
    const isWithin =
      this.#spent.usd + this.#held.usd + most.usd <= this.#most.usd &&
      this.#spent.tokens + this.#held.tokens + most.tokens <= this.#most.tokens
    if (!isWithin) {
      this.#isOver = true
      return undefined
    }
    this.#held = sum(this.#held, most)
    return used => {
      this.#held = sum(this.#held, { usd: -most.usd, tokens: -most.tokens })
      this.#spent = sum(this.#spent, used ? this.#of(used) : most)
    }
  }

  #of(usage: Usage): Allowance {
    return { usd: costOf(usage, this.#prices), tokens: usage.input + usage.output }
  }
}

const sum = (a: Allowance, b: Allowance): Allowance => ({ usd: a.usd + b.usd, tokens: a.tokens + b.tokens })
