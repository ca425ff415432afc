import { gunzipSync } from 'node:zlib'
import { unreadable } from './own-unit.ts'
import type { OwnProfile } from './own-unit.ts'
import { readPprof } from './pprof.ts'
import { readSpeedscope } from './speedscope.ts'

/** What gzip begins with. https://www.rfc-editor.org/rfc/rfc1952#section-2.3.1 */
const GZIP = Buffer.from([0x1f, 0x8b])

/** What a pprof file begins with as it is, uncompressed: its kinds of value. https://github.com/google/pprof/blob/main/proto/profile.proto */
const FIRST_FIELD = 0x0a

/** Within so many bytes JSON begins. */
const MOST_BLANKS = 100

/** More than any profiler writes, bytes. */
const MOST_BYTES = 500_000_000

/**
 * Reads what a profiler of another language has written, compressed by gzip or not: speedscope's format where it is JSON, else pprof's.
 *
 * @throws ResourceError when it is neither, is not whole, or has no sample
 */
export function readOwnProfile(file: Buffer): OwnProfile {
  const isPacked = file.subarray(0, GZIP.length).equals(GZIP)
  const whole = isPacked ? uncompressed(file) : file
  const isText = /^\uFEFF?\s*\{/.test(whole.subarray(0, MOST_BLANKS).toString())
  const isPprof = !isText && (isPacked || whole[0] === FIRST_FIELD)
  const profile = isPprof ? readPprof(whole) : readSpeedscope(whole.toString().replace(/^\uFEFF/, ''))
  if (profile.tree.calls.length === 0) throw unreadable('has no samples: nothing of the target ran')
  return profile
}

function uncompressed(file: Buffer): Buffer {
  try {
    return gunzipSync(file, { maxOutputLength: MOST_BYTES })
  } catch (error) {
    throw unreadable(`can't be uncompressed (${(error as Error).message})`)
  }
}
