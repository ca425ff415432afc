import { Cookie, CookieJar } from 'tough-cookie'
import type { SerializedCookieJar } from 'tough-cookie'
import { isRefusedCookie } from './refused-cookie.ts'
import { targetUrl } from './target-url.ts'

/**
 * A jar is not to look at `__Host-` and `__Secure-`: what an answer sets is judged before (`isRefusedCookie`), and a `cookie` header, which has no
 * attributes, holds what a browser has judged.
 */
export const NO_PREFIXES = 'unsafe-disabled'

/** The cookies of one who asks, by a browser's rules: those that all begin with, and what the target sets. */
export class Cookies {
  readonly #origin: string
  readonly #common: string | undefined
  readonly #kept: SerializedCookieJar | undefined
  #jar: CookieJar | undefined
  /** Whether the jar is another's too: then it is copied before something is put into it. */
  #isShared = false

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

  /** @returns those of another who begins with the same, at less cost than anew; into these nothing may be put any more */
  fork(): Cookies {
    const another = new Cookies(this.#origin, this.#common)
    another.#jar = this.#jar
    another.#isShared = this.#jar !== undefined
    return another
  }

  /** Keeps what an answer sets; what can't be read is left out, as a browser does. @param asked path of the request, or its whole URL */
  keep(asked: string | URL, set: string | readonly string[] | undefined): void {
    if (set === undefined) return
    const { href, hostname } = this.#urlOf(asked)
    const jar = this.#own()
    for (const one of [set].flat()) {
      const cookie = Cookie.parse(one, { loose: true })
      if (!cookie || isRefusedCookie(cookie, one)) continue
      // Where the domain is the host itself, browsers take it also of an address or of a name without dots.
      if (cookie.domain === hostname) cookie.domain = null
      jar.setCookieSync(cookie, asWritten(href), { ignoreError: true })
    }
  }

  /**
   * @param asked path of the request, or its whole URL
   * @returns the `cookie` header of a request, if it has one
   * @throws RequestError where the path can't be asked for
   */
  header(asked: string | URL): Record<string, string> {
    const cookie = this.#jar
      ? this.#jar.getCookieStringSync(asWritten(this.#urlOf(asked).href))
      : this.#commonOf(asked)
    return cookie ? { cookie } : {}
  }

  /** Those that all begin with are for the target's own host. */
  #commonOf(asked: string | URL): string | undefined {
    const isOwn = typeof asked === 'string' || asked.hostname === new URL(this.#origin).hostname
    return isOwn ? this.#common : undefined
  }

  #urlOf(asked: string | URL): URL {
    return typeof asked === 'string' ? targetUrl(asked, this.#origin) : asked
  }

  #own(): CookieJar {
    this.#jar = this.#isShared ? this.#jar?.cloneSync() : this.#jar
    this.#isShared = false
    return (this.#jar ??= this.#filled())
  }

  /** A jar with the common cookies. Only made when it is needed: most targets set none. */
  #filled(): CookieJar {
    const jar = this.#kept
      ? CookieJar.deserializeSync({ ...this.#kept, prefixSecurity: NO_PREFIXES })
      : new CookieJar(undefined, { looseMode: true, prefixSecurity: NO_PREFIXES })
    const kept = new Set(this.#kept?.cookies.map(({ key }) => key))
    for (const one of this.#common?.split(/; */) ?? []) {
      if (kept.has(one.split('=', 1)[0] ?? '')) continue
      jar.setCookieSync(`${one}; Path=/`, this.#origin, { ignoreError: true })
    }
    return jar
  }
}

/** @returns a URL of which a jar, which decodes the path, makes the path as it is written: browsers compare those of cookies with that */
export const asWritten = (href: string): string => href.replaceAll('%', '%25')
