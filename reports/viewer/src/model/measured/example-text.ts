import { printable } from '../../../../wording/printable.ts'

/** An example is cut to this many characters: it tells the kind of an event, it need not hold all of it. */
const LONGEST_EXAMPLE = 200

/** An example of an event as text that can be shown, whatever a target sent. */
export function exampleText(example: string): string {
  const cut = printable(example.slice(0, LONGEST_EXAMPLE))
  return example.length > LONGEST_EXAMPLE ? `${cut}…` : cut
}
