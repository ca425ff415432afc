/**
 * Reads the data of a stream of server-sent events, of the WHATWG format "text/event-stream": lines end with CR, LF or CRLF; a line that begins with
 * a colon is a comment; the `data` lines of an event are joined with LF; an empty line ends the event; one that the stream's end cuts off is
 * none. Its `event`, `id` and `retry` are passed over: for a viewer an event is its data, as a WebSocket's frame is its text.
 * (https://html.spec.whatwg.org/multipage/server-sent-events.html, "Interpreting an event stream")
 */
export class EventStream {
  readonly #onData: (data: string) => void
  readonly #onComment: () => void
  /** Holds the bytes of a character that is cut in two, and drops a byte order mark at the start. */
  readonly #decoder = new TextDecoder()
  /** The line that has not ended yet. */
  #line = ''
  /** Whether the last chunk ended with a CR: an LF at the start of the next one belongs to it. */
  #endedWithCr = false
  #data: string[] = []

  /**
   * @param onData is called with each event's data; events without are none
   * @param onComment is called for each comment: servers send them to show that they are alive. Default: nothing is done
   */
  constructor(onData: (data: string) => void, onComment: () => void = () => {}) {
    this.#onData = onData
    this.#onComment = onComment
  }

  /** Takes the next bytes, however the stream was cut. */
  push(chunk: Uint8Array): void {
    const decoded = this.#decoder.decode(chunk, { stream: true })
    if (decoded === '') return
    const text = this.#endedWithCr && decoded.startsWith('\n') ? decoded.slice(1) : decoded
    this.#endedWithCr = decoded.endsWith('\r')
    const lines = text.split(/\r\n|\r|\n/)
    lines[0] = this.#line + lines[0]
    this.#line = lines.pop() ?? ''
    for (const line of lines) this.#take(line)
  }

  #take(line: string): void {
    if (line === '') {
      if (this.#data.length > 0) this.#onData(this.#data.join('\n'))
      this.#data = []
      return
    }
    const [field, value] = cut(line)
    if (field === 'data') this.#data.push(value)
    else if (field === '') this.#onComment()
  }
}

/** Cuts a line at its first colon; one space after it is not part of the value. A comment has the empty field. */
function cut(line: string): [field: string, value: string] {
  const colon = line.indexOf(':')
  if (colon === -1) return [line, '']
  return [line.slice(0, colon), line.slice(colon + (line[colon + 1] === ' ' ? 2 : 1))]
}
