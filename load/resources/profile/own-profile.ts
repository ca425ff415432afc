import { gunzipSync } from 'node:zlib'
import { unreadable } from './own-unit.ts'
import type { OwnProfile } from './own-unit.ts'
import { readPprof } from './pprof.ts'
import { readSpeedscope } from './speedscope.ts'

/** What gzip begins with. https://www.rfc-editor.org/rfc/rfc1952#section-2.3.1 */
const GZIP = Buffer.from([0x1f, 0x8b])

/** More than any profiler writes, bytes. */
const MOST_BYTES = 500_000_000

/**
 * Reads what a profiler of another language has written: pprof's format where it is compressed by gzip, as pprof's files are, else speedscope's.
 *
 * @throws ResourceError when it is neither, is not whole, or has no sample
 */
export function readOwnProfile(file: Buffer): OwnProfile {
  const profile = file.subarray(0, GZIP.length).equals(GZIP)
    ? readPprof(uncompressed(file))
    : readSpeedscope(file.toString())
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
