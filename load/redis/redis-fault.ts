import {
  ClientClosedError,
  ClientOfflineError,
  ConnectionTimeoutError,
  DisconnectsClientError,
  ErrorReply,
  SocketClosedUnexpectedlyError,
} from 'redis'
import type { Fault } from '../loops/operation.ts'
import { networkFault } from '../service/network-fault.ts'

/** What Redis says by the first word of a refusal. */
const REFUSALS: Readonly<Record<string, string>> = {
  WRONGPASS: 'refuses the password',
  NOAUTH: 'asks for a password',
  NOPERM: 'does not allow this user the command',
  READONLY: 'is a replica that takes no writes',
  OOM: 'is out of memory',
  LOADING: 'still loads its data',
  MISCONF: 'takes no writes, for it cannot save them to its disk',
  BUSY: 'is busy with a script',
  MASTERDOWN: 'is a replica that has lost its master',
  CLUSTERDOWN: 'is a cluster that is down',
  NOREPLICAS: 'takes no writes, for it has too few replicas',
}

/** @returns what Redis refuses with these words, as the end of a sentence; `undefined` where it is none of those that tell of its state */
export function refusalOf(message: string): { word: string; meaning: string | undefined } {
  const word = /^[A-Z]+/.exec(message)?.[0] ?? 'ERR'
  if (message.includes('max number of clients'))
    return { word, meaning: 'has no room for another connection' }
  if (message.includes('invalid password')) return { word: 'WRONGPASS', meaning: REFUSALS['WRONGPASS'] }
  return { word, meaning: REFUSALS[word] }
}

/** @returns the fault of a command, by the error that its client throws */
export function redisFault(error: unknown): Fault {
  const example = error instanceof Error ? error.message : String(error)
  if (error instanceof ErrorReply) {
    const { word, meaning } = refusalOf(example)
    return {
      kind: 'answer',
      cause: meaning === undefined ? `error ${word}` : `${word}: it ${meaning}`,
      example,
    }
  }
  if (error instanceof ClientOfflineError || error instanceof ClientClosedError)
    return { kind: 'connection', cause: 'not connected', example }
  if (error instanceof SocketClosedUnexpectedlyError || error instanceof DisconnectsClientError)
    return { kind: 'connection', cause: 'connection closed', example }
  if (error instanceof ConnectionTimeoutError)
    return { kind: 'connection', cause: 'connecting timed out', example }
  if (example === 'The queue is full')
    return { kind: 'own-limit', cause: 'too many commands under way on one connection', example }
  return networkFault(error) ?? { kind: 'connection', cause: 'not the protocol of Redis', example }
}
