import autocannon from 'autocannon'
import type { EventEmitter } from 'node:events'
import type { Socket } from 'node:net'
import { renewedCredentials } from '../renewed.ts'
import { Connection } from '../wire/connection.ts'
import type { ConnectionPool } from '../wire/connection.ts'
import type { PreparedRequest } from '../wire/prepared-request.ts'
import { LoopClient } from './loop-client.ts'
import type { LoopMeans, Turn } from './loop-client.ts'

/** A request of autocannon's, as the bytes that it writes. */
interface CannonRequest {
  requestBuffer?: Buffer
}

/** One of autocannon's clients (version 9), as far as it is used here; some of it its documentation does not have. */
interface CannonClient extends EventEmitter {
  /** Its connection; another one each time that it connects. */
  conn: Socket
  /** Reads what comes. Autocannon writes what it wants to hear into it, by the numbers of `http-parser-js`. */
  parser: AnswerReader
  setRequests(requests: CannonRequest[]): void
  /** Ends its connection, and it makes no other. */
  destroy(): void
}

const ON_HEAD = 2
const ON_END = 4

/** What autocannon takes for its parser. */
interface AnswerReader {
  execute(chunk: Buffer): void
  [ON_HEAD]?: (head: { statusCode: number }) => void
  [ON_END]?: () => void
}

const NOTHING = Buffer.alloc(0)

/** Autocannon runs until it is told to stop; what it does by the clock is put off for so long: a week, in seconds. */
const NEVER_SECONDS = 7 * 24 * 3600

/**
 * Lets autocannon drive clients, one for each deck, over plain HTTP. What comes is read as the sender does it, with its own parser: autocannon's cannot
 * tell an answer that was cut short from a whole one, nor whose answer it is, since it goes on in the middle of the last where a new connection
 * begins; it keeps all of a body, does not know that a connection is at its end, and reconnects for ever.
 *
 * Autocannon hears of answers after which the connection goes on, and sends the next. When the connection is at its end, for whatever reason, the
 * client is taken from autocannon and goes on by the sender.
 *
 * @returns what ends it; resolves when it has ended
 */
export function startCannon(
  origin: string,
  decks: readonly (readonly Turn[])[],
  means: LoopMeans,
): { stop(): Promise<void> } {
  const left = [...decks]
  let ended: (error: Error | null) => void
  const finished = new Promise<void>((resolve, reject) => {
    ended = error => (error ? reject(error) : resolve())
  })
  const instance = autocannon(
    {
      url: origin,
      connections: decks.length,
      pipelining: 1,
      // How often autocannon looks whether it is to stop.
      sampleInt: 100,
      duration: NEVER_SECONDS,
      // The sender's time-out comes first.
      timeout: NEVER_SECONDS,
      // Its own report takes some tenths of a second of CPU time, and is not read.
      skipAggregateResult: true,
      setupClient: client => watchClient(client, new LoopClient(left.shift() ?? [], means), means),
    },
    (error: Error | null) => ended(error),
  )
  return {
    async stop() {
      instance.stop()
      await finished
    },
  }
}

/** Lets one of autocannon's clients send a deck, as long as its connection goes on. */
function watchClient(
  cannon: EventEmitter,
  client: LoopClient,
  { sender, clock, isOver, heard }: LoopMeans,
): void {
  const one = cannon as CannonClient
  let connection: Connection | undefined
  let isGone = false
  const leave = (): void => {
    if (isGone) return
    isGone = true
    one.destroy()
  }
  const pool: ConnectionPool = {
    clock,
    buffer: NOTHING,
    connect: () => one.conn,
    free() {
      // What the answer was is noted elsewhere; autocannon only has to hear of one.
      one.parser[ON_HEAD]?.({ statusCode: 200 })
      one.parser[ON_END]?.()
    },
    gone: leave,
    again: exchange => sender.again(exchange),
  }
  one.parser = {
    execute(chunk) {
      pool.buffer = chunk
      connection?.take(chunk.length)
    },
  }
  const requests = new Map<PreparedRequest, { own: CannonRequest; goesOutAs: PreparedRequest }>(
    client.turns.map(({ prepared }) => [prepared, { own: {}, goesOutAs: prepared }]),
  )
  one.setRequests([...requests.values()].map(({ own }) => own))
  // It has made bytes of its own by now.
  for (const { own, goesOutAs } of requests.values()) own.requestBuffer = bytesOf(goesOutAs)
  const renew = (prepared: PreparedRequest, renewed: PreparedRequest): void => {
    const request = requests.get(prepared)
    if (!request || request.goesOutAs === renewed) return
    request.goesOutAs = renewed
    request.own.requestBuffer = bytesOf(renewed)
  }
  one.on('request', () => {
    if (isOver()) return
    if (!connection) {
      connection = new Connection(pool)
      // Before its own listeners, which would connect again.
      for (const end of ['end', 'error']) one.conn.prependOnceListener(end, leave)
    }
    const { entry, prepared } = client.next()
    const renewed = renewedCredentials.of(prepared)
    // Autocannon takes the bytes of this request after this.
    if (renewed !== prepared) renew(prepared, renewed)
    connection.expect(
      sender.begin(renewed, clock.nowMs(), done => {
        heard(entry, done)
        if (isGone) client.goOn()
      }),
    )
  })
}

/** @returns a request as it goes out */
const bytesOf = ({ head, body }: PreparedRequest): Buffer =>
  Buffer.concat([Buffer.from(`${head}\r\n`, 'latin1'), Buffer.from(body ?? '')])
