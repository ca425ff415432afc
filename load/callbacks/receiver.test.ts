import { once } from 'node:events'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { expect, test } from '@playwright/test'
import { systemClock } from '../clock.ts'
import { Receiver } from './receiver.ts'

/** Asks for what no client of HTTP would. @returns all that is answered */
async function asked(origin: string, target: string): Promise<string> {
  const socket = connect(Number(new URL(origin).port), '127.0.0.1')
  await once(socket, 'connect')
  socket.write(`GET ${target} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`)
  return text(socket)
}

test('a stranger who asks for what is no address is a stranger, and calls are taken after it', async () => {
  const receiver = await Receiver.open(systemClock)
  try {
    receiver.expect('/run')
    for (const target of ['//', '///', '//?a=1', '/else'])
      expect(await asked(receiver.origin, target), target).toMatch(/^HTTP\/1\.1 404 /)
    expect(receiver.strangers).toBe(4)
    expect(await asked(receiver.origin, '/run?of=1')).toMatch(/^HTTP\/1\.1 200 /)
    expect(receiver.received('/run')).toHaveLength(1)
    expect(receiver.strangers).toBe(4)
  } finally {
    await receiver.close()
  }
})
