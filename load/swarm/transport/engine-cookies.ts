import { sentHeaders } from './sent-headers.ts'
import type { ConnectionOptions } from './transport.ts'

/** The cookies of a connection as Engine.IO's polling knows a jar. */
export class EngineCookies {
  readonly #asked: string
  readonly #cookies: ConnectionOptions['cookies']

  /** @param asked the path that Engine.IO asks for */
  constructor(asked: string, { cookies }: Pick<ConnectionOptions, 'cookies'>) {
    this.#asked = asked
    this.#cookies = cookies
  }

  /** @returns what is sent with a question, or a handshake */
  header(): Record<string, string> {
    return sentHeaders(this.#asked, { headers: {}, ...(this.#cookies && { cookies: this.#cookies }) })
  }

  /** Keeps what an answer sets. */
  parseCookies(set: string[] | null | undefined): void {
    this.#cookies?.keep(this.#asked, set ?? undefined)
  }

  /** Puts the header into a question. */
  addCookies(question: { setRequestHeader(name: string, value: string): void }): void {
    const { cookie } = this.header()
    if (cookie !== undefined) question.setRequestHeader('cookie', cookie)
  }
}
