import type { HttpCase } from '../case.ts'
import { CHUNKS, chunksOf, head, headOf, LAST, WHOLE } from '../bytes.ts'
import { END } from '../raw-server.ts'
import type { Step } from '../raw-server.ts'

const FIVE = 'Content-Length: 5'

const odd = (name: string, rule: string, steps: Step[], more: Partial<HttpCase> = {}): HttpCase => ({
  group: 'Odd heads that are legal',
  kind: 'http',
  name,
  rule,
  expected: 'good',
  script: { answers: [steps] },
  ...more,
})

const wrong = (name: string, rule: string, text: string, more: Partial<HttpCase> = {}): HttpCase => ({
  ...odd(name, rule, [text, END]),
  group: 'What is no HTTP',
  expected: 'not HTTP',
  ...more,
})

/** Heads and framing that are odd, and some that are wrong. */
export const HEADS: readonly HttpCase[] = [
  odd('a head of 60 kB', 'RFC 9110, 5.4', [
    `${head(FIVE, ...Array.from({ length: 600 }, (_, at) => `X-${at}: ${'y'.repeat(90)}`))}whole`,
  ]),
  odd('a field of 30 kB', 'RFC 9110, 5.4', [`${head(FIVE, `X-Long: ${'y'.repeat(30_000)}`)}whole`]),
  odd('100 cookies', 'RFC 6265, 3', [
    `${head(FIVE, ...Array.from({ length: 100 }, (_, at) => `Set-Cookie: c${at}=${'v'.repeat(60)}; Path=/`))}whole`,
  ]),
  odd('no reason', 'RFC 9112, 4', [`${headOf('200 ', FIVE)}whole`]),
  odd('no reason, nor the space before it', 'RFC 9112, 4', [`${headOf('200', FIVE)}whole`]),
  odd('a reason beyond ASCII', 'RFC 9112, 4', [`${headOf('200 tr\xe8s bien', FIVE)}whole`]),
  odd('a value beyond ASCII', 'RFC 9110, 5.5', [`${head(FIVE, 'X-Name: M\xfcller')}whole`]),
  odd('names in small letters, no blanks', 'RFC 9112, 5', [`${head('content-length:5', 'x-a:b')}whole`]),
  odd('tabs and blanks around a value', 'RFC 9112, 5.1', [`${head('Content-Length: \t 5 \t', 'X-A:')}whole`]),
  odd('a value that goes on in the next line', 'RFC 9112, 5.2', [
    `${head(FIVE, 'X-A: b\r\n c', 'X-B: c\r\n\td')}whole`,
  ]),
  odd('a status that nobody knows', 'RFC 9110, 15', [`${headOf('299 Fine', FIVE)}whole`]),
  odd('HTTP/1.0 that keeps the connection', 'RFC 9112, C.2.2', [
    `HTTP/1.0 200 OK\r\nConnection: keep-alive\r\n${FIVE}\r\n\r\nwhole`,
  ]),
  odd('a minor version of the future', 'RFC 9110, 2.5', [`HTTP/1.2 200 OK\r\n${FIVE}\r\n\r\nwhole`]),
  odd('an offer to change the protocol', 'RFC 9110, 7.8', [
    `${head(FIVE, 'Upgrade: h2c', 'Connection: Upgrade')}whole`,
  ]),
  odd('a length and chunks', 'RFC 9112, 6.3', [
    `${head(FIVE, 'Transfer-Encoding: chunked')}${chunksOf('whole')}${LAST}`,
    END,
  ]),
  odd('lines that end with a line feed alone', 'RFC 9112, 2.2', [
    'HTTP/1.1 200 OK\nContent-Length: 5\n\nwhole',
  ]),
  odd('a packet that holds the next answer', 'RFC 9112, 9.2', [
    `${WHOLE}HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nbad`,
  ]),
  odd('an empty line before it', 'RFC 9112, 2.2', [`\r\n${WHOLE}`]),
  odd('blanks between the words of its first line', 'RFC 9112, 4', [
    'HTTP/1.1  200  OK\r\nContent-Length: 5\r\n\r\nwhole',
  ]),
  odd('a length, and the coding identity', 'RFC 2616, 3.6', [
    `${head(FIVE, 'Transfer-Encoding: identity')}whole`,
  ]),
  odd('a length of 20 digits', 'RFC 9110, 8.6', [`${head(`Content-Length: ${'5'.padStart(20, '0')}`)}whole`]),
  odd('chunks, told twice', 'what browsers do', [
    `${head('Transfer-Encoding: chunked', 'Transfer-Encoding: chunked')}${chunksOf('whole')}${LAST}`,
  ]),
  odd('forty interim answers before it', 'RFC 9110, 15.2', [
    ...Array.from({ length: 40 }, () => headOf('103 Early Hints', 'Link: </a.css>; rel=preload')),
    WHOLE,
  ]),
  wrong('another protocol', 'RFC 9112, 4', 'SSH-2.0-OpenSSH_9.2p1 Debian-2+deb12u3\r\n\r\n'),
  wrong('a line of another protocol', 'RFC 9112, 4', '220 mail.test ESMTP ready\r\n'),
  wrong('another protocol that waits for an answer', 'RFC 9112, 4', '', {
    script: { answers: [['SSH-2.0-OpenSSH_9.2p1\r\n']] },
    timeoutMs: 30_000,
  }),
  wrong('a status of two digits', 'RFC 9112, 4', `${headOf('20 OK', FIVE)}whole`),
  wrong('two lengths', 'RFC 9112, 6.3', `${head(FIVE, 'Content-Length: 6')}whole!`),
  wrong('a length below 0', 'RFC 9112, 6.3', `${head('Content-Length: -1')}whole`),
  wrong('a length that is no number', 'RFC 9112, 6.3', `${head('Content-Length: five')}whole`),
  wrong('a NUL in a value', 'RFC 9110, 5.5', `${head(FIVE, 'X-A: b\0c')}whole`),
  wrong('a line that is no field', 'RFC 9112, 5', `${head(FIVE, 'no field')}whole`),
  wrong('a blank before the colon', 'RFC 9112, 5.1', `${head('Content-Length : 5')}whole`),
  wrong('a chunk of no number', 'RFC 9112, 7.1', `${CHUNKS}five\r\nwhole\r\n${LAST}`),
  wrong('a chunk that is longer than it says', 'RFC 9112, 7.1', `${CHUNKS}3\r\nwhole\r\n${LAST}`),
  wrong(
    'a change of protocol that nobody asked for',
    'RFC 9110, 15.2.2',
    headOf('101 Switching', 'Upgrade: x', 'Connection: Upgrade'),
  ),
]
