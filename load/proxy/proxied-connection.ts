import { Socket } from 'node:net'
import type { Clock } from '../clock.ts'
import type { Line } from './line.ts'
import { noBytes, Pipe, reset } from './pipe.ts'
import type { ByteCounts, Conditions } from './pipe.ts'

/** A way of a connection: from who has connected to the service, or back. */
export type Way = 'up' | 'down'

/** What both ways are like. */
export type WayConditions = Readonly<Record<Way, Conditions>>

/** Bytes of both ways. */
export type WayCounts = Readonly<Record<Way, ByteCounts>>

/** Where the service is. */
export interface Upstream {
  host: string
  port: number
}

/** How a connection ended, or that it did not. */
export type Ending =
  | 'open'
  /** Both sides have ended it. */
  | 'ended'
  /** One side was gone, or the connection was cut here. */
  | 'cut'
  /** The service could not be reached. */
  | 'unreached'

/** A connection that was let in, and the one beyond it. */
export class ProxiedConnection {
  readonly #client: Socket
  readonly #service: Socket
  readonly #pipes: Readonly<Record<Way, Pipe>>
  /** What has passed. */
  readonly bytes: WayCounts = { up: noBytes(), down: noBytes() }
  #ending: Ending = 'open'
  #left = 2

  /**
   * @param upstream nothing: all that comes is swallowed. A socket: one that is connected.
   * @param totals of all connections
   * @param onEnd is told when both sockets are closed
   * @param lines which its rates are shared by. Default: it has lines of its own.
   */
  constructor(
    client: Socket,
    upstream: Upstream | Socket | undefined,
    conditions: WayConditions,
    clock: Clock,
    totals: WayCounts,
    onEnd: (ending: Ending) => void,
    lines?: Readonly<Record<Way, Line>>,
  ) {
    this.#client = client.setNoDelay(true)
    const isConnected = upstream instanceof Socket
    const service = (isConnected ? upstream : new Socket({ allowHalfOpen: true })).setNoDelay(true)
    this.#service = service
    this.#pipes = {
      up: new Pipe(client, service, conditions.up, clock, [this.bytes.up, totals.up], lines?.up),
      down: new Pipe(service, client, conditions.down, clock, [this.bytes.down, totals.down], lines?.down),
    }
    let isReached = isConnected
    service.once('connect', () => (isReached = true))
    const sides = [
      [client, this.#pipes.up],
      [service, this.#pipes.down],
    ] as const
    for (const [socket, pipe] of sides) {
      socket.once('error', () => {
        if (this.#ending === 'open') this.#ending = socket === service && !isReached ? 'unreached' : 'cut'
        pipe.lost()
      })
      socket.once('close', () => {
        this.#left--
        if (this.#left > 0) return
        for (const each of Object.values(this.#pipes)) each.close()
        if (this.#ending === 'open') this.#ending = 'ended'
        onEnd(this.#ending)
      })
    }
    if (!upstream) this.abandon()
    else if (!isConnected) service.connect(upstream)
  }

  get ending(): Ending {
    return this.#ending
  }

  /** The most that anything was passed on later than it was to be, ms: this machine's part. */
  get latestMs(): number {
    return Math.max(this.#pipes.up.latestMs, this.#pipes.down.latestMs)
  }

  /** Changes what it is like, from now on. @param ways default both */
  set(change: Partial<Conditions>, ways: readonly Way[] = ['up', 'down']): void {
    for (const way of ways) this.#pipes[way].set(change)
  }

  /** Cuts it at both ends: what is on its way is lost. @param how `end`: in good order (FIN). `reset`: without a word (RST). */
  cut(how: 'end' | 'reset'): void {
    if (this.#ending === 'open') this.#ending = 'cut'
    for (const pipe of Object.values(this.#pipes)) pipe.swallow()
    for (const socket of [this.#client, this.#service]) {
      if (how === 'end') socket.destroySoon()
      else reset(socket)
    }
  }

  /** The service is gone, and who has connected is not told: the connection stays half open, and swallows all. */
  abandon(): void {
    for (const pipe of Object.values(this.#pipes)) pipe.swallow()
    this.#service.destroy()
  }
}
