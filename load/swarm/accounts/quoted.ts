import { inspect } from 'node:util'

/** How much of a value is quoted. */
const QUOTE_LENGTH = 60

/** @returns what a target's own function gave, for people; a promise that fails does not end the thread */
export function quoted(value: unknown): string {
  if (value instanceof Promise) {
    value.catch(() => 'nobody waits for it')
    return 'a promise'
  }
  return textOf(value).slice(0, QUOTE_LENGTH)
}

/** JSON has no numbers beyond the finite and no whole numbers of any size, and nothing that holds itself. */
function textOf(value: unknown): string {
  if (typeof value === 'number') return String(value)
  try {
    const text = JSON.stringify(value) as string | undefined
    return text ?? typeof value
  } catch {
    return inspect(value, { depth: 1, breakLength: Infinity })
  }
}
