import * as fc from 'fast-check'
import { expect, test } from '@playwright/test'
import { ResponseParser } from './response-parser.ts'
import { headersIn } from './response-head.ts'

/** What came of answers: each its status, its body and whether the connection may go on, and the code of what ended it. */
interface Read {
  answers: { status: number; body: string; keepsAlive: boolean | undefined; trailers?: string }[]
  error?: string
}

/** As connections do: one buffer for all, that is used again. */
const BUFFER = Buffer.alloc(512 * 1024)

/** Reads what comes in pieces, and then the end of the connection where it is told so. */
function read(pieces: readonly string[], { closes = false, isHead = false } = {}): Read {
  const result: Read = { answers: [] }
  const parser = new ResponseParser({
    onHead: ({ status }) => void result.answers.push({ status, body: '', keepsAlive: undefined }),
    onBody(bytes, from, to) {
      const last = result.answers.at(-1)
      if (last) last.body += bytes.toString('latin1', from, to)
    },
    onTrailers(text) {
      const last = result.answers.at(-1)
      if (last) last.trailers = text
    },
    onEnd(keepsAlive) {
      const last = result.answers.at(-1)
      if (last) last.keepsAlive = keepsAlive
    },
  })
  parser.expect(isHead)
  try {
    for (const piece of pieces) parser.read(BUFFER, BUFFER.write(piece, 'latin1'))
    if (closes) parser.close()
  } catch (error) {
    result.error = (error as Error & { code: string }).code
  }
  return result
}

const head = (...lines: string[]): string =>
  `HTTP/1.1 200 OK\r\n${lines.map(line => `${line}\r\n`).join('')}\r\n`

