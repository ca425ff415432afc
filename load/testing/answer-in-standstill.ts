import { once } from 'node:events'
import { connect, createServer } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'

/**
 * Has an answer arrive at a socket of this process, which then stands still for a while before it reads it.
 *
 * @param wait begins what waits for the answer
 * @param read is called when the answer is read
 * @param stillMs how long it stands still: longer than `wait` waits
 */
export async function answerInStandstill(
  wait: () => void,
  read: () => void,
  stillMs: number,
): Promise<AsyncDisposable> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const client = connect((server.address() as AddressInfo).port, '127.0.0.1')
  const [[peer]] = (await Promise.all([once(server, 'connection'), once(client, 'connect')])) as [
    [Socket],
    [],
  ]
  wait()
  client.once('data', read)
  // It is with the system at once.
  peer.write('answer')
  standStill(stillMs)
  return {
    async [Symbol.asyncDispose]() {
      client.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}

/** Has this process do nothing for so long, ms. */
export const standStill = (ms: number): void =>
  void Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms)
