import type { Readable } from 'node:stream'
import zlib from 'node:zlib'

/**
 * @param body of an answer without an end @param encoding its `Content-Encoding`
 * @returns the body, decompressed and given on as it comes; it may end anywhere. As it is where its encoding is none that a browser knows.
 */
export function decodedStream(body: Readable, encoding: string | undefined): Readable {
  const decoder = decoderOf(encoding?.trim().toLowerCase())
  if (!decoder) return body
  body.on('error', error => decoder.destroy(error))
  return body.pipe(decoder)
}

function decoderOf(encoding: string | undefined) {
  const { Z_SYNC_FLUSH, BROTLI_OPERATION_FLUSH, ZSTD_e_flush } = zlib.constants
  const flushed = (flush: number) => ({ flush, finishFlush: flush })
  if (encoding === 'gzip' || encoding === 'x-gzip') return zlib.createGunzip(flushed(Z_SYNC_FLUSH))
  if (encoding === 'deflate') return zlib.createInflate(flushed(Z_SYNC_FLUSH))
  if (encoding === 'br') return zlib.createBrotliDecompress(flushed(BROTLI_OPERATION_FLUSH))
  return encoding === 'zstd' ? zlib.createZstdDecompress(flushed(ZSTD_e_flush)) : undefined
}
