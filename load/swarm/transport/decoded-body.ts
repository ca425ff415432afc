import type { Readable } from 'node:stream'
import zlib from 'node:zlib'

/**
 * @param body of an answer @param encoding its `Content-Encoding`
 * @param isStream whether what has come is given on at once, and may end anywhere. Default false: one that is cut is an error.
 * @returns the body, decompressed as it comes; as it is where its encoding is none that a browser knows
 */
export function decodedBody(body: Readable, encoding: string | undefined, isStream = false): Readable {
  const decoder = decoderOf(encoding?.trim().toLowerCase(), isStream)
  if (!decoder) return body
  body.on('error', error => decoder.destroy(error))
  return body.pipe(decoder)
}

function decoderOf(encoding: string | undefined, isStream: boolean) {
  const { Z_SYNC_FLUSH, BROTLI_OPERATION_FLUSH, ZSTD_e_flush } = zlib.constants
  const flushed = (flush: number) => (isStream ? { flush, finishFlush: flush } : {})
  if (encoding === 'gzip' || encoding === 'x-gzip') return zlib.createGunzip(flushed(Z_SYNC_FLUSH))
  if (encoding === 'deflate') return zlib.createInflate(flushed(Z_SYNC_FLUSH))
  if (encoding === 'br') return zlib.createBrotliDecompress(flushed(BROTLI_OPERATION_FLUSH))
  return encoding === 'zstd' ? zlib.createZstdDecompress(flushed(ZSTD_e_flush)) : undefined
}
