import { plainText } from './plain-text.ts'

/** What Markdown would make something of; a word as code stays, for sentences of our own name fields so. */
const MARKS = /`[\w.:=()-]+`|[\]`*|~]|\\(?=[!-/:-@[-`{-~])/g

/**
 * A text that a target may have sent, for Markdown as GitHub and GitLab read it: it stays text. It makes no HTML, link, image, emphasis or cell of a
 * table, names nobody (`@name`) and no issue (`#12`), and shows what is not drawn as its number.
 *
 * @param most so many characters are kept
 */
export const markdownText = (text: string, most: number): string =>
  plainText(text.replaceAll(/\s+/g, ' ').trim(), most)
    .replaceAll(MARKS, mark => (mark.length > 1 ? mark : `\\${mark}`))
    .replaceAll(/<(?=[a-z/!?])/gi, '&lt;')
    // GitHub looks for names in what it has drawn, where an escape is gone: a space without width parts them.
    .replaceAll(/(?<!\w)@(?=\w)|#(?=\d)/g, '$&\u200B')

/**
 * As many lines as there is room for.
 *
 * @param room characters, line breaks among them; what is said of the rest takes less than 100 of them
 * @param tellRest what stands in the place of so many lines that are left out
 */
export function fitLines(
  lines: readonly string[],
  room: number,
  tellRest: (left: number) => string,
): string[] {
  const length = (texts: readonly string[]): number => texts.reduce((sum, line) => sum + line.length + 1, 0)
  if (length(lines) <= room) return [...lines]
  let left = room - REST
  const end = lines.findIndex(line => (left -= line.length + 1) < 0)
  return [...lines.slice(0, end), tellRest(lines.length - end)]
}

/** Room for what is said of the rest. */
const REST = 100
