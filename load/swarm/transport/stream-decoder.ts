import type { Transform } from 'node:stream'
import zlib from 'node:zlib'
import { ZSTD_PARAMS } from '../../content-coding.ts'
import { InflateEither } from './inflate-either.ts'

/**
 * @param encoding `Content-Encoding` of an answer without an end
 * @returns what decompresses the body as it comes; it may end anywhere. `undefined` where its encoding is none that a browser knows.
 */
export function streamDecoder(encoding: string | undefined): Transform | undefined {
  const { Z_SYNC_FLUSH, BROTLI_OPERATION_FLUSH, ZSTD_e_flush } = zlib.constants
  const flushed = (flush: number) => ({ flush, finishFlush: flush })
  switch (encoding?.trim().toLowerCase()) {
    case 'gzip':
    case 'x-gzip':
      return zlib.createGunzip(flushed(Z_SYNC_FLUSH))
    case 'deflate':
      return new InflateEither(flushed(Z_SYNC_FLUSH))
    case 'br':
      return zlib.createBrotliDecompress(flushed(BROTLI_OPERATION_FLUSH))
    case 'zstd':
      return zlib.createZstdDecompress({ ...flushed(ZSTD_e_flush), params: ZSTD_PARAMS })
    default:
      return undefined
  }
}
