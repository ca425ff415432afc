import { createHash } from 'node:crypto'
import type { RawRequest, Step } from './raw-server.ts'

/** @returns a head of status 200 with these fields */
export const head = (...fields: string[]): string => headOf('200 OK', ...fields)

/** @returns a head of HTTP/1.1 with this status and these fields */
export const headOf = (status: string, ...fields: string[]): string =>
  `HTTP/1.1 ${status}\r\n${fields.map(field => `${field}\r\n`).join('')}\r\n`

/** A whole answer, after which the connection may carry another request. */
export const WHOLE = `${head('Content-Length: 5')}whole`

/** A head, after which chunks follow. */
export const CHUNKS = head('Transfer-Encoding: chunked')

/** @returns each as a chunk, without the last, which is empty */
export const chunksOf = (...parts: (string | Buffer)[]): string =>
  parts
    .map(part => Buffer.from(part as string, 'latin1').toString('latin1'))
    .map(part => `${part.length.toString(16)}\r\n${part}\r\n`)
    .join('')

/** The chunk that ends them. */
export const LAST = '0\r\n\r\n'

/** @returns the answer in packets of one byte */
export const byBytes = (text: string): string[] => text.split('')

/** @returns a whole answer with a body of these bytes */
export const answerOf = (body: Buffer, ...fields: string[]): Buffer =>
  Buffer.concat([Buffer.from(head(`Content-Length: ${body.length}`, ...fields), 'latin1'), body])

/** @returns the answer to a WebSocket's handshake (RFC 6455, section 4.2.2) with these fields besides */
export const accepted =
  (...fields: string[]): ((request: RawRequest) => string) =>
  ({ headers }) => {
    const key = headers.get('sec-websocket-key') ?? ''
    const accept = createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64')
    const own = ['Upgrade: websocket', 'Connection: Upgrade', `Sec-WebSocket-Accept: ${accept}`]
    return headOf('101 Switching Protocols', ...own, ...fields)
  }

/** @returns what is sent where the request's field names something, else another: what was not offered can't be used */
export const offered =
  (field: string, what: string, then: Step, otherwise: string): ((request: RawRequest) => string | Buffer) =>
  request => {
    if (!(request.headers.get(field) ?? '').includes(what)) return otherwise
    return typeof then === 'function' ? then(request) : (then as string | Buffer)
  }

/** What a frame of a WebSocket may be beside its payload (RFC 6455, section 5.2). */
interface FrameOptions {
  /** Default true. */
  fin?: boolean
  /** Default 0. */
  reserved?: number
  /** Default false: servers never mask. */
  masked?: boolean
}

/** Opcodes of RFC 6455, section 5.2. */
export const OPCODE = { more: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const

/** @returns one frame */
export function frame(
  opcode: number,
  payload: string | Buffer,
  { fin = true, reserved = 0, masked = false }: FrameOptions = {},
): Buffer {
  const body = Buffer.from(payload as string)
  const first = (fin ? 0x80 : 0) | (reserved << 4) | opcode
  const mask = masked ? 0x80 : 0
  const lengths =
    body.length < 126
      ? [mask | body.length]
      : body.length < 0x1_00_00
        ? [mask | 126, body.length >> 8, body.length & 0xff]
        : [mask | 127, 0, 0, 0, 0, ...uint32(body.length)]
  return Buffer.concat([Buffer.from([first, ...lengths]), Buffer.alloc(masked ? 4 : 0), body])
}

const uint32 = (value: number): number[] => [24, 16, 8, 0].map(shift => (value >>> shift) & 0xff)

/** @returns the payload of a close frame */
export const closing = (code: number, reason = ''): Buffer =>
  Buffer.concat([Buffer.from([code >> 8, code & 0xff]), Buffer.from(reason)])
