import { HighWater } from './high-water.ts'
import type { Span } from './high-water.ts'

/** A lease was granted, with its fencing token: the number of the term. */
export interface Grant extends Span {
  holder: string
  term: number
}

/** Something was done under a lease. */
export interface Act extends Span {
  holder: string
  term: number
  /** Whether the store let it in. */
  isAccepted: boolean
  /** The term counter as the store had it in the same step, where it tells. */
  counter?: number
}

/** How many, of each kind. The first five are no violations. */
export interface TermCounts {
  /** Terms that were granted: leaders that were elected. */
  terms: number
  acts: number
  accepted: number
  /** Acts of an old term that were not let in: the fence did its work. */
  fenced: number
  /** What was told of a term so old that it is not remembered who held it. */
  tooOld: number
  /** Grants of a term that another holder has. */
  twoLeaders: number
  /** Grants of a term lower than one that had been granted before it was asked for. */
  termsBack: number
  /** Acts that were let in, and a higher term had been counted before. */
  oldTermAccepted: number
  /** Acts that were let in, of a term that their holder was never granted. */
  notHeld: number
}

/** The holders of so many terms are remembered, and what ended so long ago is not held against others, ms. */
const REMEMBERED = { terms: 1000, ms: 120_000 }

/**
 * Accounts for the leaders of one group: each term has one leader, and no act of an old term is let in. The fence is the **term counter**: what was accepted last is no
 * fence, since a leader that was frozen may act before the new one's first act. How many believe that they lead, and leases that overlap, say nothing: each healthy
 * system of leases has them.
 */
export class TermAccount {
  readonly #holders = new Map<number, string>()
  readonly #granted = new HighWater(REMEMBERED.ms)
  /** The highest term whose holder is forgotten. */
  #forgotten = Number.NEGATIVE_INFINITY
  readonly #counts: TermCounts = {
    terms: 0,
    acts: 0,
    accepted: 0,
    fenced: 0,
    tooOld: 0,
    twoLeaders: 0,
    termsBack: 0,
    oldTermAccepted: 0,
    notHeld: 0,
  }

  /** How many terms are remembered. */
  get kept(): number {
    return this.#holders.size
  }

  /** A lease was granted; acts under it are noted after it. */
  granted({ holder, term, startMs, endMs }: Grant): void {
    const before = this.#granted.before(startMs)
    this.#granted.add(endMs, term)
    const other = this.#holders.get(term)
    if (other === holder) return
    if (other !== undefined) {
      this.#counts.twoLeaders++
      return
    }
    if (before !== undefined && term < before) this.#counts.termsBack++
    else if (term <= this.#forgotten) {
      this.#counts.tooOld++
      return
    }
    this.#counts.terms++
    this.#holders.set(term, holder)
    this.#forget()
  }

  /** Something was tried under a lease. */
  acted({ holder, term, isAccepted, counter, startMs }: Act): void {
    this.#counts.acts++
    // What the store counted in the same step is exact; else what had been granted before it was asked.
    const isOld = term < (counter ?? this.#granted.before(startMs) ?? Number.NEGATIVE_INFINITY)
    if (!isAccepted) {
      if (isOld) this.#counts.fenced++
      return
    }
    this.#counts.accepted++
    if (isOld) this.#counts.oldTermAccepted++
    if (this.#holders.get(term) === holder) return
    if (term <= this.#forgotten && !this.#holders.has(term)) this.#counts.tooOld++
    else this.#counts.notHeld++
  }

  /** @returns what was counted so far */
  get counts(): TermCounts {
    return { ...this.#counts }
  }

  #forget(): void {
    if (this.#holders.size <= REMEMBERED.terms) return
    const oldest = this.#holders.keys().next().value!
    this.#holders.delete(oldest)
    this.#forgotten = Math.max(this.#forgotten, oldest)
  }
}

/**
 * @returns the highest rate of violations, 0 to 1, that so many elections without one leave open, at 95 % (the rule of three: 3/n; `1 - 0.05^(1/n)`). 1 where there
 * were none.
 */
export const rateLeftOpen = (elections: number): number => (elections > 0 ? 1 - 0.05 ** (1 / elections) : 1)
