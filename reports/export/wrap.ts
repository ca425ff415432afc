import { plainText } from './plain-text.ts'

const WIDTH = 80

/** So many characters of a word are kept: a path may be as long as that, and what a target sends longer. */
const WORD = 1000

/**
 * @returns a text broken between words into lines of at most 80 columns, each behind the indent; a word that is longer stands on a line of its own, up to
 *   1000 characters of it, and characters that would drive the terminal are shown as numbers
 */
export function wrap(text: string, indent: string): string[] {
  const lines: string[] = []
  let line = indent
  for (const word of text.split(/\s+/).map(one => plainText(one, WORD))) {
    if (line.length + 1 + word.length > WIDTH && line.trim()) {
      lines.push(line)
      line = indent
    }
    line += line.trim() ? ` ${word}` : word
  }
  return [...lines, line]
}
