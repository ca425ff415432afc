import type { ServerResponse } from 'node:http'

/** Writes to an answer for as long as somebody reads it, and no longer: what nobody reads would be written beside all later tests. */
export function writeEndlessly(response: ServerResponse): void {
  const megabyte = Buffer.alloc(2 ** 20, 'x')
  const more = (): void => {
    if (!response.destroyed) response.write(megabyte, () => setImmediate(more))
  }
  more()
}
