import { systemClock } from '../../../load/clock.ts'
import { closedLoop } from '../../../load/http/closed-loop/closed-loop.ts'
import type { HttpCase } from '../case.ts'
import { RawServer } from '../raw-server.ts'
import { requestOf, talliedVerdict, timeoutOf } from './tallied.ts'

/** Seconds that it lasts, and again, where the machine was so busy that not each answer of the script came within them. */
const LASTS_S = { first: 1, again: 10 }

/** @returns what the closed loop says of a case */
export async function askClosedLoop(one: HttpCase, seconds = LASTS_S.first): Promise<string> {
  await using server = await RawServer.start(one.script)
  const all = await closedLoop(
    {
      origin: server.origin,
      timeoutMs: timeoutOf(one),
      requests: [{ request: requestOf(one), labels: {} }],
      connections: 1,
      seconds,
      metric: 'case',
      labels: {},
    },
    systemClock,
  )
  const verdict = talliedVerdict(all, 'case.closed.errors', server)
  // One that times out holds up what follows, however quick the machine is.
  const isShort = one.timeoutMs === undefined && server.requests <= one.script.answers.length
  const isAgain = (verdict === 'nothing counted' || isShort) && seconds < LASTS_S.again
  return isAgain ? askClosedLoop(one, LASTS_S.again) : verdict
}
