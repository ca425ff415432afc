import { createClient, ErrorReply } from 'redis'
import { harmlessAddress } from '../harmless-address.ts'

/** A connection to the queue. */
export type QueueClient = ReturnType<typeof newClient>

/** A queue that can't be used, or is full (`ERR_QUEUE_FULL`): which, and why. */
export class QueueError extends Error {
  readonly code: 'ERR_QUEUE' | 'ERR_QUEUE_FULL'
  override readonly name = 'QueueError'

  constructor(code: QueueError['code'], message: string, options: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}

const newClient = (url: string, isUp: () => boolean) =>
  createClient({
    url,
    socket: {
      connectTimeout: 5000,
      // Once it was there it is waited for; a wrong address is told at once.
      reconnectStrategy: (tries, cause) => (isUp() ? Math.min(1000, 50 * 2 ** Math.min(tries, 5)) : cause),
    },
  })

/** @returns a connection, which comes back by itself when the queue does @throws QueueError when nobody answers there */
export async function connectQueue(url: string): Promise<QueueClient> {
  let isUp = false
  const client = newClient(url, () => isUp)
  client.on('error', () => {})
  try {
    await client.connect()
    isUp = true
    return client
  } catch (error) {
    client.destroy()
    throw queueError(url, error as Error)
  }
}

/** @returns what is wrong with a queue, in a sentence */
export function queueError(url: string, cause: Error): QueueError {
  const code = cause.message.startsWith('OOM') ? 'ERR_QUEUE_FULL' : 'ERR_QUEUE'
  return new QueueError(code, `The queue ${harmlessAddress(url)} can't be used (${cause.message}).`, {
    cause,
  })
}

/** Whether the queue itself refuses, and will again: not where it only loads its data. */
export const isRefusal = (error: unknown): error is ErrorReply =>
  error instanceof ErrorReply && !/^(?:LOADING|TRYAGAIN)/.test(error.message)
