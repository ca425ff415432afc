import { systemClock } from '../../../load/clock.ts'
import { closedLoop } from '../../../load/http/closed-loop/closed-loop.ts'
import type { HttpCase } from '../case.ts'
import { RawServer } from '../raw-server.ts'
import { requestOf, talliedVerdict, timeoutOf } from './tallied.ts'

/** @returns what the closed loop says of a case */
export async function askClosedLoop(one: HttpCase): Promise<string> {
  await using server = await RawServer.start(one.script)
  const all = await closedLoop(
    {
      origin: server.origin,
      timeoutMs: timeoutOf(one),
      requests: [{ request: requestOf(one), labels: {} }],
      connections: 1,
      seconds: 1,
      metric: 'case',
      labels: {},
    },
    systemClock,
  )
  return talliedVerdict(all, 'case.closed.errors', server)
}
