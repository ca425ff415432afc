import { openPolling } from '../../../load/swarm/transport/polling.ts'
import type { HttpCase } from '../case.ts'
import { kindOf, verdictOf } from '../kind.ts'
import { RawServer } from '../raw-server.ts'
import { Heard } from './heard.ts'
import { timeoutOf } from './tallied.ts'

/** As many answers are looked at. */
const ANSWERS = 4

/** @returns what a viewer that polls says of a case */
export async function askPollers(one: HttpCase): Promise<string> {
  await using server = await RawServer.start(one.script)
  const heard = new Heard()
  const opening = await openPolling(
    '/case',
    { origin: server.origin, headers: {}, everyMs: 10, handshakeTimeoutMs: timeoutOf(one) },
    heard,
  )
  if (opening.kind === 'failed') return kindOf(opening.cause)
  await heard.until(() => heard.told.length >= ANSWERS)
  opening.connection.terminate()
  const { body = 'whole' } = one
  return verdictOf([
    ...heard.told.map(told => ((told ?? '').includes(body) ? 'good' : 'wrong body')),
    ...(heard.cause === undefined ? [] : [kindOf(heard.cause)]),
    ...(server.overlaps > 0 ? ['two at once'] : []),
  ])
}
