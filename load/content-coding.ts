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

const gunzip = (bytes: Buffer, { mostBytes: maxOutputLength, mayBeCut }: Limits): Buffer =>
  gunzipSync(bytes, { maxOutputLength, ...(mayBeCut && { finishFlush: constants.Z_SYNC_FLUSH }) })

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

/** Frames follow each other (RFC 8878, section 3), and zlib reads one. */
function unzstd(bytes: Buffer, { mostBytes, mayBeCut }: Limits): Buffer {
  const frames: Buffer[] = []
  let room = mostBytes
  for (let at = 0; at < bytes.length;) {
    const { buffer, engine } = zstdDecompressSync(bytes.subarray(at), {
      maxOutputLength: room,
      info: true,
      ...(mayBeCut && { finishFlush: constants.ZSTD_e_flush }),
    }) as unknown as { buffer: Buffer; engine: { bytesWritten: number } }
    frames.push(buffer)
    room -= buffer.length
    at += engine.bytesWritten
    if (engine.bytesWritten === 0 || room <= 0) break
  }
  return Buffer.concat(frames)
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
      const isTooLong = (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE'
      const what = isTooLong
        ? `decodes to more than ${limits.mostBytes / 2 ** 20} MiB`
        : `is no ${name.trim()}`
      throw new ContentCodingError(`the body, with Content-Encoding: ${coding}, ${what}`, { cause: error })
    }
  }
  return decoded
}
