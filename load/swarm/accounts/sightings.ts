import { largestOf } from '../../measure/extremes.ts'

/** Updates that undisturbed viewers should have been told of, and what became of them. */
export interface Delivery {
  /** Updates times viewers. */
  expected: number
  lost: number
  duplicated: number
  reordered: number
  /** Updates that arrived as part of a later one. */
  coalesced: number
}

/** What a viewer was told of an agent; as `ReceivedUpdate`, its seq known. */
export interface SeenUpdate {
  /** Text of digits is taken as a number. */
  agent: number | string
  seq: number
  merged?: number
}

/** How many updates back a late or repeated one is told apart: the bits of a word. */
const WINDOW = 32

/** The largest seq that there is an account of: what its memory holds. */
const MOST_SEQ = 2 ** 31 - 1

/** @returns whether there is an account of it */
const isSeq = (seq: number): boolean => Number.isInteger(seq) && seq >= 0 && seq <= MOST_SEQ

const nothing = (): Delivery => ({ expected: 0, lost: 0, duplicated: 0, reordered: 0, coalesced: 0 })

/** Which updates of which agent each viewer has seen: the accounts of delivery, and the time that each refresh took. */
export class Sightings {
  readonly #agents: number
  readonly #fromSeqs: readonly number[]
  readonly #roundStartsMs: readonly number[]
  /** `[viewer * agents + agent]`: the newest seq seen, one bit for each of the `WINDOW` up to it, and how many up to it are missing. */
  readonly #latest: Int32Array
  readonly #seen: Uint32Array
  readonly #missing: Int32Array
  /** Of each viewer; `expected` by what it has seen. */
  readonly #counts: Delivery[]
  readonly #disturbed = new Set<number>()
  /** `[viewer * rounds + round]`: agents that the viewer has no value of that round from. */
  readonly #pending: Int32Array
  /** When that became none, in ms from the round's start. */
  readonly #refreshedMs: Float64Array
  /** The seqs waited for, and how many of (viewer, agent) are not there yet. */
  #awaited: { seqs: Int32Array; open: number; done(): void } | undefined

