import { createReadStream } from 'node:fs'
import { lstat, readdir } from 'node:fs/promises'
import path from 'node:path'
import { Readable, Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip, createGzip } from 'node:zlib'

/** What something weighs, bytes. */
export interface Weight {
  unpackedBytes: number
  /** By gzip; what is packed already as it is. */
  packedBytes: number
}

/** What an artefact weighs, and what is at its top, the heaviest first. */
export interface Weighed extends Weight {
  parts: (Weight & { name: string })[]
}

const GZIPPED = /\.(?:gz|tgz)$/i

/**
 * Weighs a file, or a folder with all that is in it; links weigh nothing.
 *
 * @throws Error of the file system, where there is none
 */
export async function weigh(artefact: string): Promise<Weighed> {
  const isFolder = (await lstat(artefact)).isDirectory()
  const names = isFolder ? await readdir(artefact) : [path.basename(artefact)]
  const parts: Weighed['parts'] = []
  for (const name of names)
    parts.push({ name, ...(await weighAll(isFolder ? path.join(artefact, name) : artefact)) })
  const sum = (bytes: keyof Weight): number => parts.reduce((all, part) => all + part[bytes], 0)
  return {
    unpackedBytes: sum('unpackedBytes'),
    packedBytes: sum('packedBytes'),
    parts: parts.toSorted((a, b) => b.unpackedBytes - a.unpackedBytes),
  }
}

async function weighAll(top: string): Promise<Weight> {
  const files = await filesOf(top)
  const [only] = files
  if (files.length === 1 && only && GZIPPED.test(only.file)) {
    const counter = new Counter()
    await pipeline(createReadStream(only.file), createGunzip(), counter)
    return { packedBytes: only.bytes, unpackedBytes: counter.bytes }
  }
  const unpackedBytes = files.reduce((sum, { bytes }) => sum + bytes, 0)
  const packed = new Counter()
  await pipeline(Readable.from(contentsOf(files)), createGzip(), packed)
  return { unpackedBytes, packedBytes: Math.min(unpackedBytes, packed.bytes) }
}

async function filesOf(top: string): Promise<{ file: string; bytes: number }[]> {
  const found = await lstat(top)
  if (found.isFile()) return [{ file: top, bytes: found.size }]
  if (!found.isDirectory()) return []
  const within = await Promise.all((await readdir(top)).toSorted().map(name => filesOf(path.join(top, name))))
  return within.flat()
}

async function* contentsOf(files: readonly { file: string }[]): AsyncGenerator<Buffer> {
  for (const { file } of files) yield* createReadStream(file) as AsyncIterable<Buffer>
}

class Counter extends Writable {
  bytes = 0

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.bytes += chunk.length
    done()
  }
}
