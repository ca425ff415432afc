import { MOST_FRAME_BYTES } from './transport.ts'

/** What a line of data takes of the memory beside its text, bytes. */
const LINE_SIZE = 16

/** An event, or a line, of more than `MOST_FRAME_BYTES`: it is not kept. */
export class LargeEventError extends Error {
  override readonly name = 'LargeEventError'
  readonly code = 'ERR_LARGE_EVENT'

  constructor() {
    super(`an event of more than ${MOST_FRAME_BYTES / 2 ** 20} MiB`)
  }
}

/**
 * Reads a stream of server-sent events, of the WHATWG format "text/event-stream": lines end with CR, LF or CRLF; a line that begins with
 * a colon is a comment; the `data` lines of an event are joined with LF; an empty line ends the event; one that the stream's end cuts off is
 * none. (https://html.spec.whatwg.org/multipage/server-sent-events.html, "Interpreting an event stream")
 */
export class EventStream {
  readonly #onEvent: (data: string, event: string) => void
  readonly #onComment: () => void
  /** Holds the bytes of a character that is cut in two, and drops a byte order mark at the start. */
  readonly #decoder = new TextDecoder()
  /** The line that has not ended yet. */
  #line = ''
  /** Whether the last chunk ended with a CR: an LF at the start of the next one belongs to it. */
  #endedWithCr = false
  #data: string[] = []
  #event = ''
  #id: string
  /** What `#data` takes of the memory. */
  #size = 0
  #lastEventId: string
  #retryMs: number | undefined

  /**
   * @param onEvent is called with each event's data and its name (`message` unless said otherwise); events without data are none
   * @param onComment is called for each comment: servers send them to show that they are alive. Default: nothing is done
   * @param lastEventId that of the stream before this one. Default: none
   */
  constructor(
    onEvent: (data: string, event: string) => void,
    onComment: () => void = () => {},
    lastEventId = '',
  ) {
    this.#onEvent = onEvent
    this.#onComment = onComment
    this.#lastEventId = lastEventId
    this.#id = lastEventId
  }

  /** The id of the last event that ended; `''`: none. What a stream that goes on from here is asked with. */
  get lastEventId(): string {
    return this.#lastEventId
  }

  /** How long to wait before the stream is asked for again, ms, where it says so. */
  get retryMs(): number | undefined {
    return this.#retryMs
  }

  /** Takes the next bytes, however the stream was cut. @throws LargeEventError when an event has no end */
  push(chunk: Uint8Array): void {
    const decoded = this.#decoder.decode(chunk, { stream: true })
    if (decoded === '') return
    const text = this.#endedWithCr && decoded.startsWith('\n') ? decoded.slice(1) : decoded
    this.#endedWithCr = decoded.endsWith('\r')
    const lines = text.split(/\r\n|\r|\n/)
    lines[0] = this.#line + lines[0]
    this.#line = lines.pop() ?? ''
    for (const line of lines) this.#take(line)
    if (this.#line.length + this.#size > MOST_FRAME_BYTES) throw new LargeEventError()
  }

  #take(line: string): void {
    if (line === '') {
      this.#end()
      return
    }
    const [field, value] = cut(line)
    if (field === 'data') {
      this.#data.push(value)
      this.#size += value.length + LINE_SIZE
    } else if (field === '') this.#onComment()
    else if (field === 'event') this.#event = value
    else if (field === 'id' && !value.includes('\0')) this.#id = value
    else if (field === 'retry' && /^\d+$/.test(value)) this.#retryMs = Number(value)
  }

  #end(): void {
    const data = this.#data
    const event = this.#event === '' ? 'message' : this.#event
    this.#lastEventId = this.#id
    this.#data = []
    this.#event = ''
    this.#size = 0
    if (data.length > 0) this.#onEvent(data.join('\n'), event)
  }
}

/** Cuts a line at its first colon; one space after it is not part of the value. A comment has the empty field. */
function cut(line: string): [field: string, value: string] {
  const colon = line.indexOf(':')
  if (colon === -1) return [line, '']
  return [line.slice(0, colon), line.slice(colon + (line[colon + 1] === ' ' ? 2 : 1))]
}
