/** A line of more than this has no end, characters. */
const MOST_CHARACTERS = 8 * 1024 * 1024

/** Reads lines that end with LF or CRLF, however the stream was cut; a byte order mark at its start is none of the text. */
export class LineStream {
  readonly #onLine: (line: string) => void
  readonly #decoder = new TextDecoder()
  #rest = ''

  /** @param onLine is called with each line that is not empty */
  constructor(onLine: (line: string) => void) {
    this.#onLine = onLine
  }

  /** Takes the next bytes. @throws RangeError where a line has no end */
  push(bytes: Uint8Array): void {
    const lines = (this.#rest + this.#decoder.decode(bytes, { stream: true })).split('\n')
    this.#rest = lines.pop() ?? ''
    if (this.#rest.length > MOST_CHARACTERS) throw new RangeError('a line without an end')
    for (const line of lines) if (line.trim() !== '') this.#onLine(line)
  }

  /** The stream is at its end: the last line needs none of its own. */
  end(): void {
    const last = this.#rest
    this.#rest = ''
    if (last.trim() !== '') this.#onLine(last)
  }
}
