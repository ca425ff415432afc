import { systemClock } from '../../../load/clock.ts'
import { users } from '../../../load/http/users/users.ts'
import type { HttpCase } from '../case.ts'
import { RawServer } from '../raw-server.ts'
import { requestOf, talliedVerdict, timeoutOf } from './tallied.ts'

/** Journeys of one user, one request each. */
const JOURNEYS = 3

/** @returns what a simulated user says of a case */
export async function askUsers(one: HttpCase): Promise<string> {
  await using server = await RawServer.start(one.script)
  const all = await users(
    {
      origin: server.origin,
      timeoutMs: timeoutOf(one),
      mix: { classes: [{ name: 'one', weight: 1, steps: [{ name: 'ask', request: requestOf(one) }] }] },
      model: { kind: 'closed', users: 1, journeys: JOURNEYS, holdMs: 30_000 },
      seed: 1,
      metric: 'case',
      labels: {},
    },
    systemClock,
  )
  return talliedVerdict(all, 'case.errors', server)
}
