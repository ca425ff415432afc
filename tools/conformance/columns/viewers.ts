import { transportOf } from '../../../load/swarm/transport/open-transport.ts'
import type { StreamCase } from '../case.ts'
import { streamVerdict } from '../kind.ts'
import { RawServer } from '../raw-server.ts'
import { Heard } from './heard.ts'

/** @returns what a viewer that is pushed to says of a case */
export async function askViewers(one: StreamCase): Promise<string> {
  const { kind, script, messages, subprotocols = [], expected, but } = one
  await using server = await RawServer.start(script)
  const heard = new Heard()
  const options = { origin: server.origin, headers: {}, handshakeTimeoutMs: 10_000, subprotocols }
  const opening = await transportOf(kind)('/case', options, heard)
  if (opening.kind === 'failed') return streamVerdict({ isOpened: false, messages: [] }, messages)
  const frames = (): string[] => heard.told.filter(told => told !== undefined)
  const staysOpen = (but?.viewers ?? expected) === 'open'
  await heard.until(() => staysOpen && frames().length >= messages.length)
  opening.connection.terminate()
  return streamVerdict({ isOpened: true, messages: frames(), ending: endingOf(heard.cause) }, messages)
}

/** A close frame has a code; whatever else ends a connection has lost it. */
function endingOf(cause: string | undefined): string | undefined {
  if (cause === undefined) return undefined
  const code = /^closed (\d{4})/.exec(cause)?.[1]
  return code === undefined || code === '1006' ? 'lost' : `closed ${code}`
}
