import { WireError } from './wire-error.ts'

/** What an answer's head, and what follows its last chunk, has at most, in bytes: as in Chromium. Node's own limit is a sixteenth of it. */
const LONGEST_BYTES = 256 * 1024

const CR = 13
const END = '\r\n\r\n'

/** Lines up to an empty one, which come in any pieces; the time that it takes grows with their length alone. */
export class FieldBlock {
  readonly #what: string
  readonly #before: string
  #pieces: string[] = []
  #length = 0
  /** The last of what came, so far as the end may have begun in it. */
  #tail: string
  /** All lines, each ended, without the empty one; `undefined` while it is not whole. Latin1. */
  text: string | undefined

  /** @param what it is, as a sentence begins @param before what came before it on the connection, where that is a part of its end */
  constructor(what: string, before = '') {
    this.#what = what
    this.#before = before
    this.#tail = before
  }

  /** Takes up to `count` of what came. @returns how far it got @throws WireError where a line ends without a carriage return, or there is no end */
  take(bytes: Buffer, at: number, count: number): number {
    const room = LONGEST_BYTES + END.length - this.#length
    const piece = bytes.toString('latin1', at, Math.min(count, at + room))
    const seen = this.#tail + piece
    const end = seen.indexOf(END)
    refuseBareLf(seen, this.#tail.length, end < 0 ? seen.length : end)
    if (end >= 0) {
      const taken = end + END.length - this.#tail.length
      this.text = (this.#pieces.join('') + piece.slice(0, taken)).slice(0, -2)
      return at + taken
    }
    this.#pieces.push(piece)
    this.#length += piece.length
    this.#tail = seen.slice(1 - END.length)
    if (this.#length > LONGEST_BYTES) {
      throw new WireError('HPE_HEADER_OVERFLOW', `${this.#what} longer than ${LONGEST_BYTES} bytes.`)
    }
    return count
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

/** Lines end with `\r\n`: what ends otherwise can be read in two ways. */
function refuseBareLf(text: string, from: number, to: number): void {
  for (let at = text.indexOf('\n', from); at >= 0 && at < to; at = text.indexOf('\n', at + 1)) {
    if (text.charCodeAt(at - 1) !== CR)
      throw new WireError('HPE_CR_EXPECTED', 'A line ends without a carriage return.')
  }
}
