import { setTimeout as delay } from 'node:timers/promises'
import { TermAccount } from '../account/terms.ts'
import type { TermCounts } from '../account/terms.ts'
import type { Clock } from '../clock.ts'
import type { Leader, Swarm, SwarmClient } from './swarm-client.ts'

/** How often it is looked who leads, ms: a new leader is seen so late at most, and by as much as the look itself takes. */
const LOOK_MS = 20

/** A leader that was seen. */
export interface Seen extends Leader {
  /** When, epoch ms. */
  atMs: number
}

interface Waiting {
  isIt: (leader: Leader) => boolean
  resolve: (seen: Seen | undefined) => void
  untilMs: number
}

/** Looks again and again who leads each swarm, and keeps a history of it: see `TermAccount`. */
export class LeaderWatch {
  readonly #swarms: readonly Swarm[]
  readonly #client: SwarmClient
  readonly #clock: Clock
  readonly #accounts: ReadonlyMap<string, TermAccount>
  readonly #last = new Map<string, Leader>()
  readonly #waiting = new Map<string, Waiting>()
  #cause: string | undefined
  #termless = 0
  readonly #signal: AbortSignal | undefined
  #isOver = false
  readonly #looking: Promise<void>

  /** Begins to look at once. @param signal ends the looking, and all waiting. Default: `stop` does */
  constructor(swarms: readonly Swarm[], client: SwarmClient, clock: Clock, signal?: AbortSignal) {
    this.#signal = signal
    this.#swarms = swarms
    this.#client = client
    this.#clock = clock
    this.#accounts = new Map(swarms.map(({ id }) => [id, new TermAccount()]))
    this.#looking = this.#look()
  }

  /** Why it was last not known who leads; `undefined` when it always was. */
  get cause(): string | undefined {
    return this.#cause
  }

  /** Acts that were accepted, and whose answer told no term: they can be held against nothing. */
  get termless(): number {
    return this.#termless
  }

  /** Waits for a leader of a swarm. @param isIt tells which @returns `undefined` where there was none until then */
  until({ id }: Swarm, isIt: Waiting['isIt'], untilMs: number): Promise<Seen | undefined> {
    if (this.#isOver) return Promise.resolve(undefined)
    return new Promise(resolve => this.#waiting.set(id, { isIt, resolve, untilMs }))
  }

  /**
   * Has a member act as the leader, and holds that against the history.
   *
   * @returns whether that was accepted; `undefined` where nothing was answered, or not in which term
   */
  async act(swarm: Swarm, holder: string): Promise<boolean | undefined> {
    const acted = await this.#client.act(swarm, holder)
    if (acted?.term === undefined) {
      if (acted?.isAccepted) this.#termless++
      return acted && !acted.isAccepted ? false : undefined
    }
    const { term, counter, ...what } = acted
    const account = this.#accounts.get(swarm.id)
    // Who may act in a term has been granted it, also where nobody looked while it was.
    if (acted.isAccepted) account?.granted({ holder, term, startMs: acted.startMs, endMs: acted.endMs })
    account?.acted({ holder, term, ...what, ...(counter === undefined ? {} : { counter }) })
    return acted.isAccepted
  }

  /** Ends the looking. @returns what was counted, of all swarms */
  async stop(): Promise<TermCounts[]> {
    this.#isOver = true
    await this.#looking
    return [...this.#accounts.values()].map(({ counts }) => counts)
  }

  async #look(): Promise<void> {
    while (!this.#isOver && !this.#signal?.aborted) {
      const startMs = this.#clock.nowMs()
      const { leaders, fault } = await this.#client.leaders(this.#swarms)
      const endMs = this.#clock.nowMs()
      if (fault) this.#cause = fault.cause
      for (const [id, leader] of leaders) {
        this.#note(id, leader, { startMs, endMs })
        const waiting = this.#waiting.get(id)
        if (waiting?.isIt(leader)) this.#end(id, { ...leader, atMs: endMs })
      }
      for (const [id, { untilMs }] of this.#waiting) if (endMs > untilMs) this.#end(id, undefined)
      await delay(LOOK_MS)
    }
    this.#isOver = true
    for (const id of this.#waiting.keys()) this.#end(id, undefined)
  }

  /** A term is granted once, however often it is looked at. */
  #note(id: string, { holder, term }: Leader, span: { startMs: number; endMs: number }): void {
    const last = this.#last.get(id)
    if (last?.holder === holder && last.term === term) return
    this.#last.set(id, { holder, term })
    this.#accounts.get(id)?.granted({ holder, term, ...span })
  }

  #end(id: string, seen: Seen | undefined): void {
    this.#waiting.get(id)?.resolve(seen)
    this.#waiting.delete(id)
  }
}
