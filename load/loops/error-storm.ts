import type { Outcome } from './operation.ts'

/**
 * So many failures, and this share of all, within so many seconds, and not before the load has gone on for a while: whoever is asked has had enough. Where
 * one in four fails by chance, 40 of 80 fail once in a million times (binomial).
 */
const STORM = { failures: 40, share: 0.5, seconds: 5, notBeforeMs: 2000 }

/** One of many machines goes by no fewer failures of its own, whatever its part of the load is: fewer may be chance. */
const LEAST = 10

interface Second {
  second: number
  total: number
  failed: number
  causes: Map<string, number>
}

/**
 * Counts what failed in the last 5 s: for want of a connection, or of an answer in time, or by a status from 500 on. 40 failures that are half of all are a
 * storm, from 2 s after the first answer on. One of several machines sees its part of them only: `40 / machines`, and 10 in any case.
 */
export class ErrorStorm {
  readonly #seconds: Second[] = []
  readonly #failures: number
  #firstMs: number | undefined

  /** @param machines that share the load, 1 or more. Default 1 */
  constructor(machines = 1) {
    this.#failures = Math.max(LEAST, Math.ceil(STORM.failures / machines))
  }

  /** Takes note of how a unit of work ended. @returns what the storm is, from when on there is one */
  heard({ fault }: Outcome, nowMs: number): string | undefined {
    this.#firstMs ??= nowMs
    const now = this.#at(Math.floor(nowMs / 1000))
    now.total++
    if (!fault || !isOverload(fault)) return undefined
    now.failed++
    now.causes.set(fault.cause, (now.causes.get(fault.cause) ?? 0) + 1)
    return nowMs - this.#firstMs < STORM.notBeforeMs ? undefined : this.#told(now.second)
  }

  #at(second: number): Second {
    const place = second % STORM.seconds
    const kept = this.#seconds[place]
    if (kept?.second === second) return kept
    return (this.#seconds[place] = { second, total: 0, failed: 0, causes: new Map() })
  }

  #told(second: number): string | undefined {
    const recent = this.#seconds.filter(one => one !== undefined && one.second > second - STORM.seconds)
    const total = recent.reduce((sum, one) => sum + one.total, 0)
    const failed = recent.reduce((sum, one) => sum + one.failed, 0)
    if (failed < this.#failures || failed < STORM.share * total) return undefined
    const causes = new Map<string, number>()
    for (const one of recent)
      for (const [cause, count] of one.causes) causes.set(cause, (causes.get(cause) ?? 0) + count)
    const [[most] = ['']] = [...causes].toSorted(([, a], [, b]) => b - a)
    return `${failed} of ${total} requests failed in ${STORM.seconds} s, most by ${most}`
  }
}

const isOverload = ({ kind, cause }: NonNullable<Outcome['fault']>): boolean =>
  kind === 'connection' || kind === 'timeout' || (kind === 'answer' && /^status 5\d\d/.test(cause))
