import type { Frame } from '../transport/transport.ts'

/**
 * What is counted of a frame that can't be read: grouped by the error's name alone, as its message often quotes the frame; the message and the frame's
 * beginning are the example.
 *
 * @returns the arguments of `Tally.bad`
 */
export function unreadable(
  error: Error,
  frame: Frame,
  atMs: number,
): [cause: string, atMs: number, count: number, example: string] {
  const text =
    typeof frame === 'string' ? frame : `${frame.length} bytes ${frame.subarray(0, 40).toString('hex')}`
  return [`unreadable: ${error.name}`, atMs, 1, `${text.slice(0, 120)} (${error.message})`]
}
