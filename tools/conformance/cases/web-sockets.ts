import { deflateRawSync } from 'node:zlib'
import type { StreamCase } from '../case.ts'
import { accepted, byBytes, closing, frame, headOf, offered, OPCODE } from '../bytes.ts'
import { END, RESET } from '../raw-server.ts'
import type { Step } from '../raw-server.ts'

const { more, text, binary, close, ping, pong } = OPCODE

const socket = (
  name: string,
  rule: string,
  steps: Step[],
  messages: string[],
  extra: Partial<StreamCase> = {},
): StreamCase => ({
  group: 'WebSockets',
  kind: 'websocket',
  name,
  rule: `RFC 6455, ${rule}`,
  expected: 'open',
  script: { answers: [steps] },
  messages,
  ...extra,
})

const ends = (
  name: string,
  rule: string,
  expected: string,
  steps: Step[],
  messages: string[] = [],
): StreamCase => socket(name, rule, [accepted(), ...steps], messages, { expected })

const refused = (name: string, rule: string, steps: Step[], extra: Partial<StreamCase> = {}): StreamCase =>
  socket(name, rule, steps, [], { expected: 'never open', ...extra })

/** A message as permessage-deflate has it: without the last four bytes (RFC 7692, section 7.2.1). */
const deflated = (message: string): Buffer => deflateRawSync(message, { finishFlush: 2 }).subarray(0, -4)
const DEFLATE = 'permessage-deflate'
const extended = (...params: string[]): Step =>
  offered(
    'sec-websocket-extensions',
    DEFLATE,
    accepted(`Sec-WebSocket-Extensions: ${[DEFLATE, ...params].join('; ')}`),
    headOf('400 Offer it', 'Content-Length: 0'),
  )
const LONG = 'x'.repeat(70_000)

