/** @returns whether a text has each of some words in it, in whatever case; none are in every text */
export function hasWords(text: string, words: string): boolean {
  const lower = text.toLowerCase()
  return words
    .toLowerCase()
    .split(/\s+/)
    .every(word => lower.includes(word))
}
