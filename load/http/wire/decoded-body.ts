import {
  brotliDecompressSync,
  constants,
  gunzipSync,
  inflateRawSync,
  inflateSync,
  zstdDecompressSync,
} from 'node:zlib'

/** A body is decoded up to here, in bytes: what is small on the wire may have no end. */
const MOST_DECODED = 16 * 1024 * 1024

/** Of a long body only the beginning was kept: what there is of it is decoded. */
const gzip = { maxOutputLength: MOST_DECODED, finishFlush: constants.Z_SYNC_FLUSH }
const brotli = { maxOutputLength: MOST_DECODED, finishFlush: constants.BROTLI_OPERATION_FLUSH }
const zstd = { maxOutputLength: MOST_DECODED, finishFlush: constants.ZSTD_e_flush }

/** `deflate` is of zlib's format (RFC 9110, section 8.4.1.2); some send the bare one, and browsers take both. */
const isZlib = (bytes: Buffer): boolean =>
  bytes.length > 1 && ((bytes[0] as number) & 15) === 8 && bytes.readUInt16BE(0) % 31 === 0

const DECODERS: Readonly<Record<string, (bytes: Buffer) => Buffer>> = {
  gzip: bytes => gunzipSync(bytes, gzip),
  'x-gzip': bytes => gunzipSync(bytes, gzip),
  deflate: bytes => (isZlib(bytes) ? inflateSync(bytes, gzip) : inflateRawSync(bytes, gzip)),
  br: bytes => brotliDecompressSync(bytes, brotli),
  zstd: bytes => zstdDecompressSync(bytes, zstd),
}

/** A body as a person reads it, or why it can't be read. */
export interface DecodedBody {
  text: string
  /** What is wrong with the coding. A clause. */
  fault?: string
}

/**
 * @param bytes as they came, or their beginning
 * @param coding value of `Content-Encoding`: the codings in the order in which they were applied. One that is not known is left as it is, as browsers do.
 */
export function decodedBody(bytes: Buffer, coding: string): DecodedBody {
  let decoded = bytes
  for (const name of coding.toLowerCase().split(',').toReversed()) {
    const decode = DECODERS[name.trim()]
    if (!decode || decoded.length === 0) continue
    try {
      decoded = decode(decoded)
    } catch (error) {
      const isTooLong = (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE'
      const what = isTooLong ? `decodes to more than ${MOST_DECODED} bytes` : `is no ${name.trim()}`
      return { text: '', fault: `the body, with Content-Encoding: ${coding}, ${what}` }
    }
  }
  return { text: decoded.toString() }
}
