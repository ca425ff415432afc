import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { json } from 'node:stream/consumers'
import { setTimeout as delay } from 'node:timers/promises'
import { WebSocketServer } from 'ws'
import { amqpServer } from '../../amqp/testing/amqp-server.ts'
import { systemClock } from '../../clock.ts'
import { listening } from '../../testing/listening.ts'
import type { BusRequests } from '../bus-requests.ts'

/** Events by their number, from 1 on as they come: the first and the last of them. */
export type Span = readonly [first: number, last: number]

/** What a bus of known behaviour does, and what it does wrong. */
export interface BusTruth {
  /** How long it takes until an event is confirmed, and until it was worked on, ms. Default 0. */
  confirmMs?: number
  workMs?: number
  /** Events that it does not take (503). */
  refuses?: Span
  /** Events that it confirms and that are gone; that wait for ever; that a consumer has for ever. */
  loses?: Span
  keeps?: Span
  holds?: Span
  /** Events that are delivered twice; and whether the second delivery says so, and has no effect. */
  repeats?: Span
  knowsRepeats?: boolean
  /** From the first of these events on, to the last, one of its two consumers is gone. */
  misses?: Span
  /** With this event all its connections are cut: those to who listens, those to the broker. */
  hangsUpAt?: number
  crashesAt?: number
  /** How many messages of others wait in the queue. Default none. */
  others?: number
}

/** An event as it came. */
export interface TruthEvent {
  id: string
  kind: string
  atMs: number
}

/** What runs behind the addresses. */
export interface TruthBus {
  origin: string
  /** The broker's address, and where it tells of what consumers have and did not acknowledge. */
  url: string
  metrics: string
  /** All that came, those that were refused among them. */
  events: readonly TruthEvent[]
  /** Sockets that listen to deliveries. */
  listeners: () => number
}

/** How it is used. Its one queue is `p_orders`. */
export const busRequests: BusRequests = {
  publish: { method: 'POST', path: '/emit', bodies: ['{"no":"{{id}}","sort":"{{kind}}"}'] },
  refused: [503],
  kinds: ['order', 'note'],
  consumed: {
    path: '/done',
    events: 'done',
    id: 'event.no',
    redelivered: 'again',
    effect: { place: 'came', repeated: 'to nothing' },
  },
  queues: ['{{prefix}}orders'],
}

/** Lets a bus of known behaviour run while it is used. */
export async function withBus<Result>(
  truth: BusTruth,
  use: (bus: TruthBus) => Promise<Result>,
): Promise<Result> {
  const events: TruthEvent[] = []
  const others = truth.others ?? 0
  let waiting = 0
  let held = 0
  const sockets = new WebSocketServer({ noServer: true })
  await using broker = await amqpServer(undefined, undefined, {
    depth: queue =>
      queue === 'p_orders'
        ? { ready: others + waiting, consumers: isIn(events.length, truth.misses) ? 1 : 2 }
        : undefined,
  })

  const work = async (id: string, number: number): Promise<void> => {
    if (isIn(number, truth.loses)) return
    if (isIn(number, truth.holds)) {
      held++
      return
    }
    waiting++
    if (isIn(number, truth.keeps)) return
    await delay(truth.workMs ?? 0)
    waiting--
    const once = { event: { no: id }, again: false, came: 'to its effect' }
    const twice = truth.knowsRepeats === true ? { ...once, again: true, came: 'to nothing' } : once
    const done = JSON.stringify({ done: isIn(number, truth.repeats) ? [once, twice] : [once] })
    for (const socket of sockets.clients) socket.send(done)
  }

  const take = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { no, sort } = (await json(request)) as { no: string; sort: string }
    const number = events.push({ id: no, kind: sort, atMs: systemClock.nowMs() })
    if (number === truth.hangsUpAt) for (const socket of sockets.clients) socket.terminate()
    if (number === truth.crashesAt) broker.cut()
    if (isIn(number, truth.refuses)) {
      response.writeHead(503).end()
      return
    }
    void work(no, number)
    await delay(truth.confirmMs ?? 0)
    response.writeHead(201).end()
  }

  const server = createServer((request, response) => {
    if (request.url === '/metrics/per-object')
      response.end(`rabbitmq_queue_messages_unacked{vhost="/",queue="p_orders"} ${held}\n`)
    else void take(request, response)
  })
  server.on('upgrade', (request, socket, head) => {
    sockets.handleUpgrade(request, socket, head, () => {})
  })
  return await listening(server, origin =>
    use({
      origin,
      url: `amqp://127.0.0.1:${broker.port}`,
      metrics: `${origin}/metrics`,
      events,
      listeners: () => sockets.clients.size,
    }),
  )
}

const isIn = (number: number, [first, last]: Span = [0, -1]): boolean => number >= first && number <= last
