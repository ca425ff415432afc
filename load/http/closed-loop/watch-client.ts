import type { EventEmitter } from 'node:events'
import type { Clock } from '../../clock.ts'
import type { Card } from './deck.ts'

/** One request of a client: which of the mix, and when it was sent (epoch ms). */
export interface Sent {
  entry: number
  startedMs: number
}

/** Is told how each request of a closed loop ended. */
export interface ClientWatch {
  /** @param body the start of what came with a status of 300 or more */
  answered(sent: Sent, status: number, atMs: number, body: string | undefined): void
  timedOut(sent: Sent, atMs: number): void
  /** Its connection was closed, and no error said so. */
  unanswered(sent: Sent): void
  /** Its connection failed, or was never made. */
  failed(sent: Sent, error: Error & { code?: string }, atMs: number): void
}

/** As much of a bad answer, its head included, is read for the start of its body, bytes. */
const READ_BYTES = 4096

/**
 * Times the requests of one of autocannon's clients (without pipelining) by its events, from `request` to `response`.
 *
 * Autocannon's own list of requests under way keeps those that were lost with a connection, so that it is no witness of what a response answers:
 * that is the latest request. A client begins with the first card of its deck and goes to the next with each `request`, whatever became of
 * the one before. A request written to a connection that the server was closing never gets a response: another one follows it.
 */
export function watchClient(
  client: EventEmitter,
  deck: readonly Card[],
  watch: ClientWatch,
  clock: Clock,
): void {
  let place = 0
  let current: Sent | undefined
  /** What another one followed without an answer: given up, or lost with its connection. */
  let superseded: Sent | undefined
  let failing = false
  let body: string | undefined
  const settleSuperseded = (): void => {
    if (superseded) watch.unanswered(superseded)
    superseded = undefined
  }
  client.on('request', () => {
    settleSuperseded()
    superseded = current
    current = { entry: deck[place]?.entry ?? 0, startedMs: clock.nowMs() }
    place = (place + 1) % deck.length
  })
  client.on('headers', ({ statusCode }: { statusCode: number }) => {
    failing = statusCode >= 300
    body = undefined
  })
  client.on('body', (chunk: Buffer) => {
    if (failing) body ??= bodyIn(chunk)
  })
  client.on('response', (status: number) => {
    settleSuperseded()
    if (current) watch.answered(current, status, clock.nowMs(), body)
    current = undefined
  })
  // Autocannon has sent the next request by the time that it says so.
  client.on('timeout', () => {
    if (superseded) watch.timedOut(superseded, clock.nowMs())
    superseded = undefined
  })
  client.on('connError', (error: Error & { code?: string }) => {
    if (current) watch.failed(current, error, clock.nowMs())
    current = undefined
    superseded = undefined
  })
}

/** Autocannon hands over all that came in a piece: the head is in it, and the length of a chunk (RFC 9112, section 7.1). */
function bodyIn(received: Buffer): string {
  const text = received.toString('utf8', 0, READ_BYTES)
  const head = text.startsWith('HTTP/') ? text.slice(0, text.indexOf('\r\n\r\n') + 4) : ''
  const body = text.slice(head.length)
  const chunk = /^transfer-encoding:.*chunked/im.test(head) && /^([\da-f]+).*\r\n/i.exec(body)
  if (!chunk) return body
  const [line, length = ''] = chunk
  return body.slice(line.length, line.length + Number.parseInt(length, 16))
}
