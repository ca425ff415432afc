import { once } from 'node:events'
import { createServer } from 'node:net'
import type { AddressInfo, Server } from 'node:net'
import { systemClock } from '../clock.ts'
import type { Clock } from '../clock.ts'
import { noBytes } from './pipe.ts'
import type { Conditions } from './pipe.ts'
import { ProxiedConnection } from './proxied-connection.ts'
import type { Ending, Upstream, Way, WayConditions, WayCounts } from './proxied-connection.ts'

/** What becomes of who connects: it is passed on; it is refused as where nobody listens; it is let in, and nothing it says is heard. */
export type Admission = 'pass' | 'refuse' | 'swallow'

/** Connections by how they ended. */
export type ConnectionCounts = Readonly<Record<Ending, number>>

const PLAIN: Conditions = { delayMs: 0, bytesPerSecond: Number.POSITIVE_INFINITY, isHeld: false }

/**
 * Stands before a service and does to its connections as it is told: a known delay each way, a limited rate, held packets, cut and half-open connections. All may be
 * changed while it runs, for all connections or for one. It is the truth that instruments are held against, and a partition.
 */
export class TcpProxy {
  readonly #upstream: Upstream
  readonly #clock: Clock
  readonly #open = new Set<ProxiedConnection>()
  readonly #endings = { ended: 0, cut: 0, unreached: 0 }
  #conditions: WayConditions
  #admission: Admission = 'pass'
  #server: Server
  #port = 0
  #latestMs = 0
  /** All bytes of all connections. */
  readonly bytes: WayCounts = { up: noBytes(), down: noBytes() }

  private constructor(upstream: Upstream, conditions: Partial<Conditions>, clock: Clock) {
    this.#upstream = upstream
    this.#clock = clock
    this.#conditions = { up: { ...PLAIN, ...conditions }, down: { ...PLAIN, ...conditions } }
    this.#server = this.#serving()
  }

  /**
   * Stands before a service.
   *
   * @param conditions of both ways. Default: all passes at once.
   * @param port of this machine that it listens on. Default: a free one.
   */
  static async open(
    upstream: Upstream,
    conditions: Partial<Conditions> = {},
    { clock = systemClock, port = 0 }: { clock?: Clock; port?: number } = {},
  ): Promise<TcpProxy> {
    const proxy = new TcpProxy(upstream, conditions, clock)
    await proxy.#listen(port)
    return proxy
  }

  /** Where it listens, at 127.0.0.1. */
  get port(): number {
    return this.#port
  }

  /** Those that are open, in the order in which they came. */
  get connections(): readonly ProxiedConnection[] {
    return [...this.#open]
  }

  /** All connections so far. */
  get counts(): ConnectionCounts {
    return { open: this.#open.size, ...this.#endings }
  }

  /** The most that anything was passed on later than it was to be, ms: this machine's part in a delay. */
  get latestMs(): number {
    return this.connections.reduce((most, { latestMs }) => Math.max(most, latestMs), this.#latestMs)
  }

  /** Changes what all connections are like, also those to come. @param ways default both */
  set(change: Partial<Conditions>, ways: readonly Way[] = ['up', 'down']): void {
    for (const way of ways) {
      this.#conditions = { ...this.#conditions, [way]: { ...this.#conditions[way], ...change } }
    }
    for (const connection of this.#open) connection.set(change, ways)
  }

  /** Changes what becomes of those that connect from now on; those that are there stay. */
  async admit(admission: Admission): Promise<void> {
    const was = this.#admission
    this.#admission = admission
    if (admission === 'refuse') this.#server.close()
    else if (was === 'refuse') {
      this.#server = this.#serving()
      await this.#listen(this.#port)
    }
  }

  /** Cuts all connections. @returns how many. @param how `end`: in good order (FIN). `reset`: without a word (RST). */
  cut(how: 'end' | 'reset'): number {
    const open = this.connections
    for (const connection of open) connection.cut(how)
    return open.length
  }

  /** Ends it, and all connections with it. */
  async close(): Promise<void> {
    this.#server.close()
    this.cut('reset')
    while (this.#open.size > 0) await new Promise<void>(resolve => (this.#onEnd = resolve))
  }

  #onEnd = (): void => {}

  async #listen(port: number): Promise<void> {
    this.#server.listen(port, '127.0.0.1')
    await once(this.#server, 'listening')
    this.#port = (this.#server.address() as AddressInfo).port
  }

  #serving(): Server {
    return createServer({ allowHalfOpen: true }, client => {
      const upstream = this.#admission === 'pass' ? this.#upstream : undefined
      const onEnd = (ending: Ending): void => {
        this.#open.delete(connection)
        this.#latestMs = Math.max(this.#latestMs, connection.latestMs)
        if (ending !== 'open') this.#endings[ending]++
        this.#onEnd()
      }
      const connection = new ProxiedConnection(
        client,
        upstream,
        this.#conditions,
        this.#clock,
        this.bytes,
        onEnd,
      )
      this.#open.add(connection)
    })
  }
}
