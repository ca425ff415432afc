import { closeSync, fstatSync, openSync, rmSync, writeSync } from 'node:fs'

/** What is written at once, characters. */
const CHUNK = 1 << 20

/**
 * @param value an object
 * @returns the text that `JSON.stringify` makes of it, in pieces: each value of it is one, and each element where that is an array. V8 has no
 *   string of more than half a gigabyte, and what does not fit into one is lost.
 */
export function* jsonPieces(value: object): Generator<string> {
  let isFirst = true
  for (const [key, each] of Object.entries(value)) {
    if (each === undefined) continue
    yield `${isFirst ? '{' : ','}${JSON.stringify(key)}:`
    isFirst = false
    if (!Array.isArray(each)) {
      yield JSON.stringify(each)
      continue
    }
    yield '['
    for (const [index, element] of each.entries())
      yield `${index > 0 ? ',' : ''}${JSON.stringify(element) ?? 'null'}`
    yield ']'
  }
  yield isFirst ? '{}' : '}'
}

/** Writes a text that comes in pieces. @throws Error of the file system; what was written of the text is taken away then */
export function writePieces(file: string, pieces: Iterable<string>): void {
  const descriptor = openSync(file, 'w')
  try {
    let text = ''
    for (const piece of pieces) {
      text += piece
      if (text.length < CHUNK) continue
      writeAll(descriptor, text)
      text = ''
    }
    writeAll(descriptor, text)
  } catch (error) {
    // Half of a document is none, and takes room that others need.
    if (fstatSync(descriptor).isFile()) rmSync(file, { force: true })
    throw error
  } finally {
    closeSync(descriptor)
  }
}

/** A write may take less than all. */
function writeAll(descriptor: number, text: string): void {
  const bytes = Buffer.from(text)
  for (let at = 0; at < bytes.length;) at += writeSync(descriptor, bytes, at)
}
