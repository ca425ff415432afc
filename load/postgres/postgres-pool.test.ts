import { once } from 'node:events'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { expect, test } from '@playwright/test'
import { PostgresPool } from './postgres-pool.ts'
import { postgresServer } from './testing/postgres-server.ts'
import type { Ending } from './testing/postgres-server.ts'

async function wrongAt(port: number, timeoutMs = 60_000) {
  const url = `postgres://fleet:geheim@127.0.0.1:${port}/fleet`
  const error = await PostgresPool.open({ url, timeoutMs }).then(
    pool => pool.close(),
    (error: unknown) => error as Error & { code: string; cause: Error },
  )
  if (!error) throw new Error('PostgreSQL could be used.')
  const { code, message, stack, cause } = error
  expect(`${stack} ${cause.stack}`).not.toContain('geheim')
  return { code, message: message.replace(String(port), 'PORT') }
}

async function refused(greeting: Ending, timeoutMs?: number) {
  await using server = await postgresServer(undefined, greeting)
  return await wrongAt(server.port, timeoutMs)
}

for (const [sqlState, code, what] of [
  ['28P01', 'ERR_SERVICE_PASSWORD', 'refuses the password'],
  ['3D000', 'ERR_SERVICE_UNREADY', 'has no such database'],
  ['53300', 'ERR_SERVICE_UNREADY', 'has no room for another connection'],
  ['57P03', 'ERR_SERVICE_UNREADY', 'takes no connections yet: it starts, stops or recovers'],
  ['0A000', 'ERR_SERVICE_UNREADY', 'refuses to be asked (*** is no good)'],
] as const) {
  test(`what lets nobody in is told in a sentence: ${what}`, async () => {
    const wrong = await refused({ sqlState, message: 'geheim is no good' })
    expect(wrong).toEqual({ code, message: `PostgreSQL at 127.0.0.1:PORT ${what}.` })
  })
}

test('where nobody listens, where nobody answers and where another protocol is spoken is told', async () => {
  const other = createServer(socket =>
    socket
      .on('error', () => {})
      .resume()
      .end('-ERR unknown command\r\n'),
  ).listen(0, '127.0.0.1')
  await once(other, 'listening')
  const { port } = other.address() as AddressInfo
  expect(await wrongAt(port, 2000)).toMatchObject({ code: 'ERR_SERVICE_PROTOCOL' })
  other.close()
  await once(other, 'close')
  expect(await wrongAt(port)).toEqual({
    code: 'ERR_SERVICE_UNREACHABLE',
    message: 'PostgreSQL at 127.0.0.1:PORT is not reached (ECONNREFUSED).',
  })
  expect(await refused('never', 200)).toEqual({
    code: 'ERR_SERVICE_PROTOCOL',
    message: 'PostgreSQL at 127.0.0.1:PORT lets one connect, and does not answer.',
  })
})

test('an address that is none shows nothing of what was given', async () => {
  for (const url of ['postgres://fleet:p#ss@host:1', 'mysql://fleet:secret@host', 'secret'])
    await expect(PostgresPool.open({ url })).rejects.toThrow(
      /^The address of PostgreSQL has not the form postgres:\/\/host:port\.$/,
    )
})
