import type { WebSocket } from 'ws'
import { closeMeaning } from './close-code.ts'
import { failureCause, statusCause } from './failure-cause.ts'
import type { Line } from './line.ts'

/**
 * Tells of a WebSocket all that is the same whatever its messages mean: how its handshake failed, its signs of life, its end.
 *
 * @param onCookies is told what the answer to the handshake sets
 */
export function watchSocket(
  socket: WebSocket,
  line: Line,
  onCookies: (set: string[] | undefined) => void,
): void {
  socket.on('upgrade', ({ headers }) => onCookies(headers['set-cookie']))
  socket.on('unexpected-response', (_, { statusCode, headers }) => {
    onCookies(headers['set-cookie'])
    line.over(statusCause(statusCode, headers.location))
  })
  socket.on('error', error => line.over(failureCause(error)))
  socket.on('ping', () => line.sign())
  socket.on('pong', () => line.sign())
  socket.on('close', (code, reason) => line.over(closeMeaning(code, reason.toString())))
}
