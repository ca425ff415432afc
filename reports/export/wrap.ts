import { printable } from '../wording/printable.ts'

const WIDTH = 80

/** @returns a text broken between words into lines of at most 80 columns, each behind the indent; a word that is longer stays whole, and characters that would drive the terminal are shown as numbers */
export function wrap(text: string, indent: string): string[] {
  const lines: string[] = []
  let line = indent
  for (const word of text.split(/\s+/).map(printable)) {
    if (line.length + 1 + word.length > WIDTH && line.trim()) {
      lines.push(line)
      line = indent
    }
    line += line.trim() ? ` ${word}` : word
  }
  return [...lines, line]
}
