import PQueue from 'p-queue'
import { systemClock } from '../../../load/clock.ts'
import { closedLoop } from '../../../load/http/closed-loop/closed-loop.ts'
import type { Measurement } from '../../../load/measure/measurement.ts'
import type { HttpCase } from '../case.ts'
import { RawServer } from '../raw-server.ts'
import { requestOf, talliedVerdict, timeoutOf } from './tallied.ts'

const METRIC = 'case.closed.errors'

/** Seconds that it lasts, and again, where the machine was so busy that not each answer of the script came within them. */
const LASTS_S = { first: 1, again: 10 }

/** Closed loops wait for nothing, and many at once leave none its turn: what is asked again is asked one after the other. */
const again = new PQueue({ concurrency: 1 })

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
  const verdict = talliedVerdict(all, METRIC, server)
  // Answers while it warms up do not count. One that times out holds up what follows, however quick the machine is.
  const isShort = one.timeoutMs === undefined && countedIn(all) <= one.script.answers.length
  const isAgain = (verdict === 'nothing counted' || isShort) && seconds < LASTS_S.again
  return isAgain ? again.add(() => askClosedLoop(one, LASTS_S.again)) : verdict
}

function countedIn(all: readonly Measurement[]): number {
  const found = all.find(({ metric }) => metric === METRIC)?.data
  return found?.kind === 'tally' ? found.total : 0
}
