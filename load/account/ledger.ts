import { Remembered } from './remembered.ts'

/** What became of a message that was sent. Those of `refused` may be sent again; the others are final. */
export type Fate =
  /** Its taking was confirmed, and it arrived. */
  | 'delivered'
  /** Its taking was confirmed, and it never arrived. Only what is drained can tell: see `lossOf`. */
  | 'lost'
  /** Once or more often it was not told whether it was taken, and it arrived: no fault. */
  | 'recovered'
  /** It was not told whether it was taken, nor was it confirmed, and it never arrived: neither lost nor kept. */
  | 'unknown'
  /** It was told that it was not taken, or it never left. */
  | 'refused'

/** How many messages, of each kind. The five fates add up to `sent`; the others tell of deliveries. */
export interface LedgerCounts extends Readonly<Record<Fate, number>> {
  /** Ids that were sent, once or more often. */
  sent: number
  /** Ids whose taking was confirmed. */
  confirmed: number
  /** Deliveries, with those that came again. */
  received: number
  /** Deliveries that came again and were to be expected: marked as such, or of an id that was sent again. */
  duplicatedTold: number
  /** Deliveries that came again, and nothing said so. */
  duplicatedUntold: number
  /** First deliveries that came after one of their stream that had been sent later, to the same consumer, and were not marked as coming again. */
  reordered: number
  /** Ids that arrived although it was told that they were not taken. */
  refusedYetReceived: number
  /** Ids that arrived and were never sent; or, where `hasForgotten`, that had been accounted for so long ago that they are not remembered. */
  neverSent: number
  /** Whether more ids were accounted for than are remembered: a delivery that came again so late counts as `neverSent`. */
  hasForgotten: boolean
}

/** What is accounted for, and how. */
export interface LedgerOptions {
  /** From when on a message has arrived: when its consumer has it, or when it has acknowledged it (its work is done). Default `received`. */
  arrived?: 'received' | 'acked'
  /** How many ids that are accounted for are remembered at least, so that what comes again is known. Default 100 000. */
  remember?: number
  /** Is told of each message's end: `delivered` and `recovered` as they happen, `lost` and `unknown` on closing. */
  onFate?: (fate: Exclude<Fate, 'refused'>, id: string, sentMs: number) => void
}

/** What is known of a message. */
interface Message {
  sentMs: number
  /** How often it was sent. */
  sends: number
  told: 'nothing' | 'confirmed' | 'refused' | 'untold'
  /** Nothing was told of an earlier time that it was sent: it may have been taken then. */
  mayBeTaken: boolean
  /** Deliveries that were not marked as coming again, and all. */
  unmarked: number
  received: number
  isAcked: boolean
  /** Its place in its stream. */
  place: { stream: Stream; seq: number } | undefined
}

/** Messages whose order is to be kept. */
interface Stream {
  sent: number
  /** The highest seq that came to each consumer. */
  highest: Map<string, number>
}

/** How a message was delivered. */
export interface Delivered {
  /** Whether the broker said that it may have been delivered before. Default no. */
  redelivered?: boolean
  /** Whose deliveries have an order. Default one consumer. */
  consumer?: string
}

/**
 * Accounts for messages by their ids: what was sent, whether its taking was confirmed, what arrived, how often and in which order (Jepsen's total-queue). Notes may
 * come in any order, but that the order of deliveries is judged only of what was noted as sent before it arrived. Memory is bounded by what is under way: of what is
 * accounted for only counts are kept, and the last ids.
 */
