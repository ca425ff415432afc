import { once } from 'node:events'
import { setImmediate as turn, setTimeout as delay } from 'node:timers/promises'
import { connect, createServer } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'
import { expect, test } from '@playwright/test'
import { patience } from './patience.ts'

test('what had come when the time is noticed to be over is read first', async () => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const client = connect((server.address() as AddressInfo).port, '127.0.0.1')
  const [[peer]] = (await Promise.all([once(server, 'connection'), once(client, 'connect')])) as [
    [Socket],
    [],
  ]
  const happened: string[] = []
  const come = patience(1, () => happened.push('over'))
  client.once('data', () => {
    come()
    happened.push('come')
  })
  peer.write('answer')
  // This process stands still.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 50)
  await delay(10)
  expect(happened).toEqual(['come'])
  client.destroy()
  server.close()
})

test('what does not come is over once, at its time or when the time is past', async () => {
  for (const ms of [5, 0, -100]) {
    let times = 0
    patience(ms, () => times++)
    expect(times).toBe(0)
    await expect.poll(() => times).toBe(1)
    await turn()
    expect(times).toBe(1)
  }
})

test('what has come is not over later', async () => {
  let times = 0
  patience(1, () => times++)()
  await delay(20)
  expect(times).toBe(0)
})
