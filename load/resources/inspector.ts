import { once } from 'node:events'
import { WebSocket } from 'ws'
import { isLoopback } from '../allowed-hosts.ts'
import { ResourceError } from './resource-error.ts'

/** How long an inspector may take to answer, ms. */
const ANSWERS_WITHIN_MS = 10_000

interface Answer {
  id?: number
  result?: unknown
  error?: { message: string }
}

/** So much of what is no answer is told, characters. */
const SHOWN = 80

interface Evaluated<T> {
  result: { value?: T; description?: string }
  exceptionDetails?: { text: string; exception?: { description?: string } }
}

/**
 * The inspector of a runtime, spoken to by the Chrome DevTools Protocol.
 * https://chromedevtools.github.io/devtools-protocol/v8/
 */
export class Inspector {
  readonly #address: string
  readonly #socket: WebSocket
  readonly #withinMs: number
  readonly #waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>()
  #ids = 0
  #over: ResourceError | undefined

  private constructor(address: string, socket: WebSocket, withinMs: number) {
    this.#address = address
    this.#socket = socket
    this.#withinMs = withinMs
    socket.on('message', data => this.#take((data as Buffer).toString()))
    socket.on('error', () => {})
    socket.on('close', () =>
      this.#end(`has closed the connection: its process has ended, or its inspector was closed`),
    )
  }

  /**
   * Connects to an inspector.
   *
   * @param address `ws://host:port/id` as Node tells it, or `http://host:port`, whose first target is taken: on the same host
   * @param withinMs how long it may take to answer, each time. Default 10 000.
   * @throws ResourceError when there is none, it does not answer, or its target is on another host
   */
  static async connect(address: string, withinMs = ANSWERS_WITHIN_MS): Promise<Inspector> {
    const url = /^wss?:/.test(address) ? address : await socketOf(address, withinMs)
    const socket = new WebSocket(url, { handshakeTimeout: withinMs, perMessageDeflate: false, maxPayload: 0 })
    try {
      await once(socket, 'open')
    } catch (cause) {
      throw notThere(address, cause)
    }
    return new Inspector(address, socket, withinMs)
  }

  /** Asks for something of a domain, e.g. `HeapProfiler.collectGarbage`. @throws ResourceError when it does not answer, or refuses */
  async call<T>(method: string, params: object = {}): Promise<T> {
    if (this.#over) throw this.#over
    const id = ++this.#ids
    const answered = new Promise<unknown>((resolve, reject) => this.#waiting.set(id, { resolve, reject }))
    const timer = setTimeout(() => {
      const why = `did not answer ${method} within ${this.#withinMs} ms. Let its process go on if it stands at a breakpoint, and close other debuggers.`
      this.#waiting.get(id)?.reject(this.#silent(why))
      this.#waiting.delete(id)
    }, this.#withinMs)
    this.#socket.send(JSON.stringify({ id, method, params }))
    try {
      return (await answered) as T
    } finally {
      clearTimeout(timer)
    }
  }

  /**
   * Evaluates an expression in the runtime. @param expression of JavaScript; what it resolves to must be JSON
   *
   * @throws ResourceError when it does not answer, or the expression throws
   */
  async evaluate<T>(expression: string): Promise<T> {
    const { result, exceptionDetails } = await this.call<Evaluated<T>>('Runtime.evaluate', {
      expression,
      awaitPromise: true,
      returnByValue: true,
      includeCommandLineAPI: true,
    })
    if (exceptionDetails) {
      const { text, exception } = exceptionDetails
      throw new ResourceError(
        'ERR_RESOURCES_CONTENT',
        `The runtime behind the inspector at ${this.#address} can't be asked: ${exception?.description?.split('\n')[0] ?? text}. It has to be Node.js.`,
      )
    }
    return result.value as T
  }

  /** Collects all garbage. */
  async collectGarbage(): Promise<void> {
    await this.call('HeapProfiler.collectGarbage')
  }

  async close(): Promise<void> {
    if (this.#socket.readyState === WebSocket.CLOSED) return
    const closed = once(this.#socket, 'close')
    this.#socket.close()
    const timer = setTimeout(() => this.#socket.terminate(), this.#withinMs)
    await closed
    clearTimeout(timer)
  }

  /** What another server sends to whoever connects is no answer. */
  #take(text: string): void {
    const answer = readAnswer(text)
    if (!answer) {
      this.#end(
        `sends what no inspector does: ${text.slice(0, SHOWN)}. Give the address that node --inspect prints`,
      )
      return this.#socket.terminate()
    }
    const { id, result, error } = answer
    if (id === undefined) return
    const waiting = this.#waiting.get(id)
    this.#waiting.delete(id)
    if (error) waiting?.reject(this.#silent(`refused: ${error.message}.`))
    else waiting?.resolve(result)
  }

  #end(why: string): void {
    this.#over ??= this.#silent(`${why}.`)
    for (const { reject } of this.#waiting.values()) reject(this.#over)
    this.#waiting.clear()
  }

  #silent(what: string): ResourceError {
    return new ResourceError('ERR_RESOURCES_SILENT', `The inspector at ${this.#address} ${what}`)
  }
}

/** @returns a message of an inspector, an answer or an event; `undefined` where it is none. https://chromedevtools.github.io/devtools-protocol/ */
function readAnswer(text: string): Answer | undefined {
  try {
    const read = Object(JSON.parse(text)) as Partial<Record<keyof Answer | 'method', unknown>>
    const isAnswer = typeof read.id === 'number' && [read.result, read.error].some(isObject)
    return isAnswer || typeof read.method === 'string' ? (read as Answer) : undefined
  } catch {
    return undefined
  }
}

const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null

/** @returns where the first target behind an HTTP address is debugged @throws ResourceError when that is on another host: who named this one has not allowed that */
async function socketOf(address: string, withinMs: number): Promise<string> {
  const socket = await listedBy(address, withinMs).catch((cause: unknown) => {
    throw notThere(address, cause)
  })
  if (isSameMachine(new URL(address), socket)) return socket.href
  throw new ResourceError(
    'ERR_RESOURCES_CONTENT',
    `The inspector at ${address} lists its target at ${socket.host}, which is another host: that is not asked. Give its own address, if you may.`,
  )
}

async function listedBy(address: string, withinMs: number): Promise<URL> {
  const signal = AbortSignal.timeout(withinMs)
  const response = await fetch(new URL('/json/list', address), { signal, redirect: 'error' })
  const [first] = (await response.json()) as { webSocketDebuggerUrl?: string }[]
  if (first?.webSocketDebuggerUrl === undefined) throw new Error('It lists no target')
  return new URL(first.webSocketDebuggerUrl)
}

const isSameMachine = (one: URL, other: URL): boolean =>
  one.hostname === other.hostname || (isLoopback(one) && isLoopback(other))

function notThere(address: string, cause: unknown): ResourceError {
  const { message, cause: deeper } = cause as Error
  const why = deeper instanceof Error && deeper.message !== '' ? deeper.message : message
  return new ResourceError(
    'ERR_RESOURCES_SILENT',
    `No inspector can be reached at ${address} (${why}). Start the target with node --inspect, and give the address that it prints.`,
    { cause },
  )
}
