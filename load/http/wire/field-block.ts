import { WireError } from './wire-error.ts'

/** What an answer's head, and what follows its last chunk, has at most, in bytes: as in Chromium. Node's own limit is a sixteenth of it. */
const LONGEST_BYTES = 256 * 1024

/** The end of a line, and an empty one. */
const END = /\n\r?\n/
const END_BYTES = 3
const BARE_LF = /(?:^|[^\r])\n/

/** Lines up to an empty one, which come in any pieces; the time that it takes grows with their length alone. */
export class FieldBlock {
  readonly #what: string
  readonly #before: string
  #pieces: string[] = []
  #length = 0
  /** The last of what came, so far as the end may have begun in it. */
  #tail: string
  /** All lines, each ended by `\r\n`, without the empty one; `undefined` while it is not whole. Latin1. */
  text: string | undefined

  /** @param what it is, as a sentence begins @param before what came before it on the connection, where that is a part of its end */
  constructor(what: string, before = '') {
    this.#what = what
    this.#before = before
    this.#tail = before
  }

  /** Takes up to `count` of what came. @returns how far it got @throws WireError where there is no end */
  take(bytes: Buffer, at: number, count: number): number {
    const room = LONGEST_BYTES + END_BYTES - this.#length
    const piece = bytes.toString('latin1', at, Math.min(count, at + room))
    const seen = this.#tail + piece
    const end = END.exec(seen)
    if (end) {
      const [ending] = end
      const taken = end.index + ending.length - this.#tail.length
      const lines = this.#pieces.join('') + piece.slice(0, taken)
      // The first line feed ends the last line.
      this.text = withLineEnds(lines.slice(0, lines.length - ending.length + 1))
      return at + taken
    }
    this.#pieces.push(piece)
    this.#length += piece.length
    this.#tail = seen.slice(1 - END_BYTES)
    if (this.#length > LONGEST_BYTES) {
      throw new WireError('HPE_HEADER_OVERFLOW', `${this.#what} longer than ${LONGEST_BYTES} bytes.`)
    }
    return count
  }

  /** Whether nothing of it has come. */
  get isEmpty(): boolean {
    return this.#length === 0
  }

  /** @returns what has come while it is not whole, at most so many characters */
  beginning(most: number): string {
    return this.#pieces.slice(0, most).join('').slice(0, most)
  }

  /** Makes it ready for the next. */
  clear(): void {
    this.text = undefined
    this.#tail = this.#before
    if (this.#length === 0) return
    this.#pieces = []
    this.#length = 0
  }
}

/** A line feed alone ends a line too (RFC 9112, section 2.2), as for browsers. */
const withLineEnds = (text: string): string => (BARE_LF.test(text) ? text.replaceAll(/\r?\n/g, '\r\n') : text)
