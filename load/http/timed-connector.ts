import type { Socket } from 'node:net'
import { buildConnector } from 'undici'
import type { Clock } from '../clock.ts'
import { BlockHistogram } from '../measure/histogram.ts'
import type { Labels, Measurement } from '../measure/measurement.ts'

/** Makes connections for a pool, and notes how long each took: TCP with the name's lookup, and TLS apart. */
export class TimedConnector {
  readonly connect: buildConnector.connector
  readonly #tcp = new BlockHistogram()
  readonly #tls = new BlockHistogram()

  constructor(clock: Clock) {
    const make = buildConnector({})
    this.connect = (options, done) => {
      const startMs = clock.nowMs()
      // It returns the socket, which its type leaves out; over TLS `done` comes only after both handshakes.
      const socket = make(options, done) as unknown as Socket
      let connectedMs = startMs
      socket.once('connect', () => {
        connectedMs = clock.nowMs()
        this.#tcp.record(connectedMs - startMs, startMs)
      })
      socket.once('secureConnect', () => this.#tls.record(clock.nowMs() - connectedMs, startMs))
    }
  }

  /** @returns `connect`, and `tls` where there was one, in ms: of every connection made, in the warm-up too */
  measurements(metric: string, labels: Labels, window: Measurement['window']): Measurement[] {
    return Object.entries({ connect: this.#tcp, tls: this.#tls })
      .filter(([, histogram]) => histogram.n > 0)
      .map(([name, histogram]) => ({
        metric: `${metric}.${name}`,
        unit: 'ms',
        labels,
        window,
        data: histogram.toData(),
        doubts: [],
      }))
  }
}
