import { once } from 'node:events'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'

/** How a statement ends: well; with an error of this SQLSTATE; never. */
export type Ending = 'good' | { sqlState: string; message: string } | 'never'

/** A server that speaks as much of PostgreSQL's protocol as a statement takes. */
export interface PostgresServer extends AsyncDisposable {
  port: number
  /** The texts of all statements. */
  statements: readonly string[]
}

const message = (type: string, body: Buffer | string = ''): Buffer => {
  const bytes = Buffer.from(body)
  const head = Buffer.alloc(5)
  head.write(type)
  head.writeInt32BE(bytes.length + 4, 1)
  return Buffer.concat([head, bytes])
}
const READY = message('Z', 'I')
const failed = (sqlState: string, text: string): Buffer => message('E', `SERROR\0C${sqlState}\0M${text}\0\0`)

/** @param end how each statement ends @param greeting what stands in place of being let in; default: one is */
export async function postgresServer(
  end: (statement: string) => Ending = () => 'good',
  greeting?: Ending,
): Promise<PostgresServer> {
  const statements: string[] = []
  const server = createServer(socket => {
    let isIn = false
    let bytes = Buffer.alloc(0)
    const hear = (type: string, body: Buffer): void => {
      if (type === '') {
        if (greeting === 'never') return
        if (greeting && greeting !== 'good') socket.end(failed(greeting.sqlState, greeting.message))
        else socket.write(Buffer.concat([message('R', Buffer.alloc(4)), READY]))
      } else if (type === 'Q' || type === 'P') {
        const text = body.toString().split('\0')[type === 'Q' ? 0 : 1] ?? ''
        statements.push(text)
        const ending = end(text)
        if (ending === 'never') return
        if (ending === 'good') {
          const parsed = type === 'P' ? [message('1'), message('2'), message('n')] : []
          socket.write(Buffer.concat([...parsed, message('C', 'SELECT 0\0'), READY]))
        } else socket.write(Buffer.concat([failed(ending.sqlState, ending.message), READY]))
      }
    }
    socket.setNoDelay(true).on('error', () => {})
    socket.on('data', (chunk: Buffer) => {
      bytes = Buffer.concat([bytes, chunk])
      for (;;) {
        const typed = isIn ? 1 : 0
        if (bytes.length < typed + 4) return
        const length = bytes.readInt32BE(typed) + typed
        if (bytes.length < length) return
        const one = bytes.subarray(0, length)
        bytes = bytes.subarray(length)
        isIn = true
        hear(one.toString('latin1', 0, typed), one.subarray(typed + 4))
      }
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    statements,
    async [Symbol.asyncDispose]() {
      server.close()
      await once(server, 'close')
    },
  }
}
