import {
  brotliDecompressSync,
  constants,
  gunzipSync,
  inflateRawSync,
  inflateSync,
  zstdDecompressSync,
} from 'node:zlib'

/** A body that can't be read as what its `Content-Encoding` says. The message is a clause. */
export class ContentCodingError extends Error {
  override readonly name = 'ContentCodingError'
  readonly code = 'ERR_CONTENT_DECODING_FAILED'
}

/** How far a body is decoded. */
interface Limits {
  /** What decodes to more is an error: what is small on the wire may have no end. */
  mostBytes: number
  /** Whether there may be only its beginning, of which all that there is is decoded. Default false: then it is an error. */
  mayBeCut?: boolean
}

/** `deflate` is of zlib's format (RFC 9110, section 8.4.1.2); some send the bare one, and browsers take both. */
export const isZlib = (bytes: Buffer): boolean =>
  bytes.length > 1 && ((bytes[0] as number) & 15) === 8 && bytes.readUInt16BE(0) % 31 === 0

/** What stands behind the last member is no part of the text: browsers ignore it, where zlib takes it for a member that is broken. */
function gunzip(bytes: Buffer, { mostBytes: maxOutputLength, mayBeCut }: Limits): Buffer {
  const options = { maxOutputLength, ...(mayBeCut && { finishFlush: constants.Z_SYNC_FLUSH }) }
  try {
    return gunzipSync(bytes, options)
  } catch (error) {
    const members = membersOf(bytes, maxOutputLength)
    if (members.length === 0 || members.length === bytes.length) throw error
    return gunzipSync(members, options)
  }
}

/** @returns the members of gzip that follow each other (RFC 1952, section 2.2), without what stands behind them */
function membersOf(bytes: Buffer, maxOutputLength: number): Buffer {
  let at = 0
  for (let rest = bytes; isMember(rest); rest = bytes.subarray(at)) {
    const data = rest.subarray(headerLength(rest))
    const { engine } = inflateRawSync(data, { maxOutputLength, info: true }) as unknown as Informed
    at += rest.length - data.length + engine.bytesWritten + GZIP_TRAILER_BYTES
  }
  return bytes.subarray(0, at)
}

/** What zlib gives with `info`. */
interface Informed {
  buffer: Buffer
  engine: { bytesWritten: number }
}

/** The check sum and the length of what was compressed. */
const GZIP_TRAILER_BYTES = 8

/** A magic number, and the only method that there is: RFC 1952, section 2.3.1. */
const isMember = (bytes: Buffer): boolean =>
  bytes.length > 10 && bytes.readUInt16BE(0) === 0x1f8b && bytes[2] === 8

/** By the flags of RFC 1952, section 2.3.1: an extra field, a name, a comment, a check sum. */
function headerLength(bytes: Buffer): number {
  const flags = bytes[3] as number
  let at = 10
  if (flags & 4) at += 2 + bytes.readUInt16LE(at)
  for (const text of [8, 16]) if (flags & text) at = bytes.indexOf(0, at) + 1
  return flags & 2 ? at + 2 : at
}

const DECODERS: Readonly<Record<string, (bytes: Buffer, limits: Limits) => Buffer>> = {
  gzip: gunzip,
  'x-gzip': gunzip,
  deflate: (bytes, { mostBytes: maxOutputLength, mayBeCut }) =>
    (isZlib(bytes) ? inflateSync : inflateRawSync)(bytes, {
      maxOutputLength,
      ...(mayBeCut && { finishFlush: constants.Z_SYNC_FLUSH }),
    }),
  br: (bytes, { mostBytes: maxOutputLength, mayBeCut }) =>
    brotliDecompressSync(bytes, {
      maxOutputLength,
      ...(mayBeCut && { finishFlush: constants.BROTLI_OPERATION_FLUSH }),
    }),
  zstd: unzstd,
}

/** A decoder of zstd for HTTP takes windows up to 8 MB (RFC 9659, section 3): browsers refuse what was compressed with a larger one. */
export const ZSTD_PARAMS = { [constants.ZSTD_d_windowLogMax]: 23 }

/** Frames follow each other (RFC 8878, section 3), and zlib reads one. */
function unzstd(bytes: Buffer, { mostBytes, mayBeCut }: Limits): Buffer {
  const frames: Buffer[] = []
  let room = mostBytes
  for (let at = 0; at < bytes.length;) {
    const { buffer, engine } = zstdDecompressSync(bytes.subarray(at), {
      maxOutputLength: room,
      info: true,
      params: ZSTD_PARAMS,
      ...(mayBeCut && { finishFlush: constants.ZSTD_e_flush }),
    }) as unknown as Informed
    frames.push(buffer)
    room -= buffer.length
    at += engine.bytesWritten
    if (engine.bytesWritten === 0 || room <= 0) break
  }
  return Buffer.concat(frames)
}

/** What is wrong with a body, by the code of zlib's error. */
const REASONS: Readonly<Record<string, (limits: Limits) => string>> = {
  ERR_BUFFER_TOO_LARGE: ({ mostBytes }) => `decodes to more than ${mostBytes / 2 ** 20} MiB`,
  ZSTD_error_frameParameter_windowTooLarge: () => 'needs a window of more than 8 MB, which browsers refuse',
}

/**
 * Decodes a body as browsers do.
 *
 * @param bytes as they came. None at all are none, whatever their coding.
 * @param coding value of `Content-Encoding`: the codings in the order in which they were applied. One that is not known is left as it is.
 * @throws ContentCodingError when it is none of a coding, is cut where it may not be, or decodes to more than it may
 */
export function decodeContent(bytes: Buffer, coding: string, limits: Limits): Buffer {
  let decoded = bytes
  for (const name of coding.toLowerCase().split(',').toReversed()) {
    const decode = DECODERS[name.trim()]
    if (!decode || decoded.length === 0) continue
    try {
      decoded = decode(decoded, limits)
    } catch (error) {
      const why = REASONS[(error as NodeJS.ErrnoException).code ?? '']?.(limits) ?? `is no ${name.trim()}`
      throw new ContentCodingError(`the body, with Content-Encoding: ${coding}, ${why}`, { cause: error })
    }
  }
  return decoded
}
