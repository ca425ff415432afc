import type { HttpCase } from '../case.ts'
import { byBytes, CHUNKS, chunksOf, head, headOf, LAST, WHOLE } from '../bytes.ts'
import { END, RESET } from '../raw-server.ts'
import type { Step } from '../raw-server.ts'

const LONG = `${'x'.repeat(1_000_000)}whole`

const ends = (name: string, steps: Step[], more: Partial<HttpCase> = {}): HttpCase => ({
  group: 'How a body ends',
  kind: 'http',
  name,
  rule: 'RFC 9112, 6.3',
  expected: 'good',
  script: { answers: [steps] },
  ...more,
})

const broken = (name: string, steps: Step[], more: Partial<HttpCase> = {}): HttpCase => ({
  ...ends(name, steps),
  group: 'Answers that are cut off',
  rule: 'RFC 9112, 8',
  expected: 'cut off',
  ...more,
})

const nothing = { body: '' }

/** How bodies end, and how they should not. */
export const BODIES: readonly HttpCase[] = [
  ends('a length', [WHOLE]),
  ends('a length, the head byte by byte', byBytes(WHOLE)),
  ends('a length of 0', [head('Content-Length: 0')], nothing),
  ends('a length and a megabyte', [`${head(`Content-Length: ${LONG.length}`)}${LONG}`]),
  ends('the same length twice', [`${head('Content-Length: 5', 'Content-Length: 5')}whole`], {
    rule: 'RFC 9110, 8.6',
  }),
  ends('the same length as a list', [`${head('Content-Length: 5, 5')}whole`], { rule: 'RFC 9110, 8.6' }),
  ends('chunks', [`${CHUNKS}${chunksOf('who', 'le')}${LAST}`]),
  ends('chunks, byte by byte', byBytes(`${CHUNKS}${chunksOf('whole')}${LAST}`)),
  ends('chunks, the last in a packet of its own', [CHUNKS, chunksOf('whole'), LAST]),
  ends('chunks, and none but the last', [`${CHUNKS}${LAST}`], nothing),
  ends(
    'chunks with extensions, zeros and capitals',
    [`${head('transfer-encoding: Chunked')}00A;a=b;c="d;e"\r\nitiswhole!\r\n0;last\r\n\r\n`],
    { rule: 'RFC 9112, 7.1.1' },
  ),
  ends(
    'chunks with lengths of 20 digits',
    [`${CHUNKS}${'5'.padStart(20, '0')}\r\nwhole\r\n${'0'.repeat(20)}\r\n\r\n`],
    { rule: 'RFC 9112, 7.1' },
  ),
  ends('chunks with an extension of 2 kB', [`${CHUNKS}5;a="${'x'.repeat(2000)}"\r\nwhole\r\n${LAST}`], {
    rule: 'RFC 9112, 7.1.1',
  }),
  ends('chunks with trailers', [`${CHUNKS}${chunksOf('whole')}0\r\nDigest: x\r\nX-A: b\r\n\r\n`], {
    rule: 'RFC 9112, 7.1.2',
  }),
  ends('the end of the connection', [`${head()}whole`, END]),
  ends('the end of the connection, of no body', [head(), END], nothing),
  ends('the end of the connection, in HTTP/1.0', ['HTTP/1.0 200 OK\r\n\r\nwhole', END]),
  ends('204', [headOf('204 No Content')], nothing),
  ends('204 with a length that is not meant', [headOf('204 No Content', 'Content-Length: 5')], nothing),
  ends(
    '204 with chunks that are not meant',
    [headOf('204 No Content', 'Transfer-Encoding: chunked')],
    nothing,
  ),
  ends('304 with the length of what it stands for', [headOf('304 Not Modified', 'Content-Length: 5')], {
    ...nothing,
    but: { pollers: 'status 304' },
  }),
  ends('205 without content', [headOf('205 Reset Content', 'Content-Length: 0')], nothing),
  broken('a length, and the end one byte too soon', [`${head('Content-Length: 6')}whole`, END]),
  broken('a length, and the end before any of it', [head('Content-Length: 5'), END]),
  broken('a length, and a reset within it', [`${head('Content-Length: 10')}whole`, RESET]),
  broken('chunks, and the end without the last', [`${CHUNKS}${chunksOf('whole')}`, END]),
  broken('chunks, and the end within one', [`${CHUNKS}a\r\nwhole`, END]),
  broken('chunks, and the end within a length', [`${CHUNKS}${chunksOf('whole')}1`, END]),
  broken('chunks, and the end before the last line', [`${CHUNKS}${chunksOf('whole')}0\r\n`, END]),
  broken('chunks, and the end within the trailers', [`${CHUNKS}${chunksOf('whole')}0\r\nX-A: b\r\n`, END]),
  broken('chunks, and a reset', [`${CHUNKS}${chunksOf('whole')}`, RESET]),
  broken('no length, and a reset', [`${head()}whole`, RESET]),
  broken('the end within the head', ['HTTP/1.1 200 OK\r\nContent-Le', END]),
  broken('the end before the empty line', ['HTTP/1.1 200 OK\r\nContent-Length: 0\r\n', END]),
  broken('the end within the status line', ['HTTP/1.1 2', END]),
  broken('a reset within the head', ['HTTP/1.1 200 OK\r\nContent-Le', RESET]),
  broken('the end before a byte of the answer', [END]),
  broken('a reset before a byte of the answer', [RESET]),
  broken('500, cut off', [`${headOf('500 Oh', 'Content-Length: 10')}whole`, END]),
  {
    ...broken('the end before the request', []),
    script: { connected: [END], answers: [[]] },
  },
  {
    ...broken('a reset before the request', []),
    script: { connected: [RESET], answers: [[]] },
  },
]
