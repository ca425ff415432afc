import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib'
import type { HttpCase } from '../case.ts'
import { answerOf, CHUNKS, chunksOf, head, headOf, LAST, offered } from '../bytes.ts'
import { END } from '../raw-server.ts'
import type { Step } from '../raw-server.ts'

const TEXT = 'the text is whole'
const PLAIN = `${head('Content-Length: 5')}plain`

const coded = (name: string, steps: Step[], more: Partial<HttpCase> = {}): HttpCase => ({
  group: 'Compression',
  kind: 'http',
  name,
  rule: 'RFC 9110, 8.4.1',
  expected: 'good',
  script: { answers: [steps] },
  ...more,
})

/** Compressed only where that was offered, as servers do. */
const negotiated = (coding: string, body: Buffer, more: Partial<HttpCase> = {}): HttpCase =>
  coded(
    `${coding}, where it is offered`,
    [offered('accept-encoding', coding, answerOf(body, `Content-Encoding: ${coding}`), PLAIN)],
    more,
  )

const gzipped = gzipSync(TEXT)
const inChunks = (body: Buffer): string =>
  `${CHUNKS.slice(0, -2)}Content-Encoding: gzip\r\n\r\n${chunksOf(body.subarray(0, 9), body.subarray(9))}`
/** As `zstd --ultra -22` has it of a large file: one block (RFC 8878, section 3.1) of a window of 16 MB. */
export const wideZstd = (text: string): Buffer =>
  Buffer.concat([
    Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0, 0x70, (text.length << 3) | 1, 0, 0]),
    Buffer.from(text),
  ])

const unreadable = { expected: 'unreadable' }

/** Bodies that are compressed. */
export const CODINGS: readonly HttpCase[] = [
  negotiated('gzip', gzipped),
  negotiated('deflate', deflateSync(TEXT)),
  negotiated('br', brotliCompressSync(TEXT)),
  negotiated('zstd', zstdCompressSync(TEXT), { rule: 'RFC 8878, 7.2' }),
  coded('deflate without its wrapper, as some servers have it', [
    answerOf(deflateRawSync(TEXT), 'Content-Encoding: deflate'),
  ]),
  coded('x-gzip', [answerOf(gzipped, 'Content-Encoding: x-gzip')], { rule: 'RFC 9110, 8.4.1.3' }),
  coded('GZIP in capitals', [answerOf(gzipped, 'Content-Encoding: GZIP')]),
  coded('gzip in chunks', [`${inChunks(gzipped)}${LAST}`]),
  coded('gzip up to the end of the connection', [
    Buffer.concat([Buffer.from(head('Content-Encoding: gzip')), gzipped]),
    END,
  ]),
  coded('gzip with a line end behind it', [
    answerOf(Buffer.concat([gzipped, Buffer.from('\r\n')]), 'Content-Encoding: gzip'),
  ]),
  coded('gzip with zeros behind it', [
    answerOf(Buffer.concat([gzipped, Buffer.alloc(9)]), 'Content-Encoding: gzip'),
  ]),
  coded('gzip with text behind it', [
    answerOf(Buffer.concat([gzipped, Buffer.from('<!-- 3 ms -->')]), 'Content-Encoding: gzip'),
  ]),
  coded('gzip within gzip', [answerOf(gzipSync(gzipped), 'Content-Encoding: gzip, gzip')], {
    rule: 'RFC 9110, 8.4',
  }),
  coded('zstd in two frames', [
    answerOf(
      Buffer.concat([zstdCompressSync('the text '), zstdCompressSync('is whole')]),
      'Content-Encoding: zstd',
    ),
  ]),
  coded('gzip in two members', [
    answerOf(Buffer.concat([gzipSync('the text '), gzipSync('is whole')]), 'Content-Encoding: gzip'),
  ]),
  coded('zstd with a window of 16 MB', [answerOf(wideZstd(TEXT), 'Content-Encoding: zstd')], {
    ...unreadable,
    rule: 'RFC 9659, 3',
  }),
  coded('codings in two lines', [
    answerOf(brotliCompressSync(gzipped), 'Content-Encoding: gzip', 'Content-Encoding: br'),
  ]),
  coded('2 MB of text, looked for at its end', [answerOf(Buffer.from(`${'x'.repeat(2e6)}whole`))]),
  coded('identity', [answerOf(Buffer.from(TEXT), 'Content-Encoding: identity')]),
  coded('a coding that nobody knows', [answerOf(Buffer.from(TEXT), 'Content-Encoding: lzma')]),
  coded('gzip of nothing at all', [answerOf(Buffer.alloc(0), 'Content-Encoding: gzip')], { body: '' }),
  coded('204 that says gzip', [headOf('204 No Content', 'Content-Encoding: gzip')], { body: '' }),
  coded(
    'gzip that is broken',
    [answerOf(Buffer.from('this is no gzip'), 'Content-Encoding: gzip')],
    unreadable,
  ),
  coded(
    'gzip that is broken within',
    [answerOf(Buffer.concat([gzipped.subarray(0, 14), Buffer.alloc(40, 0xff)]), 'Content-Encoding: gzip')],
    unreadable,
  ),
  coded(
    'gzip that is cut, in a body that is not',
    [answerOf(gzipped.subarray(0, -9), 'Content-Encoding: gzip')],
    unreadable,
  ),
  coded('gzip in chunks, and the end without the last', [inChunks(gzipped), END], {
    expected: 'cut off',
    rule: 'RFC 9112, 8',
  }),
]
