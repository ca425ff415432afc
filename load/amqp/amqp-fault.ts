import { IllegalOperationError } from 'amqplib'
import type { Fault } from '../loops/operation.ts'
import { networkFault } from '../service/network-fault.ts'

/** What a broker says by the codes of AMQP 0-9-1 with which it closes a channel or a connection, as the end of a sentence. */
const REPLIES: Readonly<Record<number, string>> = {
  311: 'finds the message too large',
  320: 'is shut down, or an operator has closed the connection',
  402: 'has no such virtual host',
  403: 'does not allow this user that',
  404: 'has no such queue or exchange',
  405: 'keeps that queue for another connection',
  406: 'does not accept that',
  504: 'has closed the channel',
  530: 'does not allow that',
  540: 'does not know how to do that',
  541: 'has failed within',
}

/** Codes that come when a queue or an exchange of that name is there already, and is another one. */
const DIFFERS = 406

/** The broker has said that it does not take a message. */
export class NackedError extends Error {}

/** A message was given back: no queue takes what has its routing key. */
export class UnroutableError extends Error {}

/** There is no connection: nothing has left. */
export class NotConnectedError extends Error {}

/** A connection was lost before anything was told of a message that was sent on it: it may have been taken. */
export class LostError extends Error {}

/** What a broker has refused. */
export interface Refusal {
  code: number
  /** The end of a sentence. */
  meaning: string
}

/** @returns what the broker refuses with this error; `undefined` where it is none of the broker's */
export function refusalOf(error: unknown): Refusal | undefined {
  if (!(error instanceof Error)) return undefined
  const { message } = error
  const code = Number((error as { code?: unknown }).code ?? /\b([3-5]\d\d) \(/.exec(message)?.[1])
  if (/ACCESS[-_]REFUSED.*(?:login|mechanism)/i.test(message))
    return { code: 403, meaning: 'refuses the password' }
  // What follows is an answer that the client does not look at: of what is asked for at the end only the virtual host can be refused.
  if (/Expected ConnectionOpenOk|vhost .*not found/i.test(message))
    return { code: 530, meaning: 'has no such virtual host' }
  const meaning = REPLIES[code]
  if (meaning === undefined) return undefined
  const differs =
    /inequivalent arg '([^']+)' for (queue|exchange) '([^']+)'.*received (.+?) but current is (.+?)["']?$/.exec(
      message,
    )
  if (code !== DIFFERS || !differs) return { code, meaning }
  const [, property, what, name, received, current] = differs
  return {
    code,
    meaning: `has the ${what} ${name} with other properties: ${property} is ${bare(current)}, not ${bare(received)}`,
  }
}

/** Erlang's way to write a value, without what only a program needs: `the value 'quorum' of type 'longstr'`. */
const bare = (value = ''): string => /'([^']*)'/.exec(value)?.[1] ?? value

/** @returns whether the broker has what was to be declared, and has it otherwise */
export const isConflict = ({ code }: Refusal): boolean => code === DIFFERS || code === 405

/** @returns the fault of a message, by the error that its client throws */
export function amqpFault(error: unknown): Fault {
  const example = error instanceof Error ? error.message : String(error)
  if (error instanceof NackedError) return { kind: 'answer', cause: 'not taken (nack)', example }
  if (error instanceof UnroutableError)
    return { kind: 'answer', cause: 'unroutable: no queue takes it', example }
  if (error instanceof NotConnectedError || error instanceof IllegalOperationError)
    return { kind: 'connection', cause: 'not connected', example }
  const refusal = refusalOf(error)
  // The broker closes the channel with it: of what was under way on it nothing more is told.
  if (refusal) return { kind: 'connection', cause: `${refusal.code}: it ${refusal.meaning}`, example }
  if (error instanceof LostError) return { kind: 'connection', cause: 'connection closed', example }
  if (example.startsWith('Heartbeat timeout'))
    return { kind: 'connection', cause: 'heartbeats missing', example }
  if (example.endsWith('ETIMEDOUT')) return { kind: 'connection', cause: 'connecting timed out', example }
  if (/Unexpected close|closed abruptly|^Connection closed/.test(example))
    return { kind: 'connection', cause: 'connection closed', example }
  return networkFault(error) ?? { kind: 'connection', cause: 'not the protocol of RabbitMQ', example }
}
