import { shortHash } from '../machine.ts'
import { printable } from '../wording/printable.ts'

/** @returns a text from outside made safe to show: what is not drawn as its number, and at most so many characters, the last of them `…` where it was cut */
export function plainText(text: string, most: number): string {
  const shown = printable(text.slice(0, 2 * most))
  const cut = Array.from(shown)
  return cut.length > most || text.length > 2 * most ? `${cut.slice(0, most - 1).join('')}…` : shown
}

/** @returns like `plainText`; a text that is changed by it ends in a hash of what it was, so that two texts never become one */
export function plainLabel(text: string, most: number): string {
  const plain = plainText(text, most)
  return plain === text ? text : `${plainText(text, most - 14)} ${shortHash(text)}`
}
