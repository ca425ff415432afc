import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib'
import { expect, test } from '@playwright/test'
import { faultOf } from '../fault-of.ts'
import { against } from '../testing/tcp-server.ts'
import { prepareRequest } from './prepared-request.ts'

const TEXT = JSON.stringify({
  agents: Array.from({ length: 200 }, (_, id) => ({ id, name: `Łukasz ${id}` })),
})
const identity = (text: string): Buffer => Buffer.from(text)
const contains = 'Łukasz 199'

/** As `gzip -k name` has it: a flag, and the name up to a NUL. */
function named(text: string): Buffer {
  const bytes = gzipSync(text)
  bytes[3] = 8
  return Buffer.concat([bytes.subarray(0, 10), identity('agents.json\0'), bytes.subarray(10)])
}

function unchecked(text: string): Buffer {
  const bytes = gzipSync(text)
  return bytes.fill(0, bytes.length - 8, bytes.length - 4)
}

/** One frame of one block that is not compressed (RFC 8878, section 3.1), which says that its window is 2^`log` bytes. */
function windowed(text: string, log: number): Buffer {
  const block = (Buffer.byteLength(text) << 3) | 1
  const bytes = [0x28, 0xb5, 0x2f, 0xfd, 0, (log - 10) << 3, block & 0xff, (block >> 8) & 0xff, block >> 16]
  return Buffer.concat([Buffer.from(bytes), identity(text)])
}

/** A frame that is to be passed over (RFC 8878, section 3.1.2). */
const SKIPPED = Buffer.from([0x50, 0x2a, 0x4d, 0x18, 4, 0, 0, 0, 1, 2, 3, 4])

/** Begins as gzip, and goes on with a method that there is none of. */
const STUMP = Buffer.from([0x1f, 0x8b, 0xff, 0xff, 1, 2, 3, 4])

/** An answer's body, its Content-Encoding, and whether a browser shows the text. */
const CASES: [what: string, coding: string, body: Buffer, isGood?: boolean][] = [
  ['nothing', 'identity', identity(TEXT)],
  ['gzip', 'gzip', gzipSync(TEXT)],
  ['gzip in large letters', 'GZip', gzipSync(TEXT)],
  ['gzip under its old name', 'x-gzip', gzipSync(TEXT)],
  ['gzip of two members', 'gzip', Buffer.concat([gzipSync('{}'), gzipSync(TEXT)])],
  ['gzip and a line end behind it', 'gzip', Buffer.concat([gzipSync(TEXT), identity('\r\n')])],
  [
    'gzip of two members and junk',
    'gzip',
    Buffer.concat([gzipSync('{}'), gzipSync(TEXT), identity('<!-- 3 ms -->')]),
  ],
  ['gzip with a name, and junk that begins as it does', 'gzip', Buffer.concat([named(TEXT), STUMP])],
  ['deflate and junk', 'deflate', Buffer.concat([deflateSync(TEXT), identity('junk')])],
  ['br and junk', 'br', Buffer.concat([brotliCompressSync(TEXT), identity('junk')])],
  ['deflate without its header', 'deflate', deflateRawSync(TEXT)],
  ['br', 'br', brotliCompressSync(TEXT)],
  ['zstd', 'zstd', zstdCompressSync(TEXT)],
  ['zstd of two frames', 'zstd', Buffer.concat([zstdCompressSync('{}'), zstdCompressSync(TEXT)])],
  ['zstd after a frame that is passed over', 'zstd', Buffer.concat([SKIPPED, zstdCompressSync(TEXT)])],
  ['zstd with a window of 8 MB', 'zstd', windowed(TEXT, 23)],
  ['zstd with a window of 16 MB', 'zstd', windowed(TEXT, 24), false],
  ['two codings', 'gzip, br', brotliCompressSync(gzipSync(TEXT))],
  ['a coding that nobody knows', 'rot13', identity(TEXT)],
  ['a coding that it has not', 'gzip', identity(TEXT), false],
  ['gzip whose check sum is wrong, and junk', 'gzip', Buffer.concat([unchecked(TEXT), STUMP]), false],
  ['br that is gzip', 'br', gzipSync(TEXT), false],
  ['zstd that is broken', 'zstd', zstdCompressSync(TEXT).fill(255, 4, 40), false],
]

for (const [what, coding, body, isGood = true] of CASES) {
  test(`a body compressed by ${what} is ${isGood ? 'read as text' : 'a failure that says so'}`, async () => {
    await against(
      socket => {
        socket.write(
          `HTTP/1.1 200 OK\r\nContent-Encoding: ${coding}\r\nContent-Length: ${body.length}\r\n\r\n`,
        )
        socket.write(body)
      },
      async ({ ask }) => {
        const { outcome } = await ask()
        if (isGood) {
          expect(faultOf(outcome, { contains })).toBeUndefined()
          expect(outcome).toMatchObject({ body: expect.stringContaining(TEXT) })
        } else {
          expect(faultOf(outcome, { contains })).toEqual({
            cause: 'ERR_CONTENT_DECODING_FAILED',
            example: expect.stringContaining(`Content-Encoding: ${coding}`),
          })
        }
        // What counts is what came, however much it decodes to.
        expect(outcome).toMatchObject({ sizes: { receivedBytes: expect.any(Number) } })
        if (outcome.kind === 'answered') expect(outcome.sizes?.receivedBytes).toBeLessThan(body.length + 200)
        expect(faultOf(outcome)).toBeUndefined()
      },
    )
  })
}

test('of a compressed error the start of the text is the example', async () => {
  const body = gzipSync(`no such agent ${TEXT}`)
  await against(
    socket => {
      socket.write(`HTTP/1.1 404 No\r\nContent-Encoding: gzip\r\nContent-Length: ${body.length}\r\n\r\n`)
      socket.write(body)
    },
    async ({ ask }) => {
      const { outcome } = await ask({ keepsBody: false })
      expect(faultOf(outcome)?.example).toMatch(/^no such agent/)
    },
  )
})

for (const [origin, codings] of [
  ['http://127.0.0.1:8080', 'gzip, deflate, br, zstd'],
  ['http://[::1]:8080', 'gzip, deflate, br, zstd'],
  ['http://app.localhost', 'gzip, deflate, br, zstd'],
  ['https://example.org', 'gzip, deflate, br, zstd'],
  ['http://example.org', 'gzip, deflate'],
  ['http://localhost.example.org', 'gzip, deflate'],
] as const) {
  test(`compression is asked for as Chromium does of ${origin}, unless the target's headers say which`, () => {
    const request = { method: 'GET', path: '/', headers: {}, body: null, keepsBody: false } as const
    expect(prepareRequest(request, origin).head).toContain(`accept-encoding: ${codings}\r\n`)
    const given = prepareRequest({ ...request, headers: { 'Accept-Encoding': 'identity' } }, origin).head
    expect(given.match(/accept-encoding.*/gi)).toEqual(['accept-encoding: identity'])
  })
}