/** Openings, frames and closes of WebSockets. */
export const WEB_SOCKETS: readonly StreamCase[] = [
  socket('a message of text', '5.6', [accepted(), frame(text, 'hello')], ['hello']),
  socket(
    'a message in the packet of the opening',
    '4.1',
    [request => Buffer.concat([Buffer.from(accepted()(request), 'latin1'), frame(text, 'hello')])],
    ['hello'],
  ),
  socket(
    'an opening byte by byte',
    '4.1',
    [
      request => accepted()(request).slice(0, 20),
      request => accepted()(request).slice(20),
      frame(text, 'hello'),
    ],
    ['hello'],
  ),
  socket(
    'a message of bytes',
    '5.6',
    [accepted(), frame(binary, Buffer.from([0, 200, 255]))],
    ['\0\xc8\xff'],
  ),
  socket('a message of nothing', '5.6', [accepted(), frame(text, ''), frame(text, 'b')], ['', 'b']),
  socket(
    'a message in three frames',
    '5.4',
    [accepted(), frame(text, 'a', { fin: false }), frame(more, 'b', { fin: false }), frame(more, 'c')],
    ['abc'],
  ),
  socket(
    'a ping between frames',
    '5.4',
    [accepted(), frame(text, 'a', { fin: false }), frame(ping, 'p'), frame(more, 'b')],
    ['ab'],
  ),
  socket(
    'a letter in two frames',
    '5.6',
    [accepted(), frame(text, Buffer.from([0xc3]), { fin: false }), frame(more, Buffer.from([0xbc]))],
    ['ü'],
  ),
  socket('a pong that nobody asked for', '5.5.3', [accepted(), frame(pong, 'p'), frame(text, 'a')], ['a']),
  socket('a message of 70 kB', '5.2', [accepted(), frame(text, LONG)], [LONG]),
  socket(
    'a frame byte by byte',
    '5.2',
    [accepted(), ...byBytes(frame(text, 'hello').toString('latin1'))],
    ['hello'],
  ),
  socket(
    'a message with more before its frame ends',
    '5.2',
    [accepted(), Buffer.concat([frame(text, 'a'), frame(text, 'b'), frame(text, 'c')])],
    ['a', 'b', 'c'],
  ),
  socket(
    'names in small letters, a list in Connection',
    '4.2.2',
    [
      request =>
        accepted()(request)
          .replace('Connection: Upgrade', 'connection: keep-alive, upgrade')
          .replace('websocket', 'WebSocket'),
      frame(text, 'a'),
    ],
    ['a'],
  ),
  socket(
    'a subprotocol of those offered',
    '4.2.2',
    [accepted('Sec-WebSocket-Protocol: two'), frame(text, 'a')],
    ['a'],
    {
      subprotocols: ['one', 'two'],
    },
  ),
  socket(
    'messages that are compressed',
    '9.1; RFC 7692',
    [extended(), frame(text, deflated('hello'), { reserved: 4 }), frame(text, 'plain')],
    ['hello', 'plain'],
  ),
  socket(
    'compressed without what was before',
    'RFC 7692, 7.1.1',
    [
      extended('server_no_context_takeover', 'client_no_context_takeover'),
      frame(text, deflated('hello'), { reserved: 4 }),
    ],
    ['hello'],
  ),
  socket(
    'compressed, in two frames',
    'RFC 7692, 6.1',
    [
      extended(),
      frame(text, deflated('hello').subarray(0, 3), { reserved: 4, fin: false }),
      frame(more, deflated('hello').subarray(3)),
    ],
    ['hello'],
  ),
  socket(
    'an opening with 40 kB of cookies',
    '4.2.2',
    [
      accepted(...Array.from({ length: 100 }, (_, at) => `Set-Cookie: c${at}=${'v'.repeat(400)}`)),
      frame(text, 'a'),
    ],
    ['a'],
  ),
  socket(
    'compressed with a window of another size',
    'RFC 7692, 7.1.2',
    [
      extended('server_max_window_bits=10', 'client_max_window_bits=12'),
      frame(text, deflated('a'), { reserved: 4 }),
    ],
    ['a'],
  ),
  socket(
    'a compressed message of nothing',
    'RFC 7692, 7.2.3.6',
    [extended(), frame(text, Buffer.from([0]), { reserved: 4 }), frame(text, 'b')],
    ['', 'b'],
  ),
  socket(
    'a compressed message that is broken',
    'RFC 7692, 7.2.2',
    [extended(), frame(text, Buffer.from([0xff, 0xff, 0xff]), { reserved: 4 })],
    [],
    { expected: 'lost' },
  ),
  ends('a message within another', '5.4', 'lost', [frame(text, 'a', { fin: false }), frame(text, 'b')]),
  ends('a close of one byte', '5.5.1', 'lost', [frame(close, 'x')]),
  ends(
    'closed with 1000',
    '7.4.1',
    'closed 1000',
    [frame(text, 'a'), frame(close, closing(1000)), END],
    ['a'],
  ),
  ends('closed with 1001', '7.4.1', 'closed 1001', [frame(close, closing(1001, 'bye')), END]),
  ends('closed with 1013', '7.4.2', 'closed 1013', [frame(close, closing(1013)), END]),
  ends('closed with a code of its own', '7.4.2', 'closed 4001', [
    frame(close, closing(4001, 'session over')),
    END,
  ]),
  ends('closed without a code', '7.4.1', 'closed 1005', [frame(close, ''), END]),
  ends('the end without a close', '7.1.5', 'lost', [frame(text, 'a'), END], ['a']),
  ends('a reset', '7.1.5', 'lost', [frame(text, 'a'), RESET], ['a']),
  ends('the end within a frame', '7.1.5', 'lost', [frame(text, 'hello').subarray(0, 4), END]),
  ends('a frame that is masked', '5.1', 'lost', [frame(text, 'a', { masked: true })]),
  ends('reserved bits that mean nothing', '5.2', 'lost', [frame(text, 'a', { reserved: 4 })]),
  ends('an opcode that nobody knows', '5.2', 'lost', [frame(3, 'a')]),
  ends('a ping that is too long', '5.5', 'lost', [frame(ping, 'x'.repeat(126))]),
  ends('a ping in two frames', '5.5', 'lost', [frame(ping, 'x', { fin: false })]),
  ends('more of a message that did not begin', '5.4', 'lost', [frame(more, 'a')]),
  ends('a close with a code that may not be sent', '7.4.1', 'lost', [frame(close, closing(1005))]),
  ends('text that is no UTF-8', '8.1', 'lost', [frame(text, Buffer.from([0x61, 0xff]))]),
  refused('an accept that is wrong', '4.1', [
    request => accepted()(request).replace(/Accept: .{5}/, 'Accept: AAAAA'),
  ]),
  refused('no accept', '4.1', [headOf('101 Switching', 'Upgrade: websocket', 'Connection: Upgrade')]),
  refused('no Upgrade', '4.1', [request => accepted()(request).replace('Upgrade: websocket\r\n', '')]),
  refused('a subprotocol that was not offered', '4.1', [accepted('Sec-WebSocket-Protocol: three')], {
    subprotocols: ['one'],
  }),
  refused('a subprotocol where none was offered', '4.1', [accepted('Sec-WebSocket-Protocol: one')]),
  refused('no subprotocol of those offered', 'HTML, WebSockets', [accepted()], { subprotocols: ['one'] }),
  refused('an extension that was not offered', '4.1', [accepted('Sec-WebSocket-Extensions: x-secret')]),
  refused('200', '4.1', [`${headOf('200 OK', 'Content-Length: 5')}whole`]),
  refused('302', '4.1', [headOf('302 Found', 'Location: /case', 'Content-Length: 0')]),
  refused('401', '4.1', [headOf('401 Unauthorized', 'Content-Length: 0')]),
  refused('503, and the end', '4.1', [headOf('503 Busy'), END]),
  refused('the end within the opening', '4.1', [request => accepted()(request).slice(0, 30), END]),
  refused('a reset before the opening', '4.1', [RESET]),
]
