import { once } from 'node:events'
import { createServer } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'

/** What becomes of a message: it is confirmed, refused, kept without a word; or the broker says that it takes none for now. */
export type Answer = 'ack' | 'nack' | 'never' | 'blocked' | 'unblocked'

/**
 * What becomes of a connection: it is served; what sets up its channel is never answered, or is answered together with the end of the connection; its end is never
 * answered.
 */
export type Service = 'full' | 'silent' | 'closing' | 'deaf'

/** What waits in a queue, and how many consumers it has; `undefined` where there is no queue of that name. */
export type Depth = (queue: string) => { ready: number; consumers: number } | undefined

/** A server that speaks as much of AMQP 0-9-1 as publishing with confirms and asking for queues takes, and tells the same at once that RabbitMQ tells when it is done. */
export interface AmqpServer extends AsyncDisposable {
  port: number
  /** How many messages have come. */
  readonly published: number
  /** How many connections have come. */
  readonly connections: number
  /** Ends all connections. */
  cut: () => void
}

const short = (value: number): Buffer => {
  const bytes = Buffer.alloc(2)
  bytes.writeUInt16BE(value)
  return bytes
}
const long = (value: number): Buffer => {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value)
  return bytes
}
const shortText = (text: string): Buffer => Buffer.concat([Buffer.from([text.length]), Buffer.from(text)])
const longText = (text: string): Buffer => Buffer.concat([long(text.length), Buffer.from(text)])

/** A method of a class on a channel, as a frame. */
function frame(channel: number, [ofClass, method]: readonly [number, number], ...fields: Buffer[]): Buffer {
  const body = Buffer.concat([short(ofClass), short(method), ...fields])
  return Buffer.concat([Buffer.from([1]), short(channel), long(body.length), body, Buffer.from([0xce])])
}

/** What the server says of itself, its texts by their names. */
function start(properties: Readonly<Record<string, string>>): Buffer {
  const fields = Object.entries(properties).flatMap(([name, value]) => [
    shortText(name),
    Buffer.from('S'),
    longText(value),
  ])
  const table = Buffer.concat(fields)
  const head = [Buffer.from([0, 9]), long(table.length), table]
  return frame(0, [10, 10], ...head, longText('PLAIN'), longText('en_US'))
}
const TUNE = frame(0, [10, 30], short(100), long(131_072), short(0))

/** Answers by the class and the method of what came. */
const REPLIES: Readonly<Record<string, (channel: number) => Buffer>> = {
  '10.11': () => TUNE,
  '10.40': () => frame(0, [10, 41], shortText('')),
  '10.50': () => frame(0, [10, 51]),
  '20.10': channel => frame(channel, [20, 11], longText('')),
  '20.40': channel => frame(channel, [20, 41]),
  '50.40': channel => frame(channel, [50, 41], long(0)),
  '85.10': channel => frame(channel, [85, 11]),
}

/** The answer to who asks for a queue by its name, in a frame. */
function asked(channel: number, bytes: Buffer, depth: Depth): Buffer {
  const name = bytes.toString('utf8', 14, 14 + bytes.readUInt8(13))
  const found = depth(name)
  if (found) return frame(channel, [50, 11], shortText(name), long(found.ready), long(found.consumers))
  const because = shortText(`NOT_FOUND - no queue '${name}' in vhost '/'`)
  return frame(channel, [20, 40], short(404), because, short(50), short(10))
}

const CLOSE = frame(0, [10, 50], short(320), shortText('CONNECTION_FORCED'), short(0), short(0))

/**
 * @param answer to each message, from 0
 * @param serve each connection, from 0
 * @param told what it tells of a queue: by default that there is none; and of itself: by default nothing
 */
export async function amqpServer(
  answer: (index: number) => Answer = () => 'ack',
  serve: (connection: number) => Service = () => 'full',
  {
    depth = () => undefined,
    properties = {},
  }: { depth?: Depth; properties?: Readonly<Record<string, string>> } = {},
): Promise<AmqpServer> {
  let published = 0
  let connections = 0
  const sockets = new Set<Socket>()
  const server = createServer(socket => {
    const service = serve(connections++)
    sockets.add(socket)
    let bytes = Buffer.alloc(0)
    let isGreeted = false
    let tag = 0
    const decide = (channel: number): void => {
      tag++
      const which = answer(published++)
      const number = Buffer.concat([long(0), long(tag), Buffer.from([0])])
      if (which === 'ack') socket.write(frame(channel, [60, 80], number))
      if (which === 'nack') socket.write(frame(channel, [60, 120], number))
      if (which === 'blocked') socket.write(frame(0, [10, 60], shortText('low on memory')))
      if (which === 'unblocked')
        socket.write(Buffer.concat([frame(0, [10, 61]), frame(channel, [60, 80], number)]))
    }
    socket.setNoDelay(true).on('error', () => {})
    socket.on('data', (chunk: Buffer) => {
      bytes = Buffer.concat([bytes, chunk])
      if (!isGreeted && bytes.length >= 8) {
        isGreeted = true
        bytes = bytes.subarray(8)
        socket.write(start(properties))
      }
      while (bytes.length >= 8) {
        const length = bytes.readUInt32BE(3) + 8
        if (bytes.length < length) return
        const [one, type, channel] = [bytes.subarray(0, length), bytes.readUInt8(0), bytes.readUInt16BE(1)]
        bytes = bytes.subarray(length)
        if (type === 3) decide(channel)
        if (type !== 1) continue
        const method = `${one.readUInt16BE(7)}.${one.readUInt16BE(9)}`
        const reply = method === '50.10' ? asked(channel, one, depth) : REPLIES[method]?.(channel)
        if (
          !reply ||
          (service === 'silent' && method === '85.10') ||
          (service === 'deaf' && method === '10.50')
        )
          continue
        // Both are read at once.
        socket.write(service === 'closing' && method === '85.10' ? Buffer.concat([reply, CLOSE]) : reply)
      }
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    get published() {
      return published
    },
    get connections() {
      return connections
    },
    cut() {
      for (const socket of sockets) socket.destroy()
      sockets.clear()
    },
    async [Symbol.asyncDispose]() {
      server.close()
      await once(server, 'close')
    },
  }
}
