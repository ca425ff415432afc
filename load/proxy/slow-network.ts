import { once } from 'node:events'
import { connect, createServer } from 'node:net'
import type { AddressInfo, Server, Socket } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { systemClock } from '../clock.ts'
import type { Clock } from '../clock.ts'
import { noBytes } from './pipe.ts'
import { ProxiedConnection } from './proxied-connection.ts'
import type { WayConditions, WayCounts } from './proxied-connection.ts'
import { acceptSocks, answerSocks } from './socks.ts'

/** A network between a browser and all that it speaks to. */
export interface NetworkConditions {
  /** From a word to the answer of whoever answers at once, ms. A connection takes as long to be made. */
  rttMs: number
  /** What comes in a second over all connections together, bytes; and what goes. */
  downBytesPerSecond: number
  upBytesPerSecond: number
}

/**
 * A slow network as a SOCKS5 proxy (RFC 1928) on loopback: each connection takes a round trip to be made, what passes takes half of it each way, and all connections
 * share one line. It reads nothing of what passes, so that it reaches whatever a browser speaks: HTTP of any version over TCP, TLS, WebSockets, and what workers ask.
 */
export class SlowNetwork {
  readonly #server: Server
  readonly #network: NetworkConditions
  readonly #clock: Clock
  readonly #open = new Set<ProxiedConnection>()
  readonly #entering = new Set<Socket>()
  readonly #lines = { up: { freeMs: 0 }, down: { freeMs: 0 } }
  #latestMs = 0
  /** All that has passed. */
  readonly bytes: WayCounts = { up: noBytes(), down: noBytes() }

  private constructor(network: NetworkConditions, clock: Clock) {
    this.#network = network
    this.#clock = clock
    this.#server = createServer({ allowHalfOpen: true }, client => {
      void this.#enter(client)
    })
  }

  /** Listens on a free port of loopback. */
  static async open(network: NetworkConditions, clock: Clock = systemClock): Promise<SlowNetwork> {
    const slow = new SlowNetwork(network, clock)
    slow.#server.listen(0, '127.0.0.1')
    await once(slow.#server, 'listening')
    return slow
  }

  /** What a browser is given as its proxy. */
  get address(): string {
    return `socks5://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  /** The most that anything was passed on later than it was to be, ms: this machine's part. */
  get latestMs(): number {
    return [...this.#open].reduce((most, { latestMs }) => Math.max(most, latestMs), this.#latestMs)
  }

  /** Ends it, and all connections with it. */
  async close(): Promise<void> {
    const closed = once(this.#server, 'close')
    this.#server.close()
    for (const socket of this.#entering) socket.destroy()
    for (const connection of this.#open) connection.cut('reset')
    await closed
  }

  async #enter(client: Socket): Promise<void> {
    this.#entering.add(client)
    client.once('close', () => this.#entering.delete(client))
    client.on('error', () => client.destroy())
    const wanted = await acceptSocks(client)
    if (!wanted) {
      client.destroy()
      return
    }
    const service = connect({ ...wanted, allowHalfOpen: true })
    service.on('error', () => service.destroy())
    try {
      await once(service, 'connect')
    } catch {
      answerSocks(client, 'refused')
      client.end()
      return
    }
    await delay(this.#network.rttMs)
    this.#entering.delete(client)
    if (client.destroyed || service.destroyed) {
      client.destroy()
      service.destroy()
      return
    }
    answerSocks(client, 'connected')
    this.#join(client, service)
  }

  #join(client: Socket, service: Socket): void {
    const way = { delayMs: this.#network.rttMs / 2, isHeld: false }
    const conditions: WayConditions = {
      up: { ...way, bytesPerSecond: this.#network.upBytesPerSecond },
      down: { ...way, bytesPerSecond: this.#network.downBytesPerSecond },
    }
    const onEnd = (): void => {
      this.#open.delete(connection)
      this.#latestMs = Math.max(this.#latestMs, connection.latestMs)
    }
    const connection = new ProxiedConnection(
      client,
      service,
      conditions,
      this.#clock,
      this.bytes,
      onEnd,
      this.#lines,
    )
    this.#open.add(connection)
    client.resume()
  }
}
