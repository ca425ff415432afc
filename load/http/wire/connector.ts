import { connect, isIP } from 'node:net'
import type { Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import type { Clock } from '../../clock.ts'
import type { BlockHistogram } from '../../measure/histogram.ts'
import type { Labels, Measurement } from '../../measure/measurement.ts'
import type { Recording } from '../../measure/recording.ts'
import type { Identity } from '../../measure/recording.ts'

/** Where connections go. */
export interface Address {
  isSecure: boolean
  host: string
  port: number
}

/** @throws TypeError where it is no URL, RangeError where it is not of `http:` or `https:` */
export function addressOf(origin: string): Address {
  const { protocol, hostname, port } = new URL(origin)
  if (protocol !== 'http:' && protocol !== 'https:') {
    throw new RangeError(`HTTP load goes to http: or https:, got ${origin}.`)
  }
  const isSecure = protocol === 'https:'
  // An IPv6 address stands in brackets in a URL.
  return {
    isSecure,
    host: hostname.replaceAll(/^\[|\]$/g, ''),
    port: Number(port) || (isSecure ? 443 : 80),
  }
}

/** Under which names the time of connecting is kept, and what makes its recorders. */
export interface ConnectingRecord {
  recording: Recording
  /** Prefix: `api` gives `api.connect` and `api.tls`. */
  metric: string
  labels: Labels
}

/** How long a part of connecting took. */
interface Taken {
  identity: Identity
  histogram: BlockHistogram
}

function takenBy({ recording, metric, labels }: ConnectingRecord, part: string): Taken {
  const identity: Identity = { metric: `${metric}.${part}`, unit: 'ms', labels }
  return { identity, histogram: recording.histogram(identity) }
}

/** Makes connections, and notes how long each took: TCP with the name's lookup, and TLS apart. */
export class Connector {
  readonly #address: Address
  readonly #clock: Clock
  readonly #tcp: Taken | undefined
  readonly #tls: Taken | undefined
  /** Of the last connection over TLS: the next goes on with it, and has a shorter handshake. */
  #session: Buffer | undefined

  /** @param record default: nothing is noted */
  constructor(address: Address, clock: Clock, record?: ConnectingRecord) {
    this.#address = address
    this.#clock = clock
    this.#tcp = record && takenBy(record, 'connect')
    this.#tls = record && takenBy(record, 'tls')
  }

  /**
   * @param buffer takes what comes, before each call of `onBytes`; it may be shared, for what comes is taken from it at once
   * @returns a connection under way; what is written meanwhile goes out when it is there
   */
  connect(buffer: Buffer, onBytes: (count: number) => void): Socket {
    const { isSecure, host, port } = this.#address
    const startMs = this.#clock.nowMs()
    const options = {
      host,
      port,
      noDelay: true,
      keepAlive: true,
      keepAliveInitialDelay: 60_000,
      onread: {
        buffer,
        callback: (count: number) => {
          onBytes(count)
          return true
        },
      },
    }
    const noteTcp = (): void => this.#tcp?.histogram.record(this.#clock.nowMs() - startMs, startMs)
    if (!isSecure) return connect(options).once('connect', noteTcp)
    let connectedMs = startMs
    const socket = connectTls({
      ...options,
      ALPNProtocols: ['http/1.1'],
      ...(isIP(host) ? {} : { servername: host }),
      ...(this.#session ? { session: this.#session } : {}),
    })
    socket.on('session', session => (this.#session = session))
    socket.once('connect', () => {
      connectedMs = this.#clock.nowMs()
      noteTcp()
    })
    socket.once('secureConnect', () =>
      this.#tls?.histogram.record(this.#clock.nowMs() - connectedMs, startMs),
    )
    return socket
  }

  /** @returns `connect`, and `tls` where there was one, in ms: of every connection made, in the warm-up too */
  measurements(window: Measurement['window']): Measurement[] {
    return [this.#tcp, this.#tls]
      .filter(taken => taken !== undefined)
      .filter(({ histogram }) => histogram.n > 0)
      .map(({ identity, histogram }) => ({ ...identity, window, data: histogram.toData(), doubts: [] }))
  }
}
