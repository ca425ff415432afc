/**
 * Text from outside made safe to show: every character that is not drawn, or that changes how others are drawn (controls, line
 * breaks, marks of writing direction, halves of pairs), as its number: `\u{1b}`.
 */
export function printable(text: string): string {
  return text.replaceAll(
    /[\p{C}\p{Zl}\p{Zp}]/gu,
    character => `\\u{${character.codePointAt(0)?.toString(16)}}`,
  )
}
