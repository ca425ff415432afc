import type { Frame } from '../transport/transport.ts'

/**
 * What is counted of a frame that can't be read: grouped by the error's name alone, as its message often quotes the frame; the message and the frame's
 * beginning are the example.
 *
 * @param error what was thrown: by a target's own function that may be anything
 * @returns the arguments of `Tally.bad`
 */
export function unreadable(
  error: unknown,
  frame: Frame,
  atMs: number,
): [cause: string, atMs: number, count: number, example: string] {
  const { name, message } = error instanceof Error ? error : { name: 'no Error', message: String(error) }
  return [`unreadable: ${name}`, atMs, 1, `${beginningOf(frame)} (${message})`]
}

/** @returns the first characters of a frame, or of its bytes in hexadecimal digits */
export const beginningOf = (frame: Frame): string =>
  typeof frame === 'string'
    ? frame.slice(0, 120)
    : `${frame.length} bytes ${frame.subarray(0, 40).toString('hex')}`
