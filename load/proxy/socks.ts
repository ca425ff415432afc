import type { Socket } from 'node:net'
import type { Upstream } from './proxied-connection.ts'

/** SOCKS 5, https://www.rfc-editor.org/rfc/rfc1928. */
const VERSION = 5
const NO_AUTHENTICATION = 0
const NONE_ACCEPTABLE = 0xff
const CONNECT = 1
const IPV4 = 1
const NAME = 3
const IPV6 = 4

/** How a request is answered: RFC 1928, section 6. */
const REPLIES = { connected: 0, refused: 5 } as const

/** Speaks with who has connected until it has said whom it wants. @returns nothing where it says something else, or is gone */
export async function acceptSocks(client: Socket): Promise<Upstream | undefined> {
  const [version, count = 0] = (await take(client, 2)) ?? []
  if (version !== VERSION) return undefined
  const methods = await take(client, count)
  if (!methods) return undefined
  const isOpen = methods.includes(NO_AUTHENTICATION)
  client.write(Uint8Array.of(VERSION, isOpen ? NO_AUTHENTICATION : NONE_ACCEPTABLE))
  const head = await take(client, 4)
  if (!isOpen || head?.[1] !== CONNECT) return undefined
  const host = await takeHost(client, head[3])
  const port = (await take(client, 2))?.readUInt16BE()
  return host === undefined || port === undefined ? undefined : { host, port }
}

/** Tells who has connected what became of its wish. The address that it is told is one that nobody reads. */
export function answerSocks(client: Socket, how: keyof typeof REPLIES): void {
  client.write(Uint8Array.of(VERSION, REPLIES[how], 0, IPV4, 0, 0, 0, 0, 0, 0))
}

async function takeHost(client: Socket, kind: number | undefined): Promise<string | undefined> {
  if (kind === IPV4) return (await take(client, 4))?.join('.')
  if (kind === IPV6) {
    const bytes = await take(client, 16)
    return bytes && Array.from({ length: 8 }, (_, at) => bytes.readUInt16BE(2 * at).toString(16)).join(':')
  }
  const length = kind === NAME ? (await take(client, 1))?.[0] : undefined
  return length === undefined ? undefined : (await take(client, length))?.toString('latin1')
}

/** @returns so many bytes, once they are there; nothing when it ends before */
async function take(client: Socket, length: number): Promise<Buffer | undefined> {
  if (length === 0) return Buffer.alloc(0)
  for (;;) {
    const bytes = client.read(length) as Buffer | null
    if (bytes) return bytes.length === length ? bytes : undefined
    if (client.readableEnded || client.destroyed) return undefined
    await new Promise<void>(resolve => {
      const go = (): void => {
        for (const event of EVENTS) client.off(event, go)
        resolve()
      }
      for (const event of EVENTS) client.once(event, go)
    })
  }
}

const EVENTS = ['readable', 'end', 'close'] as const
