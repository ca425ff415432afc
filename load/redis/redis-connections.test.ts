import { once } from 'node:events'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { expect, test } from '@playwright/test'
import { standStill } from '../testing/answer-in-standstill.ts'
import { RedisConnections } from './redis-connections.ts'
import { respServer } from './testing/resp-server.ts'
import type { Answer } from './testing/resp-server.ts'

/** @returns what is wrong with Redis where it answers so */
async function refused(
  answer: Answer,
  userInfo = '',
): Promise<{ code: string; message: string; shown: string }> {
  await using server = await respServer(answer)
  return await wrongAt(server.port, userInfo)
}

async function wrongAt(port: number, userInfo = '', connectTimeoutMs = 60_000) {
  const open = RedisConnections.open({ url: `redis://${userInfo}127.0.0.1:${port}`, connectTimeoutMs })
  const error = await open.then(
    connections => connections.close(),
    (error: unknown) => error as Error & { code: string; cause: Error },
  )
  if (!error) throw new Error('Redis could be used.')
  return {
    code: error.code,
    message: error.message.replace(String(port), 'PORT'),
    shown: `${error.stack} ${error.cause.stack}`,
  }
}

test('a refused password is told in a sentence, and is not in it', async () => {
  const echoing: Answer = words => `-WRONGPASS invalid username-password pair: ${words.join(' ')}\r\n`
  const { code, message, shown } = await refused(echoing, 'user:geh%40im@')
  expect({ code, message }).toEqual({
    code: 'ERR_SERVICE_PASSWORD',
    message: 'Redis at 127.0.0.1:PORT refuses the password.',
  })
  expect(shown).not.toMatch(/geh(%40|@)im/)
})

for (const [answer, code, what] of [
  ['-NOAUTH Authentication required.', 'ERR_SERVICE_PASSWORD', 'asks for a password'],
  ['-LOADING Redis is loading the dataset in memory', 'ERR_SERVICE_UNREADY', 'still loads its data'],
  ['-ERR max number of clients reached', 'ERR_SERVICE_UNREADY', 'has no room for another connection'],
  ['-DENIED by rule 7', 'ERR_SERVICE_UNREADY', 'refuses to be asked (DENIED by rule 7)'],
  ['HTTP/1.1 400 Bad Request', 'ERR_SERVICE_PROTOCOL', 'answers, and not as Redis does'],
] as const) {
  test(`what lets nobody in is told in a sentence: ${what}`, async () => {
    const wrong = await refused(() => `${answer}\r\n`)
    expect(wrong).toMatchObject({ code, message: `Redis at 127.0.0.1:PORT ${what}.` })
  })
}

test('where nobody listens, and where nobody answers, is told', async () => {
  const nobody = createServer().listen(0, '127.0.0.1')
  await once(nobody, 'listening')
  const { port } = nobody.address() as AddressInfo
  nobody.close()
  await once(nobody, 'close')
  expect(await wrongAt(port)).toMatchObject({
    code: 'ERR_SERVICE_UNREACHABLE',
    message: 'Redis at 127.0.0.1:PORT is not reached (ECONNREFUSED).',
  })
  await using silent = await respServer(() => undefined)
  expect(await wrongAt(silent.port, '', 200)).toMatchObject({
    code: 'ERR_SERVICE_PROTOCOL',
    message: 'Redis at 127.0.0.1:PORT does not answer to PING.',
  })
})

test('nobody is said to be silent because this process stood still', async () => {
  await using server = await respServer()
  const opening = RedisConnections.open({ url: `redis://127.0.0.1:${server.port}`, connectTimeoutMs: 1500 })
  standStill(2000)
  const connections = await opening
  connections.close()
})

test('an address that is none shows nothing of what was given', async () => {
  for (const url of ['redis://user:p#ss@host:1', 'http://:secret@host', 'secret', 'redis://'])
    await expect(RedisConnections.open({ url })).rejects.toThrow(
      /^The address of Redis has not the form redis:\/\/host:port\.$/,
    )
})
