import { randomBytes } from 'node:crypto'

/** By what the requests of a run are found in the logs and traces of its target. Serialisable. */
export interface CorrelationOptions {
  /** Sent as `X-Perf-Run`. */
  run: string
  /** Whether each request also begins a trace of its own (W3C Trace Context, `traceparent`). Default false. */
  traceparent?: boolean
}

/** The headers of one request, and the number that they carry. */
export interface Correlated {
  /** Unique within the run: a workload's own letters, and the number of the request in it. */
  seq: string
  headers: Record<string, string>
}

/**
 * Numbers the requests of a workload: `X-Perf-Run` and `X-Perf-Seq` on each, and `traceparent` where it is asked for, as
 * `00-<trace>-<span>-01`: sampled, the trace of 8 random bytes for the workload and 8 that count, the span of the latter
 * (https://www.w3.org/TR/trace-context/#traceparent-header).
 */
export class Correlation {
  readonly #options: CorrelationOptions
  readonly #workload = randomBytes(8).toString('hex')
  #count = 0

  constructor(options: CorrelationOptions) {
    this.#options = options
  }

  /** @returns the headers of the next request */
  next(): Correlated {
    const count = ++this.#count
    const seq = `${this.#workload.slice(0, 6)}-${count}`
    const headers: Record<string, string> = { 'x-perf-run': this.#options.run, 'x-perf-seq': seq }
    if (this.#options.traceparent) {
      // Counts from 1: a span of nothing but zeros is not valid.
      const span = count.toString(16).padStart(16, '0')
      headers['traceparent'] = `00-${this.#workload}${span}-${span}-01`
    }
    return { seq, headers }
  }
}
