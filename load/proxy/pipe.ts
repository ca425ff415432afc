import type { Socket } from 'node:net'
import type { Clock } from '../clock.ts'
import type { Line } from './line.ts'

/** What one way of a connection is like. */
export interface Conditions {
  /** How long what is read waits before it is passed on, ms. */
  delayMs: number
  /** What passes in a second; `Infinity` as much as comes. */
  bytesPerSecond: number
  /** Whether all that comes is held back. It passes, in order, when that is over. */
  isHeld: boolean
}

/** Bytes of one way. At any time `read = forwarded + dropped + waiting`. */
export interface ByteCounts {
  /** Read from where it came. */
  read: number
  /** Handed to the kernel on the other side. */
  forwarded: number
  /** Read and never handed on: the other side was gone. */
  dropped: number
  waiting: number
}

/** @returns counts of nothing */
export const noBytes = (): ByteCounts => ({ read: 0, forwarded: 0, dropped: 0, waiting: 0 })

/** So much waits at most; then no more is read, and the sender has to wait. */
const MOST_WAITING_BYTES = 262_144

/** What passes at a limited rate does so in pieces of so long. */
const PIECE_MS = 10

type Item = { dueMs: number } & ({ kind: 'bytes'; bytes: Buffer } | { kind: 'end' | 'reset' })

/** What is read from one socket goes to another, as its conditions say. */
export class Pipe {
  readonly #from: Socket
  readonly #to: Socket
  readonly #clock: Clock
  readonly #counts: readonly ByteCounts[]
  readonly #line: Line
  readonly #queue: Item[] = []
  #conditions: Conditions
  #timer: NodeJS.Timeout | undefined
  #waiting = 0
  /** Nothing could pass before then, for reasons that are not this machine's. */
  #openedMs = 0
  #state: 'open' | 'blocked' | 'swallowing' | 'closed' = 'open'
  /** The most that anything was passed on later than it was to be, ms. */
  latestMs = 0

  /** @param counts all that keep account of it @param line what its rate is shared with. Default: nothing. */
  constructor(
    from: Socket,
    to: Socket,
    conditions: Conditions,
    clock: Clock,
    counts: readonly ByteCounts[],
    line: Line = { freeMs: 0 },
  ) {
    this.#from = from
    this.#to = to
    this.#conditions = conditions
    this.#clock = clock
    this.#counts = counts
    this.#line = line
    from.on('data', (bytes: Buffer) => this.#read(bytes))
    from.once('end', () => this.#push({ kind: 'end', dueMs: this.#dueMs() }))
    to.on('drain', () => this.#unblock())
  }

  /** Changes what it is like; what has been read keeps its delay. */
  set(change: Partial<Conditions>): void {
    if (this.#conditions.isHeld && change.isHeld === false) this.#openedMs = this.#clock.nowMs()
    this.#conditions = { ...this.#conditions, ...change }
    this.#pump()
  }

  /** The sender is gone without a word: so will it be on the other side, after all that it has sent. */
  lost(): void {
    this.#push({ kind: 'reset', dueMs: this.#dueMs() })
  }

  /** Whatever comes, or waits, goes nowhere; nobody is told. */
  swallow(): void {
    if (this.#state === 'closed') return
    this.#state = 'swallowing'
    this.#dropAll()
    this.#from.resume()
  }

  /** Ends it: what waits is dropped. */
  close(): void {
    this.#state = 'closed'
    this.#dropAll()
  }

  #dueMs(): number {
    return this.#clock.nowMs() + this.#conditions.delayMs
  }

  #read(bytes: Buffer): void {
    this.#count('read', bytes.length)
    if (this.#state === 'swallowing' || this.#state === 'closed') {
      this.#count('dropped', bytes.length)
      return
    }
    this.#wait(bytes.length)
    this.#push({ kind: 'bytes', bytes, dueMs: this.#dueMs() })
    if (this.#waiting >= MOST_WAITING_BYTES) this.#from.pause()
  }

  #push(item: Item): void {
    if (this.#state === 'swallowing' || this.#state === 'closed') return
    this.#queue.push(item)
    if (this.#queue.length === 1) this.#pump()
  }

  #pump(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    while (this.#state === 'open' && !this.#conditions.isHeld) {
      const head = this.#queue[0]
      if (!head) return
      const piece = head.kind === 'bytes' ? this.#piece(head.bytes) : 0
      const startMs = Math.max(head.dueMs, this.#line.freeMs)
      const passedMs = startMs + (1000 * piece) / this.#conditions.bytesPerSecond
      const nowMs = this.#clock.nowMs()
      if (passedMs > nowMs) {
        this.#timer = setTimeout(() => this.#pump(), Math.ceil(passedMs - nowMs))
        return
      }
      this.latestMs = Math.max(this.latestMs, nowMs - Math.max(passedMs, this.#openedMs))
      this.#line.freeMs = Math.max(passedMs, this.#openedMs)
      this.#pass(head, piece)
    }
  }

  #piece({ length }: Buffer): number {
    const { bytesPerSecond } = this.#conditions
    return Math.min(length, Math.max(1, Math.floor((bytesPerSecond * PIECE_MS) / 1000)))
  }

  #pass(head: Item, piece: number): void {
    if (head.kind !== 'bytes') {
      this.#queue.shift()
      if (head.kind === 'end') this.#to.end()
      else reset(this.#to)
      return
    }
    const bytes = head.bytes.subarray(0, piece)
    if (piece === head.bytes.length) this.#queue.shift()
    else head.bytes = head.bytes.subarray(piece)
    const hasRoom = this.#to.write(bytes, error => this.#passed(piece, error))
    if (!hasRoom) this.#state = 'blocked'
  }

  #passed(length: number, error: Error | null | undefined): void {
    this.#count(error ? 'dropped' : 'forwarded', length)
    this.#wait(-length)
    if (this.#waiting < MOST_WAITING_BYTES && this.#from.isPaused()) this.#from.resume()
  }

  #unblock(): void {
    if (this.#state !== 'blocked') return
    this.#state = 'open'
    this.#openedMs = this.#clock.nowMs()
    this.#pump()
  }

  #dropAll(): void {
    clearTimeout(this.#timer)
    for (const item of this.#queue.splice(0)) {
      if (item.kind !== 'bytes') continue
      this.#count('dropped', item.bytes.length)
      this.#wait(-item.bytes.length)
    }
  }

  #wait(change: number): void {
    this.#waiting += change
    this.#count('waiting', change)
  }

  #count(which: keyof ByteCounts, change: number): void {
    for (const counts of this.#counts) counts[which] += change
  }
}

/** Ends a socket without a word. One whose end is on its way already just closes: were it reset then, it would stay open for ever (Node's `reset` fails with EINVAL while it shuts down). */
export function reset(socket: Socket): void {
  if (socket.writableEnded) socket.destroy()
  else socket.resetAndDestroy()
}
