/** Width of a character of an axis, and the least room between two of its numbers, in px. */
const CHARACTER_PX = 7
const APART_PX = 5

/** The numbers of an axis that do not run into the one before; `at` is the middle of each, in px. */
export function namedTicks(numbers: readonly { text: string; at: number }[]): { text: string; at: number }[] {
  const kept: { text: string; at: number }[] = []
  for (const number of numbers) {
    const last = kept.at(-1)
    const room = last ? number.at - last.at : Infinity
    if (room >= (CHARACTER_PX * (number.text.length + (last?.text.length ?? 0))) / 2 + APART_PX) {
      kept.push(number)
    }
  }
  return kept
}
