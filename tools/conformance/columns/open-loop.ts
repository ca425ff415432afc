import { systemClock } from '../../../load/clock.ts'
import { openLoop } from '../../../load/http/open-loop.ts'
import type { HttpCase } from '../case.ts'
import { RawServer } from '../raw-server.ts'
import { requestOf, talliedVerdict, timeoutOf } from './tallied.ts'

/** Requests that were all due while the machine was held up are left out but one: then it is asked anew, so often. */
const MOST_TRIES = 8

/** @returns what the open loop says of a case */
export async function askOpenLoop(one: HttpCase, tries = MOST_TRIES): Promise<string> {
  await using server = await RawServer.start(one.script)
  const all = await openLoop(
    {
      origin: server.origin,
      timeoutMs: timeoutOf(one),
      // One after the other, so that one connection carries several, however late the machine is.
      mostInFlight: 1,
      streams: [
        {
          metric: 'case',
          labels: {},
          request: requestOf(one),
          arrivals: { kind: 'constant', perSecond: 50, durationMs: 300 },
          ...(one.timing === undefined ? {} : { serverTiming: one.timing }),
        },
      ],
    },
    systemClock,
  )
  const isSequence = one.script.answers.length > 1
  if (isSequence && server.requests <= one.script.answers.length && tries > 1)
    return askOpenLoop(one, tries - 1)
  if (one.timing === undefined) return talliedVerdict(all, 'case.errors', server)
  const overhead = all.find(({ metric }) => metric === 'case.overhead')?.data
  return overhead?.kind === 'histogram' && overhead.n > 0 ? 'timed' : 'not timed'
}
