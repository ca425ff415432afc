import type { PreparedRequest } from './wire/prepared-request.ts'

/** What is sent in place of credentials that have ended. Serialisable. */
export interface Renewal {
  /** The header, in lower case. */
  name: string
  /** Its whole value before and now; of `cookie` one pair, `sid=5`. */
  was: string
  is: string
}

/** Credentials that were renewed while requests go on which were made ready with those before. */
export class RenewedCredentials {
  readonly #now = new Map<string, string>()
  #made = new WeakMap<PreparedRequest, PreparedRequest>()

  /** From now on requests that carry the old go out with the new. */
  renew(renewals: readonly Renewal[]): void {
    for (const { name, was, is } of renewals) {
      const isOfName = (key: string): boolean => key.startsWith(`${name}:`)
      for (const [key, value] of this.#now) if (isOfName(key) && value === was) this.#now.set(key, is)
      this.#now.set(keyOf(name, was), is)
      this.#now.delete(keyOf(name, is))
    }
    this.#made = new WeakMap()
  }

  /** Forgets all: another workload begins, with credentials of its own. */
  forget(): void {
    this.#now.clear()
  }

  /** @returns the request as it goes out now */
  of(request: PreparedRequest): PreparedRequest {
    if (this.#now.size === 0) return request
    const known = this.#made.get(request)
    if (known) return known
    const [first = '', ...lines] = request.head.split('\r\n')
    const made = { ...request, head: [first, ...lines.map(line => this.#line(line))].join('\r\n') }
    this.#made.set(request, made)
    return made
  }

  #line(line: string): string {
    const at = line.indexOf(': ')
    const name = line.slice(0, at).toLowerCase()
    const value = line.slice(at + 2)
    if (name === 'cookie')
      return `${line.slice(0, at)}: ${value
        .split('; ')
        .map(pair => this.#value(name, pair))
        .join('; ')}`
    return at < 0 ? line : `${line.slice(0, at)}: ${this.#value(name, value)}`
  }

  #value(name: string, value: string): string {
    return this.#now.get(keyOf(name, value)) ?? value
  }
}

const keyOf = (name: string, value: string): string => `${name}:${value}`

/** Those of this thread. */
export const renewedCredentials = new RenewedCredentials()
