import { setTimeout as delay } from 'node:timers/promises'
import { deserialize, serialize } from 'node:v8'
import { isRefusal } from './queue-client.ts'
import type { QueueClient } from './queue-client.ts'

/** Messages that are sent at once, and read at once. */
const BATCH = 200

/** How long one look for messages waits for some, ms. */
const LOOK_MS = 1000

/** Between two looks, ms: what many write in that time is read at once. Much less than the lead of a common start. */
const REST_MS = 100

/** How often what was read is taken away, ms: each time is a question to the queue. */
const TRIM_MS = 1000

/** What nobody reads or writes any more is gone after this long, seconds; the queue is told again when a tenth of it is over. */
const KEPT_S = 3600

/** How long to wait for a queue that was away, ms. */
const AGAIN_MS = 100

/**
 * Writes messages to a stream of the queue: whatever a thread can be told. A queue that is away is waited for; what it may not have got is sent again,
 * and its reader passes over what it knows.
 */
export class StreamWriter {
  readonly #client: QueueClient
  readonly #key: string
  readonly #from: string
  readonly #failed: (error: Error) => void
  readonly #most: number | undefined
  readonly #waiting: { number: number; data: string }[] = []
  #written = 0
  #keptAtMs = Number.NEGATIVE_INFINITY
  #sending: Promise<void> | undefined
  #isClosed = false

  /**
   * @param from who writes
   * @param failed is told when the queue refuses them: no more are sent
   * @param most messages that are kept, about: the oldest are forgotten. Default: all, for one reader that takes them away.
   */
  constructor(client: QueueClient, key: string, from: string, failed: (error: Error) => void, most?: number) {
    this.#client = client
    this.#key = key
    this.#from = from
    this.#failed = failed
    this.#most = most
  }

  write(message: unknown): void {
    if (this.#isClosed) return
    this.#waiting.push({ number: this.#written++, data: serialize(message).toString('base64') })
    this.#sending ??= this.#send().finally(() => (this.#sending = undefined))
  }

  /** Sends no more; resolves when what was written is sent, or can't be. */
  async close(): Promise<void> {
    this.#isClosed = true
    await this.#sending
  }

  async #keep(): Promise<void> {
    const nowMs = performance.now()
    if (nowMs - this.#keptAtMs < (1000 * KEPT_S) / 10) return
    await this.#client.expire(this.#key, KEPT_S)
    this.#keptAtMs = nowMs
  }

  async #send(): Promise<void> {
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.slice(0, BATCH)
      const trim = this.#most !== undefined && {
        TRIM: { strategy: 'MAXLEN', strategyModifier: '~', threshold: this.#most } as const,
      }
      try {
        await Promise.all([
          ...batch.map(({ number, data }) =>
            this.#client.xAdd(this.#key, '*', { from: this.#from, number: String(number), data }, trim || {}),
          ),
          this.#keep(),
        ])
        this.#waiting.splice(0, batch.length)
      } catch (error) {
        // It may come back with nothing of what it had.
        this.#keptAtMs = Number.NEGATIVE_INFINITY
        if (isRefusal(error)) this.#failed(error)
        if (this.#isClosed || isRefusal(error)) {
          this.#isClosed = true
          this.#waiting.length = 0
          return
        }
        await delay(AGAIN_MS)
      }
    }
  }
}

/** Who hears what is read. */
export interface StreamListener {
  /** @param from who wrote it */
  message(from: string, message: unknown): void
  /** Some of what somebody wrote never came: the queue has forgotten it. */
  gap(from: string): void
}

/** Reads what others write to a stream of the queue, each message once, until it is closed. */
export class StreamReader {
  readonly #client: QueueClient
  readonly #key: string
  readonly #listener: StreamListener
  readonly #numbers = new Map<string, number>()
  readonly #reading: Promise<void>
  readonly #takesAway: boolean
  /** Whether it has not read all yet that was kept when it began: what was forgotten by then it does not miss. */
  #beginsLate: boolean
  #last = '0'
  #trimmedAtMs = 0
  #isClosed = false

  /**
   * @param client a connection of its own: waiting for messages blocks it
   * @param takesAway whether nobody else reads them: then it hears all from the first on. Else from the oldest that is kept when it begins. Default true.
   */
  constructor(client: QueueClient, key: string, listener: StreamListener, takesAway = true) {
    this.#client = client
    this.#key = key
    this.#listener = listener
    this.#takesAway = takesAway
    this.#beginsLate = !takesAway
    this.#reading = this.#read()
  }

  /** Hears no more; ends its connection. */
  async close(): Promise<void> {
    this.#isClosed = true
    this.#client.destroy()
    await this.#reading
  }

  async #read(): Promise<void> {
    while (!this.#isClosed) {
      try {
        const streams = await this.#client.xRead(
          { key: this.#key, id: this.#last },
          { BLOCK: LOOK_MS, COUNT: BATCH },
        )
        const entries = (streams as { messages: Entry[] }[] | null)?.[0]?.messages ?? []
        for (const entry of entries) this.#take(entry)
        if (entries.length < BATCH) this.#beginsLate = false
        if (!this.#takesAway || entries.length === 0) continue
        await this.#trim()
        if (entries.length < BATCH) await delay(REST_MS)
      } catch {
        // The queue is away, or this reader is closed.
        if (!this.#isClosed) await delay(AGAIN_MS)
      }
    }
  }

  async #trim(): Promise<void> {
    const nowMs = performance.now()
    if (nowMs - this.#trimmedAtMs < TRIM_MS) return
    await this.#client.sendCommand(['XTRIM', this.#key, 'MINID', this.#last])
    this.#trimmedAtMs = nowMs
  }

  #take({ id, message: { from = '', number = '', data = '' } }: Entry): void {
    this.#last = id
    if (this.#isClosed) return
    const expected = this.#numbers.get(from) ?? (this.#beginsLate ? Number(number) : 0)
    if (Number(number) < expected) return
    this.#numbers.set(from, Number(number) + 1)
    if (Number(number) > expected) this.#listener.gap(from)
    else this.#listener.message(from, deserialize(Buffer.from(data, 'base64')))
  }
}

interface Entry {
  id: string
  message: Record<string, string>
}