export class Ledger {
  readonly #arrived: 'received' | 'acked'
  readonly #onFate: NonNullable<LedgerOptions['onFate']>
  readonly #remember: number
  readonly #open = new Map<string, Message>()
  readonly #settled: Remembered<Message>
  /** Arrived, and not sent so far; with their deliveries. */
  readonly #strangers = new Map<string, Message>()
  readonly #streams = new Map<string, Stream>()
  readonly #fates: Record<Fate, number> = { delivered: 0, lost: 0, recovered: 0, unknown: 0, refused: 0 }
  readonly #counts = {
    sent: 0,
    confirmed: 0,
    received: 0,
    duplicatedTold: 0,
    duplicatedUntold: 0,
    reordered: 0,
    refusedYetReceived: 0,
    neverSent: 0,
  }

  constructor({ arrived = 'received', remember = 100_000, onFate = () => {} }: LedgerOptions = {}) {
    this.#arrived = arrived
    this.#remember = remember
    this.#onFate = onFate
    this.#settled = new Remembered(remember)
  }

  /** How many ids are kept. */
  get kept(): number {
    return this.#open.size + this.#settled.size + this.#strangers.size
  }

  /** How many that were sent are not accounted for yet. */
  get open(): number {
    return this.#open.size
  }

  /** A message is about to be sent, for the first time or again. @param stream whose order is to be kept. Default none */
  sent(id: string, atMs: number, stream?: string): void {
    const known = this.#open.get(id) ?? this.#settled.get(id)
    if (known) {
      known.sends++
      if (known.told === 'refused') this.#reopen(id, known)
      else if (known.told !== 'confirmed') known.mayBeTaken = true
      if (known.told === 'untold') known.told = 'nothing'
      return
    }
    const message = this.#strangers.get(id) ?? unsent()
    this.#strangers.delete(id)
    message.sentMs = atMs
    message.sends = 1
    message.place = stream === undefined ? undefined : this.#place(stream)
    this.#counts.sent++
    this.#open.set(id, message)
  }

  /** Its taking was confirmed. */
  confirmed(id: string): void {
    const message = this.#open.get(id) ?? this.#settled.get(id)
    if (message?.told !== 'nothing') return
    message.told = 'confirmed'
    this.#counts.confirmed++
    this.#settleIfOver(id, message)
  }

  /** It was told that it was not taken, or it was never handed over. */
  refused(id: string): void {
    this.#tell(id, 'refused')
  }

  /** Nothing will be told of it any more: the connection was lost before. */
  untold(id: string): void {
    this.#tell(id, 'untold')
  }

  /** A consumer has it. */
  received(id: string, { redelivered = false, consumer = '' }: Delivered = {}): void {
    this.#counts.received++
    const message = this.#open.get(id) ?? this.#settled.get(id) ?? this.#stranger(id)
    message.received++
    if (!redelivered) message.unmarked++
    if (message.received > 1) {
      const isTold = redelivered || message.unmarked <= message.sends
      this.#counts[isTold ? 'duplicatedTold' : 'duplicatedUntold']++
    } else {
      if (message.told === 'refused') this.#counts.refusedYetReceived++
      if (!redelivered) this.#order(message, consumer)
    }
    this.#settleIfOver(id, message)
  }

  /** A consumer has acknowledged it. */
  acked(id: string): void {
    const message = this.#open.get(id) ?? this.#settled.get(id) ?? this.#strangers.get(id)
    if (!message) return
    message.isAcked = true
    this.#settleIfOver(id, message)
  }

  /** Nothing more will be noted. @returns what became of all */
  close(): LedgerCounts {
    for (const [id, message] of this.#open) {
      const hasArrived = this.#hasArrived(message)
      if (hasArrived) this.#settle(id, message, arrivedAs(message))
      else this.#settle(id, message, message.told === 'confirmed' ? 'lost' : 'unknown')
    }
    this.#counts.neverSent += this.#strangers.size
    this.#strangers.clear()
    return { ...this.#counts, ...this.#fates, hasForgotten: this.#settled.hasForgotten }
  }

  #tell(id: string, told: 'refused' | 'untold'): void {
    const message = this.#open.get(id)
    if (message?.told !== 'nothing') return
    message.told = message.mayBeTaken ? 'untold' : told
    if (message.told === 'untold') this.#settleIfOver(id, message)
    else {
      if (message.received > 0 && message.sends === 1) this.#counts.refusedYetReceived++
      this.#settle(id, message, 'refused')
    }
  }

  #hasArrived({ received, isAcked }: Message): boolean {
    return this.#arrived === 'acked' ? isAcked : received > 0
  }

  #settleIfOver(id: string, message: Message): void {
    if (!this.#open.has(id) || !this.#hasArrived(message)) return
    if (message.told !== 'nothing') this.#settle(id, message, arrivedAs(message))
  }

  #settle(id: string, message: Message, fate: Fate): void {
    this.#open.delete(id)
    this.#settled.add(id, message)
    this.#fates[fate]++
    if (fate !== 'refused') this.#onFate(fate, id, message.sentMs)
  }

  /** What was refused is sent again: its first refusal is no end. */
  #reopen(id: string, message: Message): void {
    this.#settled.take(id)
    this.#fates.refused--
    message.told = 'nothing'
    this.#open.set(id, message)
  }

  #place(name: string): { stream: Stream; seq: number } {
    const stream = this.#streams.get(name) ?? { sent: 0, highest: new Map<string, number>() }
    this.#streams.set(name, stream)
    return { stream, seq: stream.sent++ }
  }

  #order({ place }: Message, consumer: string): void {
    if (!place) return
    const { stream, seq } = place
    if (seq < (stream.highest.get(consumer) ?? -1)) this.#counts.reordered++
    else stream.highest.set(consumer, seq)
  }

  #stranger(id: string): Message {
    const known = this.#strangers.get(id)
    if (known) return known
    if (this.#strangers.size >= this.#remember) {
      for (const oldest of this.#strangers.keys()) {
        this.#strangers.delete(oldest)
        break
      }
      this.#counts.neverSent++
    }
    const message = unsent()
    this.#strangers.set(id, message)
    return message
  }
}

const arrivedAs = ({ told, mayBeTaken }: Message): 'delivered' | 'recovered' =>
  told === 'confirmed' && !mayBeTaken ? 'delivered' : 'recovered'

const unsent = (): Message => ({
  sentMs: 0,
  sends: 0,
  told: 'nothing',
  mayBeTaken: false,
  unmarked: 0,
  received: 0,
  isAcked: false,
  place: undefined,
})