const WHOLE: [what: string, text: string, expected: Partial<Read['answers'][0]>, more?: object][] = [
  ['a length', 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok', { body: 'ok' }],
  ['a length of nothing', 'HTTP/1.1 200 OK\r\ncontent-length:0\r\n\r\n', { body: '' }],
  [
    'the same length twice',
    'HTTP/1.1 200 OK\r\nContent-Length: 2, 2\r\nContent-Length: 2\r\n\r\nok',
    { body: 'ok' },
  ],
  [
    'chunks',
    'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\nA\r\n0123456789\r\n0\r\n\r\n',
    { body: 'abc0123456789' },
  ],
  [
    'chunks with extensions and trailers',
    'HTTP/1.1 200 OK\r\ntransfer-encoding: Chunked\r\n\r\n1;a=b;c\r\nx\r\n000 ;y\r\nDigest: 1\r\nX: 2\r\n\r\n',
    { body: 'x', trailers: 'Digest: 1\r\nX: 2\r\n' },
  ],
  [
    'a folded trailer',
    'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nX: a\r\n b\r\n\r\n',
    { body: '', trailers: 'X: a b\r\n' },
  ],
  [
    'a coding before the chunks',
    `${head('Transfer-Encoding: gzip, chunked')}1\r\nx\r\n0\r\n\r\n`,
    { body: 'x' },
  ],
  [
    'the end of the connection',
    'HTTP/1.1 200 OK\r\n\r\nall of it',
    { body: 'all of it', keepsAlive: false },
    { closes: true },
  ],
  [
    'a coding that is not chunked',
    'HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\nzz',
    { body: 'zz', keepsAlive: false },
    { closes: true },
  ],
  [
    '204, whatever it says',
    'HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\n',
    { status: 204, body: '' },
  ],
  [
    '304, whatever it says',
    'HTTP/1.1 304 Not Modified\r\nTransfer-Encoding: chunked\r\n\r\n',
    { status: 304, body: '' },
  ],
  ['an answer to HEAD', 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n', { body: '' }, { isHead: true }],
  [
    'interim answers before it',
    'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\nContent-Length: 3\r\n\r\nHTTP/1.1 404 \r\nContent-Length: 1\r\n\r\nx',
    { status: 404, body: 'x' },
  ],
  ['no reason, nor the space before it', 'HTTP/1.1 200\r\nContent-Length: 1\r\n\r\nx', { body: 'x' }],
  ['a folded line', 'HTTP/1.1 200 OK\r\nX: a\r\n  b\r\nContent-Length:\r\n 1\r\n\r\nx', { body: 'x' }],
  [
    'Connection: close',
    'HTTP/1.1 200 OK\r\nConnection: foo, Close\r\nContent-Length: 1\r\n\r\nx',
    { keepsAlive: false },
  ],
  ['HTTP/1.0', 'HTTP/1.0 200 OK\r\nContent-Length: 1\r\n\r\nx', { body: 'x', keepsAlive: false }],
  [
    'a minor version of the future',
    'HTTP/1.2 200 OK\r\nContent-Length: 1\r\n\r\nx',
    { body: 'x', keepsAlive: true },
  ],
  [
    'HTTP/1.0 that goes on',
    'HTTP/1.0 200 OK\r\nConnection: Keep-Alive\r\nContent-Length: 1\r\n\r\nx',
    { keepsAlive: true },
  ],
  [
    'HTTP/1.0 in chunks',
    'HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    { keepsAlive: false },
  ],
  [
    'a name that ends like another',
    'HTTP/1.1 200 OK\r\nX-Content-Length: 9\r\nContent-Length: 1\r\n\r\nx',
    { body: 'x' },
  ],
  ['bare line feeds', 'HTTP/1.1 200 OK\nContent-Length: 2\n\nok', { body: 'ok' }],
  ['line feeds of both kinds', 'HTTP/1.1 200 OK\r\nX: y\nContent-Length: 2\r\n\nok', { body: 'ok' }],
  [
    'a body that begins with empty lines',
    'HTTP/1.1 200 OK\nContent-Length: 4\n\n\r\n\r\n',
    { body: '\r\n\r\n' },
  ],
  [
    'chunks and trailers with bare line feeds',
    'HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n2\nok\n0\nX: y\n\n',
    { body: 'ok', trailers: 'X: y\r\n' },
  ],
  [
    'chunks, though it has a length',
    'HTTP/1.1 200 OK\r\nContent-Length: 9\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n',
    { body: 'x', keepsAlive: false },
  ],
  [
    'chunks, told twice',
    `${head('Transfer-Encoding: chunked', 'Transfer-Encoding: chunked')}1\r\nx\r\n0\r\n\r\n`,
    { body: 'x' },
  ],
  [
    'a length, and a coding that is none',
    `${head('Transfer-Encoding: identity', 'Content-Length: 1')}x`,
    { body: 'x' },
  ],
  [
    'the end of the connection, and a coding that is none',
    `${head('Transfer-Encoding: identity')}x`,
    { body: 'x', keepsAlive: false },
    { closes: true },
  ],
  [
    'chunks whose lengths begin with zeros',
    `${head('Transfer-Encoding: chunked')}${'1'.padStart(16, '0')}\r\nx\r\n${'0'.repeat(20)}\r\n\r\n`,
    { body: 'x' },
  ],
  ['a length of zeros', `${head(`Content-Length: ${'1'.padStart(20, '0')}`)}x`, { body: 'x' }],
  ['empty lines before it', `\r\n\n${head('Content-Length: 1')}x`, { body: 'x' }],
  ['blanks in its first line', 'HTTP/1.1 \t 200\tOK\r\nContent-Length: 1\r\n\r\nx', { body: 'x' }],
  ['bytes above ASCII', 'HTTP/1.1 200 \xfcber\r\nX: \xe4\r\nContent-Length: 1\r\n\r\n\xff', { body: '\xff' }],
]

for (const [what, text, expected, more] of WHOLE) {
  test(`an answer is whole by ${what}, however it is cut into pieces`, () => {
    const answer = { status: 200, body: '', keepsAlive: true, ...expected }
    if (expected.body === undefined) delete (answer as Partial<typeof answer>).body
    const ways = [
      [text],
      text.split(''),
      ...Array.from({ length: text.length }, (_, at) => [text.slice(0, at), text.slice(at)]),
    ]
    for (const pieces of ways) {
      const seen = read(pieces, more)
      expect(seen, JSON.stringify(pieces)).toMatchObject({ answers: [answer] })
      expect(seen.error).toBeUndefined()
    }
  })
}

test('a head and trailers of 200 kB are read, whole or byte by byte', () => {
  const lines = 'X: y\r\n'.repeat(33_000)
  const text = `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n${lines}\r\n1\r\nx\r\n0\r\n${lines}\r\n`
  for (const pieces of [[text], text.split('')]) {
    expect(read(pieces)).toEqual({ answers: [{ status: 200, body: 'x', keepsAlive: true, trailers: lines }] })
  }
})

const chunks = head('Transfer-Encoding: chunked')
const WRONG: [what: string, text: string, code: string, closes?: boolean][] = [
  ['something else', 'SSH-2.0-OpenSSH\r\n\r\n', 'HPE_INVALID_CONSTANT'],
  ['a line of something else', '220 mail.test ESMTP\r\n', 'HPE_INVALID_CONSTANT'],
  ['the beginning of something else', 'SSH-', 'HPE_INVALID_CONSTANT'],
  ['another version', 'HTTP/2.0 200 OK\r\n\r\n', 'HPE_INVALID_CONSTANT'],
  ['a status of two digits', 'HTTP/1.1 99 X\r\n\r\n', 'HPE_INVALID_CONSTANT'],
  ['a status below 100', 'HTTP/1.1 099 X\r\n\r\n', 'HPE_INVALID_CONSTANT'],
  ['another protocol', 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n', 'HPE_INVALID_CONSTANT'],
  ['a header without a colon', head('nothing'), 'HPE_INVALID_HEADER_TOKEN'],
  ['a space before the colon', head('Content-Length : 2'), 'HPE_INVALID_HEADER_TOKEN'],
  ['a header without a name', head(': 2'), 'HPE_INVALID_HEADER_TOKEN'],
  ['a zero byte', head('X: a\0b'), 'HPE_INVALID_HEADER_TOKEN'],
  ['a carriage return within a line', head('X: a\rb'), 'HPE_INVALID_HEADER_TOKEN'],
  ['two lengths', head('Content-Length: 1', 'Content-Length: 2'), 'HPE_INVALID_CONTENT_LENGTH'],
  ['a length below nothing', head('Content-Length: -1'), 'HPE_INVALID_CONTENT_LENGTH'],
  ['a length with a sign', head('Content-Length: +1'), 'HPE_INVALID_CONTENT_LENGTH'],
  ['a length of no digits', head('Content-Length:'), 'HPE_INVALID_CONTENT_LENGTH'],
  ['a length beyond counting', head('Content-Length: 9999999999999999'), 'HPE_INVALID_CONTENT_LENGTH'],
  ['chunks that are coded again', head('Transfer-Encoding: chunked, gzip'), 'HPE_INVALID_TRANSFER_ENCODING'],
  [
    'chunks of what is chunked and coded',
    head('Transfer-Encoding: chunked, gzip, chunked'),
    'HPE_INVALID_TRANSFER_ENCODING',
  ],
  ['a chunk without a length', `${chunks}\r\nx`, 'HPE_INVALID_CHUNK_SIZE'],
  ['a chunk of no number', `${chunks}0x1\r\nx\r\n`, 'HPE_INVALID_CHUNK_SIZE'],
  ['a chunk below nothing', `${chunks}-1\r\nx\r\n`, 'HPE_INVALID_CHUNK_SIZE'],
  ['a chunk beyond counting', `${chunks}11111111111111\r\nx\r\n`, 'HPE_INVALID_CHUNK_SIZE'],
  ['a chunk that is longer than it says', `${chunks}1\r\nxy\r\n`, 'HPE_STRICT'],
  ['an endless line before a chunk', `${chunks}1;${'x'.repeat(20_000)}`, 'HPE_INVALID_CHUNK_SIZE'],
  ['an endless head', `HTTP/1.1 200 OK\r\n${'X: y\r\n'.repeat(50_000)}`, 'HPE_HEADER_OVERFLOW'],
  ['endless trailers', `${chunks}0\r\n${'X: y\r\n'.repeat(50_000)}`, 'HPE_HEADER_OVERFLOW'],
  ['an end in the head', 'HTTP/1.1 200 OK\r\nContent', 'UND_ERR_SOCKET', true],
  ['an end before anything', '', 'UND_ERR_SOCKET', true],
  ['an end in the body', `${head('Content-Length: 3')}ab`, 'UND_ERR_SOCKET', true],
  ['an end in a chunk', `${chunks}3\r\nab`, 'UND_ERR_SOCKET', true],
  ['an end between chunks', `${chunks}2\r\nab\r\n`, 'UND_ERR_SOCKET', true],
  ['an end before the last line', `${chunks}0\r\n`, 'UND_ERR_SOCKET', true],
  ['an end after an interim answer', 'HTTP/1.1 100 Continue\r\n\r\n', 'UND_ERR_SOCKET', true],
]

for (const [what, text, code, closes = false] of WRONG) {
  test(`${what} is no whole answer: ${code}`, () => {
    for (const pieces of [[text], text.split('')]) {
      const seen = read(pieces, { closes })
      expect(seen.error).toBe(code)
      expect(seen.answers.filter(({ keepsAlive }) => keepsAlive !== undefined)).toEqual([])
    }
  })
}

test('what follows a whole answer, and was not asked for, is an error, and the answer stands', () => {
  const seen = read([`${head('Content-Length: 1')}xHTTP/1.1 200 OK\r\n`])
  expect(seen).toEqual({
    answers: [{ status: 200, body: 'x', keepsAlive: true }],
    error: 'HPE_INVALID_CONSTANT',
  })
})

test('any body comes through whole by length and by chunks, in any pieces', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.string({ unit: fc.nat(255).map(code => String.fromCharCode(code)), minLength: 1, maxLength: 40 }),
        { maxLength: 8 },
      ),
      fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1 }),
      (parts, cuts) => {
        const body = parts.join('')
        const chunked = parts.map(part => `${part.length.toString(16)}\r\n${part}\r\n`).join('')
        for (const text of [
          `${head(`Content-Length: ${body.length}`)}${body}`,
          `${chunks}${chunked}0\r\n\r\n`,
        ]) {
          const pieces: string[] = []
          for (let at = 0, cut = 0; at < text.length; cut++) {
            const length = cuts[cut % cuts.length] as number
            pieces.push(text.slice(at, at + length))
            at += length
          }
          expect(read(pieces)).toEqual({ answers: [{ status: 200, body, keepsAlive: true }] })
        }
      },
    ),
  )
})

test('headers are read by name in small letters, equal ones joined, cookies in a list', () => {
  const text =
    'HTTP/1.1 200 OK\r\nA:1\r\nB: \t two \r\na: 3\r\nSet-Cookie: x=1, y\r\nset-cookie: z=2\r\n__proto__: p\r\nE:\r\n'
  const headers = headersIn(text)
  expect(Object.entries(headers)).toEqual([
    ['a', '1, 3'],
    ['b', 'two'],
    ['__proto__', 'p'],
    ['e', ''],
    ['set-cookie', ['x=1, y', 'z=2']],
  ])
})
