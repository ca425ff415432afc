/** How much of a value is quoted. */
const QUOTE_LENGTH = 60

/** @returns what a target's own function gave, for people; a promise that fails does not end the thread */
export function quoted(value: unknown): string {
  if (value instanceof Promise) {
    value.catch(() => 'nobody waits for it')
    return 'a promise'
  }
  const text = typeof value === 'number' ? String(value) : (JSON.stringify(value) as string | undefined)
  return (text ?? typeof value).slice(0, QUOTE_LENGTH)
}
