import { createHash } from 'node:crypto'

/** So many characters of a name are kept: names of files take 255 bytes, and others stand beside it. */
const LONGEST = 80

/** Names that Windows keeps for devices, also with an ending. */
const DEVICE = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?$/i

/**
 * Makes a file's name of what people call something.
 *
 * @returns letters, digits, `_`, `-` and `..`, at most 80. What differs from the name ends in a hash of it, so that two names never share a file.
 */
export function fileName(name: string): string {
  const plain = name
    .replaceAll(/[^\w.-]+/g, '-')
    .replace(/^[.-]+/, '')
    .replace(/[.-]+$/, '')
  if (plain === name && plain.length <= LONGEST && plain !== '' && !DEVICE.test(plain)) return name
  const hash = createHash('sha256').update(name).digest('hex').slice(0, 8)
  return [plain.slice(0, LONGEST - hash.length - 1), hash].filter(Boolean).join('-')
}
