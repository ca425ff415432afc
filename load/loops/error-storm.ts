import type { Outcome } from './operation.ts'

/** So many failures, and this share of all, within so many seconds: whoever is asked has had enough. */
const STORM = { failures: 200, share: 0.5, seconds: 5 }

interface Second {
  second: number
  total: number
  failed: number
  causes: Map<string, number>
}

/** Counts what failed in the last 5 s: for want of a connection, or of an answer in time, or by a status from 500 on. */
export class ErrorStorm {
  readonly #seconds: Second[] = []

  /** Takes note of how a unit of work ended. @returns what the storm is, from when on there is one */
  heard({ fault }: Outcome, nowMs: number): string | undefined {
    const now = this.#at(Math.floor(nowMs / 1000))
    now.total++
    if (!fault || !isOverload(fault)) return undefined
    now.failed++
    now.causes.set(fault.cause, (now.causes.get(fault.cause) ?? 0) + 1)
    return this.#told(now.second)
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
    if (failed < STORM.failures || failed < STORM.share * total) return undefined
    const causes = new Map<string, number>()
    for (const one of recent)
      for (const [cause, count] of one.causes) causes.set(cause, (causes.get(cause) ?? 0) + count)
    const [[most] = ['']] = [...causes].toSorted(([, a], [, b]) => b - a)
    return `${failed} of ${total} requests failed in ${STORM.seconds} s, most by ${most}`
  }
}

const isOverload = ({ kind, cause }: NonNullable<Outcome['fault']>): boolean =>
  kind === 'connection' || kind === 'timeout' || (kind === 'answer' && /^status 5\d\d/.test(cause))
