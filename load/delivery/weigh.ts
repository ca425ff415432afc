import { createReadStream } from 'node:fs'
import { lstat, readdir, realpath } from 'node:fs/promises'
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
 * Weighs a file, or a folder with all that is in it. A link from one place in it to another weighs nothing; what it leads to elsewhere is delivered with it,
 * and is weighed once.
 *
 * @param own the folders that links may lead to: what lies elsewhere belongs to the machine, and weighs nothing
 * @throws Error of the file system, where there is none, or of what is no gzip and is called so
 */
export async function weigh(artefact: string, own: readonly string[]): Promise<Weighed> {
  const top = await realpath(artefact)
  const isFolder = (await lstat(top)).isDirectory()
  const files = new FilesOf(top, await Promise.all(own.map(folder => realpath(folder))))
  const parts: Weighed['parts'] = []
  for (const name of isFolder ? await readdir(top) : [path.basename(artefact)])
    parts.push({ name, ...(await weighAll(await files.at(isFolder ? path.join(top, name) : top))) })
  const sum = (bytes: keyof Weight): number => parts.reduce((all, part) => all + part[bytes], 0)
  return {
    unpackedBytes: sum('unpackedBytes'),
    packedBytes: sum('packedBytes'),
    parts: parts.toSorted((a, b) => b.unpackedBytes - a.unpackedBytes),
  }
}

interface FoundFile {
  file: string
  bytes: number
}

async function weighAll(files: readonly FoundFile[]): Promise<Weight> {
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

/** The files of an artefact, each once. */
class FilesOf {
  readonly #top: string
  readonly #own: readonly string[]
  readonly #seen = new Set<string>()

  constructor(top: string, own: readonly string[]) {
    this.#top = top
    this.#own = own
  }

  /** @param place without a link in its path */
  async at(place: string): Promise<FoundFile[]> {
    if (this.#seen.has(place)) return []
    this.#seen.add(place)
    const found = await lstat(place)
    if (found.isFile()) return [{ file: place, bytes: found.size }]
    if (found.isSymbolicLink()) return this.#follow(place)
    if (!found.isDirectory()) return []
    const names = (await readdir(place)).toSorted()
    return (await Promise.all(names.map(name => this.at(path.join(place, name))))).flat()
  }

  /** One that leads nowhere weighs nothing. */
  async #follow(link: string): Promise<FoundFile[]> {
    const to = await realpath(link).catch(() => undefined)
    if (to === undefined || isWithin(to, this.#top)) return []
    return this.#own.some(folder => isWithin(to, folder)) ? this.at(to) : []
  }
}

const isWithin = (place: string, folder: string): boolean =>
  place === folder || place.startsWith(folder.replace(/[\\/]?$/, path.sep))

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
