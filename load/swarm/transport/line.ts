import { patience } from '../../patience.ts'
import { failureCause, TIMED_OUT } from './failure-cause.ts'
import { HANDSHAKE_TIMEOUT_MS } from './transport.ts'
import type { Connection, ConnectionEvents, ConnectionOptions, Failure, Frame, Opening } from './transport.ts'

/** Where a transport tells what happens on its wire, at any time and as often as it likes: what is too much is left out. */
export interface Line {
  /** The connection is open. */
  opened(): void
  frame(frame: Frame, event?: string): void
  sign(): void
  /** It was cut, and is made anew. */
  interrupted(cause: string): void
  resumed(): void
  /** It is over: the opening has failed or, once it was told, the connection is closed. @param example what came instead */
  over(cause: string, example?: string): void
}

/**
 * Opens a connection and keeps the promises of `Transport` that are the same for all: the opening is limited in time and told before all
 * else, the end at most once and not to who ended it, and nothing is told or sent after it.
 *
 * @param begin starts the opening; when that fails, what it returned is terminated
 * @param late what an opening is told as that was not finished in time. Default `TIMED_OUT`.
 */
export async function openLine(
  { handshakeTimeoutMs = HANDSHAKE_TIMEOUT_MS }: ConnectionOptions,
  events: ConnectionEvents,
  begin: (line: Line) => Connection,
  late: () => Failure = () => ({ cause: TIMED_OUT }),
): Promise<Opening> {
  const line = new OrderedLine(events)
  try {
    const connection = begin(line)
    const giveUp = ({ cause, example }: Failure): void => line.over(cause, example)
    const come = patience(handshakeTimeoutMs, () => giveUp(late()))
    const failure = await line.opening
    come()
    if (failure === undefined) return { kind: 'open', connection: hushedBy(line, connection) }
    connection.terminate()
    return { kind: 'failed', ...failure }
  } catch (error) {
    return { kind: 'failed', cause: failureCause(error) }
  }
}

const hushedBy = (line: OrderedLine, connection: Connection): Connection => ({
  ...connection,
  get ping() {
    return connection.ping
  },
  send(frame) {
    if (!line.isOver) connection.send(frame)
  },
  ...(connection.emit && {
    emit(message, onAnswer) {
      if (!line.isOver) connection.emit?.(message, onAnswer)
    },
  }),
  close() {
    line.hush()
    connection.close()
  },
  terminate() {
    line.hush()
    connection.terminate()
  },
})

class OrderedLine implements Line {
  /** @returns why it failed, or nothing once the connection is open */
  readonly opening: Promise<Failure | undefined>
  readonly #events: ConnectionEvents
  readonly #settle: (failure: Failure | undefined) => void
  #state: 'opening' | 'open' | 'over' = 'opening'
  /** What came before the opening was told. */
  #held: (() => void)[] | undefined = []

  constructor(events: ConnectionEvents) {
    this.#events = events
    const { promise, resolve } = Promise.withResolvers<Failure | undefined>()
    this.opening = promise
    this.#settle = resolve
  }

  get isOver(): boolean {
    return this.#state === 'over'
  }

  opened(): void {
    if (this.#state !== 'opening') return
    this.#state = 'open'
    this.#settle(undefined)
    // By then all that awaits the opening has gone on, through however many promises.
    setImmediate(() => this.#release())
  }

  frame(frame: Frame, event?: string): void {
    this.#tell(() => this.#events.onFrame(frame, event))
  }

  sign(): void {
    this.#tell(() => this.#events.onSign())
  }

  interrupted(cause: string): void {
    this.#tell(() => this.#events.onInterrupted?.(cause))
  }

  resumed(): void {
    this.#tell(() => this.#events.onResumed?.())
  }

  over(cause: string, example?: string): void {
    if (this.#state === 'opening') this.#settle(example === undefined ? { cause } : { cause, example })
    else this.#tell(() => this.#events.onClosed(cause))
    this.#state = 'over'
  }

  /** The holder has ended it: what was held back is told no more. */
  hush(): void {
    this.#state = 'over'
    if (this.#held) this.#held.length = 0
  }

  #tell(event: () => void): void {
    if (this.#state === 'over') return
    if (this.#held) this.#held.push(event)
    else event()
  }

  #release(): void {
    for (const event of this.#held ?? []) event()
    this.#held = undefined
  }
}
