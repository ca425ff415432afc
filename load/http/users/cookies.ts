import { CookieJar } from 'tough-cookie'

/** One user's cookies: those that all users are sent with, until the target sets others. */
export class Cookies {
  readonly #origin: string
  readonly #common: string | undefined
  #jar: CookieJar | undefined

  /** @param common a `cookie` header that every user begins with */
  constructor(origin: string, common: string | undefined) {
    this.#origin = origin
    this.#common = common
  }

  /** Keeps what an answer sets; what can't be read is left out, as a browser does. */
  keep(path: string, set: string | readonly string[] | undefined): void {
    if (set === undefined) return
    this.#jar ??= this.#filled()
    for (const one of [set].flat()) this.#jar.setCookieSync(one, this.#origin + path, { ignoreError: true })
  }

  /** @returns the `cookie` header of a request, if it has one */
  header(path: string): Record<string, string> {
    const cookie = this.#jar ? this.#jar.getCookieStringSync(this.#origin + path) : this.#common
    return cookie ? { cookie } : {}
  }

  /** A jar with the common cookies. Only made when it is needed: most targets set none. */
  #filled(): CookieJar {
    const jar = new CookieJar()
    for (const one of this.#common?.split('; ') ?? []) {
      jar.setCookieSync(`${one}; Path=/`, this.#origin, { ignoreError: true })
    }
    return jar
  }
}