  /**
   * @param fromSeqs for each agent, its last seq before this stage (-1: none)
   * @param roundStartsMs start of each round of the stage, epoch ms; empty when no refresh is timed
   */
  constructor(viewers: number, fromSeqs: readonly number[], roundStartsMs: readonly number[]) {
    this.#agents = fromSeqs.length
    this.#fromSeqs = fromSeqs
    this.#roundStartsMs = roundStartsMs
    this.#latest = Int32Array.from(
      { length: viewers * fromSeqs.length },
      (_, i) => fromSeqs[i % fromSeqs.length] ?? -1,
    )
    this.#seen = new Uint32Array(this.#latest.length).fill(0xffffffff)
    this.#missing = new Int32Array(this.#latest.length)
    this.#counts = Array.from({ length: viewers }, nothing)
    this.#pending = new Int32Array(viewers * roundStartsMs.length).fill(fromSeqs.length)
    this.#refreshedMs = new Float64Array(this.#pending.length)
  }

  /** Takes a viewer out of the accounts: its socket closed. */
  disturb(viewer: number): void {
    this.#disturbed.add(viewer)
    if (this.#awaited) this.#awaited.open = this.#countOpen(this.#awaited.seqs)
    this.#settleIfComplete()
  }

  /** Notes that a viewer received an update at `atMs`. Those of agents outside the swarm are passed over, and so is a seq that is none. */
  see(viewer: number, { agent: given, seq, merged }: SeenUpdate, atMs: number): void {
    const agent = Number(given)
    const counts = this.#counts[viewer]
    if (!counts || !(agent >= 0 && agent < this.#agents && isSeq(seq))) return
    const at = viewer * this.#agents + agent
    const latest = this.#latest[at] ?? -1
    const step = seq - latest
    if (step > 0) {
      this.#advance(counts, at, step, merged || step)
      this.#refresh(viewer, { agent, seq }, latest, atMs)
      this.#tick(viewer, agent, latest)
      return
    }
    if (merged === 0) return
    const bit = -step < WINDOW ? (1 << -step) >>> 0 : 0
    // Beyond the window a late one and a repeated one look the same: it is late as long as one is missing.
    const isMissing = ((this.#seen[at] ?? 0) & bit) === 0 && (this.#missing[at] ?? 0) > 0
    if (!isMissing) {
      counts.duplicated++
      return
    }
    counts.reordered++
    counts.lost--
    this.#missing[at] = (this.#missing[at] ?? 0) - 1
    this.#seen[at] = (this.#seen[at] ?? 0) | bit
    this.#settleIfComplete()
  }

  /**
   * @returns once every undisturbed viewer has seen these seqs and all before them, or `timeoutMs` is over: an older update may still be on
   * its way when the last one is there
   */
  async untilComplete(lastSeqs: readonly [agent: number, seq: number][], timeoutMs: number): Promise<void> {
    await new Promise<void>(resolve => {
      const timer = setTimeout(resolve, timeoutMs)
      const done = (): void => {
        clearTimeout(timer)
        resolve()
      }
      const seqs = Int32Array.from(this.#fromSeqs)
      for (const [agent, seq] of lastSeqs) seqs[agent] = seq
      this.#awaited = { seqs, open: this.#countOpen(seqs), done }
      this.#settleIfComplete()
    })
    this.#awaited = undefined
  }

  /** @returns the seq that a viewer holds of an agent; what it held before this stage where nothing came since */
  held(viewer: number, agent: number): number {
    return this.#latest[viewer * this.#agents + agent] ?? -1
  }

  /**
   * @param withDisturbed whether viewers whose connection was lost count too. Default false.
   * @returns the accounts, given the last seq that each agent sent; what was sent and not seen is lost
   */
  delivery(
    lastSeqs: readonly [agent: number, seq: number][],
    { withDisturbed = false }: { withDisturbed?: boolean } = {},
  ): Delivery {
    const sum = nothing()
    for (const [viewer, counts] of this.#counts.entries()) {
      if (this.#disturbed.has(viewer) && !withDisturbed) continue
      sum.duplicated += counts.duplicated
      sum.reordered += counts.reordered
      sum.coalesced += counts.coalesced
      sum.lost += counts.lost
      for (const [agent, seq] of lastSeqs) {
        sum.expected += seq - (this.#fromSeqs[agent] ?? -1)
        sum.lost += Math.max(0, seq - (this.#latest[viewer * this.#agents + agent] ?? -1))
      }
    }
    return sum
  }

  /** @returns the accounts by what undisturbed viewers have seen so far: what is still on its way is none of it, nor is what nobody saw a later one of */
  soFar(): Omit<Delivery, 'coalesced'> {
    const sum = nothing()
    for (const [viewer, counts] of this.#counts.entries()) {
      if (this.#disturbed.has(viewer)) continue
      for (const kind of ['expected', 'lost', 'duplicated', 'reordered'] as const) sum[kind] += counts[kind]
    }
    return sum
  }

  /** @returns for each round, ms until the slowest undisturbed viewer was up to date; `undefined` where one never was */
  refreshMs(): (number | undefined)[] {
    const rounds = this.#roundStartsMs.length
    const undisturbed = [...this.#counts.keys()].filter(viewer => !this.#disturbed.has(viewer))
    return this.#roundStartsMs.map((_, round) => {
      const places = undisturbed.map(viewer => viewer * rounds + round)
      const complete = places.length > 0 && places.every(place => this.#pending[place] === 0)
      return complete ? largestOf(places.map(place => this.#refreshedMs[place] ?? 0)) : undefined
    })
  }

  #advance(counts: Delivery, at: number, step: number, merged: number): void {
    const covered = Math.min(Math.max(merged, 1), step) - 1
    const coveredBits = covered >= WINDOW - 1 ? 0xfffffffe : ((1 << covered) - 1) << 1
    const shifted = step < WINDOW ? (this.#seen[at] ?? 0) << step : 0
    this.#latest[at] = (this.#latest[at] ?? -1) + step
    this.#seen[at] = shifted | coveredBits | 1
    counts.expected += step
    counts.coalesced += covered
    counts.lost += step - 1 - covered
    this.#missing[at] = (this.#missing[at] ?? 0) + step - 1 - covered
  }

  #refresh(viewer: number, update: { agent: number; seq: number }, latest: number, atMs: number): void {
    const rounds = this.#roundStartsMs.length
    const from = this.#fromSeqs[update.agent] ?? -1
    for (let round = latest - from; round < Math.min(update.seq - from, rounds); round++) {
      const place = viewer * rounds + round
      const pending = (this.#pending[place] ?? 0) - 1
      this.#pending[place] = pending
      if (pending === 0) this.#refreshedMs[place] = atMs - (this.#roundStartsMs[round] ?? atMs)
    }
  }

  #countOpen(seqs: Int32Array): number {
    let open = 0
    for (const [at, latest] of this.#latest.entries()) {
      const undisturbed = !this.#disturbed.has(Math.floor(at / this.#agents))
      if (undisturbed && latest < (seqs[at % this.#agents] ?? -1)) open++
    }
    return open
  }

  /** Takes one off what is waited for when this step of an agent, from `before`, was the one. */
  #tick(viewer: number, agent: number, before: number): void {
    const awaited = this.#awaited
    if (!awaited || this.#disturbed.has(viewer)) return
    const wanted = awaited.seqs[agent] ?? -1
    if (before < wanted && (this.#latest[viewer * this.#agents + agent] ?? -1) >= wanted) awaited.open--
    this.#settleIfComplete()
  }

  #settleIfComplete(): void {
    if (this.#awaited && this.#awaited.open <= 0 && !this.#anyMissing()) this.#awaited.done()
  }

  #anyMissing(): boolean {
    return this.#counts.some(({ lost }, viewer) => lost > 0 && !this.#disturbed.has(viewer))
  }
}
