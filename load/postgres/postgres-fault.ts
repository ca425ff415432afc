import { DatabaseError } from 'pg'
import type { Fault } from '../loops/operation.ts'
import { networkFault } from '../service/network-fault.ts'

/** What PostgreSQL says of its state, by SQLSTATE, as the end of a sentence. */
const STATES: Readonly<Record<string, string>> = {
  '25006': 'is read-only',
  '28000': 'refuses the user',
  '28P01': 'refuses the password',
  '3D000': 'has no such database',
  '40001': 'could not serialise the transaction',
  '40P01': 'found a deadlock',
  '53100': 'has no room left on its disk',
  '53200': 'is out of memory',
  '53300': 'has no room for another connection',
  '55P03': 'did not get the lock in time',
  '57014': 'broke the statement off after its time-out',
  '57P01': 'is shut down',
  '57P02': 'has crashed',
  '57P03': 'takes no connections yet: it starts, stops or recovers',
}

/** The cause of what got no connection of the pool in time. */
export const WAITING = 'timeout, waiting for a connection'

/** What is said of a statement that is not answered in time; the client has the same words. */
export const READ_TIMEOUT = 'Query read timeout'

/** What ends the connection as well. */
const ENDINGS = new Set(['57P01', '57P02', '57P03'])

/** What the client says in words alone. */
const WORDS: readonly [words: RegExp, fault: Omit<Fault, 'example'>][] = [
  [new RegExp(`^${READ_TIMEOUT}`), { kind: 'timeout', cause: 'timeout' }],
  [/timeout exceeded when trying to connect/, { kind: 'timeout', cause: WAITING }],
  [/timeout/, { kind: 'connection', cause: 'connecting timed out' }],
  [/terminated|not queryable|has been closed/, { kind: 'connection', cause: 'connection closed' }],
  [
    /password must be a string|requires.*password/i,
    { kind: 'answer', cause: '28P01: it asks for a password' },
  ],
]

/** @returns the state that a SQLSTATE tells of, as the end of a sentence; `undefined` where it tells of the statement */
export const stateOf = (sqlState: string): string | undefined => STATES[sqlState]

/** @returns the fault of a statement, by the error that its client throws */
export function postgresFault(error: unknown): Fault {
  const example = error instanceof Error ? error.message : String(error)
  if (error instanceof DatabaseError) {
    const { code = 'XX000' } = error
    const state = stateOf(code)
    const kind = ENDINGS.has(code) ? 'connection' : 'answer'
    return { kind, cause: state === undefined ? `error ${code}` : `${code}: it ${state}`, example }
  }
  const inWords = WORDS.find(([words]) => words.test(example))
  if (inWords) return { ...inWords[1], example }
  return networkFault(error) ?? { kind: 'connection', cause: 'not the protocol of PostgreSQL', example }
}
