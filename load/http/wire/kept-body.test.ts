import { gzipSync } from 'node:zlib'
import { expect, test } from '@playwright/test'
import { faultOf } from '../fault-of.ts'
import { keptOf } from '../outgoing.ts'
import { extract } from '../users/extract.ts'
import { against } from '../testing/tcp-server.ts'
import type { Answered } from './answered.ts'

const MIB = 2 ** 20
const expected = { contains: '"last":17' }
const listOf = (bytes: number): string => `{"first":3,"items":"${'x'.repeat(bytes)}","last":17}`

/** @returns what is known of an answer with this body */
async function asked(body: Buffer, coding = 'identity'): Promise<Answered> {
  let answer: Answered | undefined
  await against(
    socket => {
      socket.write(`HTTP/1.1 200 OK\r\nContent-Encoding: ${coding}\r\nContent-Length: ${body.length}\r\n\r\n`)
      socket.write(body)
    },
    async ({ ask }) => {
      const { outcome } = await ask({ keepsBody: keptOf(expected) })
      if (outcome.kind === 'answered') answer = outcome
    },
  )
  if (!answer) throw new Error('There was no answer.')
  return answer
}

const GOOD: [what: string, body: Buffer, coding?: string][] = [
  ['of 2 MB', Buffer.from(listOf(2 * MIB))],
  ['of 7 MB', Buffer.from(listOf(7 * MIB))],
  ['of 12 MB that are compressed', gzipSync(listOf(12 * MIB)), 'gzip'],
  ['with a byte order mark', Buffer.from(`\ufeff${listOf(9)}`)],
  ['with a byte order mark that is compressed', gzipSync(`\ufeff${listOf(9)}`), 'gzip'],
]

for (const [what, body, coding] of GOOD) {
  test(`the end of a body ${what} is looked into, by checks and by extractions`, async () => {
    const answer = await asked(body, coding)
    expect(faultOf(answer, expected)).toBeUndefined()
    expect(extract(answer, { json: 'last' })).toBe('17')
  })
}

test('a check that does not find its text in so much of a longer body says how far it looked', async () => {
  const answer = await asked(Buffer.from(listOf(9 * MIB)))
  expect(faultOf(answer, expected)?.cause).toBe(
    `check: body lacks "${expected.contains}" within its first 8 MiB, and no more is looked into`,
  )
  expect(faultOf(answer, { contains: '"first":3' })).toBeUndefined()
  expect(answer.body).toHaveLength(8 * MIB)
})

test('of a body of which only the status is expected so much is kept as makes an example', async () => {
  await against(
    socket => void socket.write(`HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n${'x'.repeat(5000)}`),
    async ({ ask }) => {
      const { outcome } = await ask({ keepsBody: keptOf({ status: [201] }) })
      expect(faultOf(outcome, { status: [201] })).toEqual({
        cause: 'check: status 200, not 201',
        example: 'x'.repeat(400),
      })
    },
  )
})
