import type { Fault } from '../loops/operation.ts'

/** What fails so does for want of something on this machine: the service was not asked. */
const OWN_LIMITS = new Set(['EMFILE', 'ENFILE', 'EADDRNOTAVAIL'])

/** @returns the fault of an error of the network, by its code; `undefined` for any other error */
export function networkFault(error: unknown): Fault | undefined {
  // A name with several addresses fails at each.
  const inner = error instanceof AggregateError && error.errors.length > 0 ? error.errors[0] : error
  const { code, message, syscall } = inner as { code?: unknown; message?: unknown; syscall?: unknown }
  if (typeof code !== 'string' || (syscall === undefined && !/^E[A-Z]+$/.test(code))) return undefined
  return { kind: OWN_LIMITS.has(code) ? 'own-limit' : 'connection', cause: code, example: String(message) }
}
