import { once } from 'node:events'
import { connect, createServer } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'
import { expect, test } from '@playwright/test'
import { SlowNetwork } from './slow-network.ts'
import type { NetworkConditions } from './slow-network.ts'

const FAST: NetworkConditions = { rttMs: 0, downBytesPerSecond: 1e9, upBytesPerSecond: 1e9 }

/** Somebody who speaks SOCKS to a network, and has what comes. */
class Client {
  readonly socket: Socket
  #got = Buffer.alloc(0)
  #wake = (): void => {}
  isOver = false

  constructor({ address }: SlowNetwork) {
    this.socket = connect(Number(new URL(address).port), '127.0.0.1').setNoDelay(true)
    this.socket.on('error', () => {})
    this.socket.on('data', bytes => {
      this.#got = Buffer.concat([this.#got, Buffer.from(bytes)])
      this.#wake()
    })
    for (const event of ['end', 'close'])
      this.socket.once(event, () => {
        this.isOver = true
        this.#wake()
      })
  }

  /** @returns so many bytes of what has come, or what there was when it ended */
  async take(length: number): Promise<Buffer> {
    while (this.#got.length < length && !this.isOver)
      await new Promise<void>(resolve => (this.#wake = resolve))
    const taken = this.#got.subarray(0, length)
    this.#got = this.#got.subarray(length)
    return taken
  }

  /** Asks for an address, in bytes as RFC 1928 has it. @returns the reply's code */
  async ask(...wanted: number[]): Promise<number | undefined> {
    this.socket.write(Uint8Array.of(5, 1, 0))
    expect([...(await this.take(2))]).toEqual([5, 0])
    this.socket.write(Uint8Array.of(5, 1, 0, ...wanted))
    return (await this.take(10))[1]
  }
}

const port = ({ port: number }: { port: number }): [number, number] => [number >> 8, number & 255]

async function within(
  network: NetworkConditions,
  use: (slow: SlowNetwork, at: { port: number }) => Promise<void>,
  host = '127.0.0.1',
): Promise<void> {
  const server = createServer(socket => socket.on('error', () => {}).pipe(socket)).listen(0, host)
  await once(server, 'listening')
  const slow = await SlowNetwork.open(network)
  try {
    await use(slow, server.address() as AddressInfo)
  } finally {
    await slow.close()
    server.close()
  }
}

test('addresses are given as numbers of both kinds, or by name', async () => {
  await within(FAST, async (slow, at) => {
    for (const wanted of [
      [1, 127, 0, 0, 1],
      [3, 9, ...Buffer.from('localhost')],
      [4, ...Array.from<number>({ length: 10 }).fill(0), 255, 255, 127, 0, 0, 1],
    ]) {
      const client = new Client(slow)
      expect(await client.ask(...wanted, ...port(at))).toBe(0)
      client.socket.write('hello')
      expect((await client.take(5)).toString()).toBe('hello')
      client.socket.destroy()
    }
    await expect.poll(() => slow.bytes.up.forwarded).toBe(15)
    expect(slow.bytes.down.forwarded).toBe(15)
  })
})

test('where nobody listens, who asks is refused; who speaks something else is cut off', async () => {
  await within(FAST, async slow => {
    const nobody = createServer().listen(0, '127.0.0.1')
    await once(nobody, 'listening')
    const gone = nobody.address() as AddressInfo
    nobody.close()
    await once(nobody, 'close')
    const client = new Client(slow)
    expect(await client.ask(1, 127, 0, 0, 1, ...port(gone))).toBe(5)
    const other = new Client(slow)
    other.socket.write('GET / HTTP/1.1\r\n\r\n')
    expect(await other.take(1)).toHaveLength(0)
    expect(other.isOver).toBe(true)
  })
})

test('a connection takes a round trip to be made, and so does a word and its answer', async () => {
  await within({ ...FAST, rttMs: 80 }, async (slow, at) => {
    const client = new Client(slow)
    const beganMs = performance.now()
    expect(await client.ask(1, 127, 0, 0, 1, ...port(at))).toBe(0)
    // A timer may be up to 1 ms early.
    expect(performance.now() - beganMs).toBeGreaterThanOrEqual(79)
    const trips: number[] = []
    for (let trip = 0; trip < 5; trip++) {
      const saidMs = performance.now()
      client.socket.write('hello')
      await client.take(5)
      trips.push(performance.now() - saidMs)
    }
    expect(Math.min(...trips)).toBeGreaterThanOrEqual(79)
  })
})

test('all connections share one line', async () => {
  await within({ ...FAST, downBytesPerSecond: 200_000 }, async (slow, at) => {
    const clients = [new Client(slow), new Client(slow)]
    for (const client of clients) expect(await client.ask(1, 127, 0, 0, 1, ...port(at))).toBe(0)
    const beganMs = performance.now()
    for (const { socket } of clients) socket.write('x'.repeat(20_000))
    await Promise.all(clients.map(client => client.take(20_000)))
    // 40 kB at 200 kB a second; alone each would take half of it.
    expect(performance.now() - beganMs).toBeGreaterThanOrEqual(199)
  })
})

test('a network that ends takes with it who is there, and who is entering', async () => {
  await within(FAST, async (slow, at) => {
    const [inside, entering] = [new Client(slow), new Client(slow)]
    expect(await inside.ask(1, 127, 0, 0, 1, ...port(at))).toBe(0)
    entering.socket.write(Uint8Array.of(5, 1, 0))
    await entering.take(2)
    await slow.close()
    await expect.poll(() => [inside.isOver, entering.isOver]).toEqual([true, true])
  })
})
