import { ConnectionTimeoutError, createClient, ErrorReply } from 'redis'
import { systemClock } from '../clock.ts'
import { Deadlines } from '../http/wire/deadlines.ts'
import { ServiceError, serviceAddress } from '../service/service-error.ts'
import type { ServiceAddress, ServiceErrorCode } from '../service/service-error.ts'
import { redisFault, refusalOf } from './redis-fault.ts'

/** A connection that is lost is tried again so long after, ms. */
const RECONNECT_MS = 100

/** How Redis is reached. Serialisable. */
export interface RedisOptions {
  /** `redis://user:password@host:port/0`, or `rediss:` for TLS. */
  url: string
  /** Commands take turns among so many. Default 1. */
  connections?: number
  /** Commands under way on a connection beyond which it takes none: one that is held does not fill the memory. Default 100 000. */
  mostUnderWay?: number
  /** How long connecting may take, ms. Default 5000. */
  connectTimeoutMs?: number
}

/**
 * Connections to Redis that hide no outage: without a connection a command fails at once, where the client's default is to wait for one; a connection that is lost fails
 * all that is under way on it, and is tried again each 100 ms. Nothing is sent again.
 */
export class RedisConnections {
  readonly #connections: readonly Connection[]

  private constructor(connections: readonly Connection[]) {
    this.#connections = connections
  }

  /** @throws ServiceError when Redis can't be used */
  static async open({
    url,
    connections = 1,
    connectTimeoutMs = 5000,
    mostUnderWay = 100_000,
  }: RedisOptions): Promise<RedisConnections> {
    const address = serviceAddress('Redis', url, ['redis:', 'rediss:'])
    const all = Array.from(
      { length: connections },
      () => new Connection({ url, connectTimeoutMs, mostUnderWay }),
    )
    try {
      await Promise.all(all.map(connection => connection.open(connectTimeoutMs)))
    } catch (error) {
      for (const { client } of all) client.destroy()
      throw unusable(error, address)
    }
    return new RedisConnections(all)
  }

  /** How often a connection was lost, or could not be made again. */
  get lost(): number {
    return this.#connections.reduce((sum, { lost }) => sum + lost, 0)
  }

  /** @param index of the arrival: which connection it takes @returns the reply; rejects with the client's errors */
  send(index: number, command: readonly string[]): Promise<unknown> {
    return this.#connections[index % this.#connections.length]!.client.sendCommand(command)
  }

  /** Ends all connections; what is under way fails. */
  close(): void {
    for (const { client } of this.#connections) client.destroy()
  }
}

type ConnectionOptions = Required<Omit<RedisOptions, 'connections'>>

class Connection {
  readonly client: ReturnType<typeof clientOf>
  lost = 0
  #isOpen = false
  #isConnected = false
  readonly #opening = Promise.withResolvers<never>()

  constructor(options: ConnectionOptions) {
    this.client = clientOf(options)
    // It stays to the end: once the last listener is taken away, node-redis hears of none that come later.
    this.client.on('error', error => {
      if (this.#isOpen) this.lost++
      // It is tried again for as long as opening may take: the client's time-out knows of no standstill.
      else if (!(error instanceof ConnectionTimeoutError)) this.#opening.reject(error)
    })
    this.client.on('connect', () => (this.#isConnected = true))
  }

  /** @returns when it has answered @throws what was wrong, at the latest after `timeoutMs` */
  async open(timeoutMs: number): Promise<void> {
    const deadlines = new Deadlines(systemClock)
    deadlines.add({
      deadlineMs: systemClock.nowMs() + timeoutMs,
      before: undefined,
      after: undefined,
      timeOut: () =>
        this.#opening.reject(this.#isConnected ? new SilentError() : new ConnectionTimeoutError()),
    })
    try {
      await Promise.race([this.client.connect().then(() => this.client.ping()), this.#opening.promise])
      this.#isOpen = true
    } finally {
      deadlines.stop()
    }
  }
}

function clientOf({ url, connectTimeoutMs, mostUnderWay }: ConnectionOptions) {
  return createClient({
    url,
    // What all versions speak, and nothing said that was not asked for.
    RESP: 2,
    disableClientInfo: true,
    maintNotifications: 'disabled',
    disableOfflineQueue: true,
    // The client's own time-out (default 5 s) is a timer of each command that outlives it: at 1000 a second 5000 of them. Who asks has one for all.
    commandOptions: { timeout: 0 },
    commandsQueueMaxLength: mostUnderWay,
    socket: { connectTimeout: connectTimeoutMs, reconnectStrategy: RECONNECT_MS },
  })
}

/** It lets one connect, and says nothing. */
class SilentError extends Error {}

function unusable(error: unknown, { shown, redact }: ServiceAddress): ServiceError {
  const message = redact(error instanceof Error ? error.message : String(error))
  const say = (code: ServiceErrorCode, what: string): ServiceError =>
    new ServiceError(code, `Redis at ${shown} ${what}.`, new Error(message))
  if (error instanceof SilentError) return say('ERR_SERVICE_PROTOCOL', 'does not answer to PING')
  if (error instanceof ErrorReply) {
    const { word, meaning } = refusalOf(message)
    const code = ['WRONGPASS', 'NOAUTH', 'NOPERM'].includes(word)
      ? 'ERR_SERVICE_PASSWORD'
      : 'ERR_SERVICE_UNREADY'
    return say(code, meaning ?? `refuses to be asked (${message})`)
  }
  const { kind, cause } = redisFault(error)
  if (cause === 'not the protocol of Redis')
    return say('ERR_SERVICE_PROTOCOL', 'answers, and not as Redis does')
  return say(
    'ERR_SERVICE_UNREACHABLE',
    kind === 'own-limit' ? `was not asked (${cause})` : `is not reached (${cause})`,
  )
}
