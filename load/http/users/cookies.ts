import { Cookie, CookieJar } from 'tough-cookie'
import type { SerializedCookieJar } from 'tough-cookie'
import { targetUrl } from '../../target-url.ts'

/** One user's cookies, by a browser's rules: those that all users begin with, and what the target sets. */
export class Cookies {
  readonly #origin: string
  readonly #common: string | undefined
  readonly #kept: SerializedCookieJar | undefined
  #jar: CookieJar | undefined

  /**
   * @param common a `cookie` header that every user begins with
   * @param kept the cookies of a sign-in, each with its own hosts, path and end; of those that `common` names too these count
   */
  constructor(origin: string, common: string | undefined, kept?: SerializedCookieJar) {
    this.#origin = origin
    this.#common = common
    this.#kept = kept
    if (kept) this.#jar = this.#filled()
  }

  /** Keeps what an answer sets; what can't be read is left out, as a browser does. @param path of the request */
  keep(path: string, set: string | readonly string[] | undefined): void {
    if (set === undefined) return
    const { href, hostname } = targetUrl(path, this.#origin)
    this.#jar ??= this.#filled()
    for (const one of [set].flat()) {
      const cookie = Cookie.parse(one, { loose: true })
      if (!cookie) continue
      // Where the domain is the host itself, browsers take it also of an address or of a name without dots.
      if (cookie.domain === hostname) cookie.domain = null
      this.#jar.setCookieSync(cookie, href, { ignoreError: true })
    }
  }

  /** @returns the `cookie` header of a request, if it has one @throws RequestError where the path can't be asked for */
  header(path: string): Record<string, string> {
    const cookie = this.#jar
      ? this.#jar.getCookieStringSync(targetUrl(path, this.#origin).href)
      : this.#common
    return cookie ? { cookie } : {}
  }

  /** A jar with the common cookies. Only made when it is needed: most targets set none. */
  #filled(): CookieJar {
    const jar = this.#kept
      ? CookieJar.deserializeSync(this.#kept)
      : new CookieJar(undefined, { looseMode: true })
    const kept = new Set(this.#kept?.cookies.map(({ key }) => key))
    for (const one of this.#common?.split('; ') ?? []) {
      if (kept.has(one.split('=', 1)[0] ?? '')) continue
      jar.setCookieSync(`${one}; Path=/`, this.#origin, { ignoreError: true })
    }
    return jar
  }
}
