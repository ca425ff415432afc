import type { SerializedCookieJar } from 'tough-cookie'
import { Cookies } from '../cookies.ts'

/** Where connections lead, and as whom they begin. Serialisable. */
export interface Destination {
  /** Address of the target, `http://` or `https://`: paths are below its own. */
  origin: string
  /** Sent with every handshake and request. */
  headers: Record<string, string>
  /** Hosts beside this machine and the target's own to which redirects may lead. Default none. */
  allowed?: readonly string[]
  /** The cookies that each begins with, each for its own paths; those of `headers` go everywhere, but for those of the same names. Default none. */
  cookies?: SerializedCookieJar | undefined
}

/** The cookies of the agents or the viewers of one thread: a jar for each, as each has a browser or a client of its own, which it keeps when it connects anew. */
export class Jars {
  /** What each is sent with beside its cookies. */
  readonly headers: Record<string, string>
  readonly #first: Cookies
  readonly #jars = new Map<number, Cookies>()

  /** @param order of its headers the cookies go into the jars */
  constructor({ origin, headers, cookies }: Destination) {
    const isCookie = ([name]: [string, string]): boolean => name.toLowerCase() === 'cookie'
    this.headers = Object.fromEntries(Object.entries(headers).filter(header => !isCookie(header)))
    this.#first = new Cookies(origin, Object.entries(headers).find(isCookie)?.[1], cookies)
  }

  /** @returns that of an agent or a viewer */
  of(slot: number): Cookies {
    const jar = this.#jars.get(slot) ?? this.#first.fork()
    this.#jars.set(slot, jar)
    return jar
  }
}
