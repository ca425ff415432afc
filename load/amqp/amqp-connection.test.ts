import { once } from 'node:events'
import { createServer } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'
import { expect, test } from '@playwright/test'
import { standStill } from '../testing/answer-in-standstill.ts'
import { AmqpConnection } from './amqp-connection.ts'
import { amqpServer } from './testing/amqp-server.ts'

/** @returns what is wrong with RabbitMQ where who connects is dealt with so */
async function refused(
  greet: (socket: Socket) => void,
  connectTimeoutMs: number,
): Promise<{ code: string; message: string }> {
  const sockets: Socket[] = []
  const server = createServer(socket => {
    sockets.push(socket)
    socket.on('error', () => {})
    greet(socket)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  try {
    return await wrongAt(port, connectTimeoutMs)
  } finally {
    for (const socket of sockets) socket.destroy()
    server.close()
  }
}

async function wrongAt(port: number, connectTimeoutMs = 30_000): Promise<{ code: string; message: string }> {
  const open = AmqpConnection.open({ url: `amqp://user:geh%40im@127.0.0.1:${port}`, connectTimeoutMs })
  const error = await open.then(
    connection => connection.close(),
    (error: unknown) => error as Error & { code: string; cause: Error },
  )
  if (!error) throw new Error('RabbitMQ could be used.')
  expect(`${error.stack} ${error.cause.stack}`).not.toMatch(/geh(%40|@)im/)
  return { code: error.code, message: error.message.replace(String(port), 'PORT') }
}

for (const [which, what, greet, timeoutMs] of [
  [
    'HTTP',
    'does not answer as RabbitMQ does',
    socket => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'),
    30_000,
  ],
  ['one that hangs up', 'does not answer as RabbitMQ does', socket => socket.end(), 30_000],
  ['silence', 'lets one connect, and does not answer', () => {}, 300],
] as const satisfies [string, string, (socket: Socket) => void, number][]) {
  test(`another protocol is told in a sentence: ${which}`, async () => {
    expect(await refused(greet, timeoutMs)).toEqual({
      code: 'ERR_SERVICE_PROTOCOL',
      message: `RabbitMQ at 127.0.0.1:PORT ${what}.`,
    })
  })
}

test('where nobody listens is told', async () => {
  const nobody = createServer().listen(0, '127.0.0.1')
  await once(nobody, 'listening')
  const { port } = nobody.address() as AddressInfo
  nobody.close()
  await once(nobody, 'close')
  expect(await wrongAt(port)).toEqual({
    code: 'ERR_SERVICE_UNREACHABLE',
    message: 'RabbitMQ at 127.0.0.1:PORT is not reached (ECONNREFUSED).',
  })
})

test('nobody is said to be silent because this process stood still', async () => {
  await using server = await amqpServer()
  const opening = AmqpConnection.open({ url: `amqp://127.0.0.1:${server.port}`, connectTimeoutMs: 1500 })
  standStill(2000)
  const connection = await opening
  await connection.close()
})

test('an address that is none shows nothing of what was given', async () => {
  for (const url of ['amqp://user:p#ss@host:1', 'http://:secret@host', 'secret'])
    await expect(AmqpConnection.open({ url })).rejects.toThrow(
      /^The address of RabbitMQ has not the form amqp:\/\/host:port\.$/,
    )
})

for (const [service, what] of [
  ['silent', 'whose set-up is never answered'],
  ['closing', 'that is lost in the moment in which it is set up'],
  ['deaf', 'whose set-up fails, and whose end is never answered'],
] as const) {
  test(`a connection ${what} is made again`, async () => {
    let connections = 0
    await using server = await amqpServer(undefined, connection => (connection === 1 ? service : 'full'))
    const url = `amqp://127.0.0.1:${server.port}`
    const connection = await AmqpConnection.open({ url, connectTimeoutMs: 1000, heartbeatS: 0 }, async () => {
      if (connections++ === 1 && service === 'deaf') throw new Error('It fails.')
    })
    try {
      server.cut()
      await expect.poll(() => connection.lost, { timeout: 30_000 }).toBeGreaterThanOrEqual(2)
      await expect.poll(() => isThere(connection), { timeout: 30_000 }).toBe(true)
    } finally {
      await connection.close()
    }
  })
}

test('a connection that is ended is not made again, and one that is being made is given up', async () => {
  await using server = await amqpServer(undefined, connection => (connection === 0 ? 'full' : 'silent'))
  const url = `amqp://127.0.0.1:${server.port}`
  const connection = await AmqpConnection.open({ url, connectTimeoutMs: 600_000, heartbeatS: 0 })
  server.cut()
  await expect.poll(() => server.connections).toBe(2)
  await connection.close()
  expect(isThere(connection)).toBe(false)
})

const isThere = (connection: AmqpConnection): boolean => {
  try {
    return Boolean(connection.channel)
  } catch {
    return false
  }
}
