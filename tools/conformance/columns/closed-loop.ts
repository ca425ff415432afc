import PQueue from 'p-queue'
import { systemClock } from '../../../load/clock.ts'
import { closedLoop } from '../../../load/http/closed-loop/closed-loop.ts'
import type { Measurement } from '../../../load/measure/measurement.ts'
import type { HttpCase } from '../case.ts'
import { RawServer } from '../raw-server.ts'
import { requestOf, talliedVerdict, timeoutOf } from './tallied.ts'

const METRIC = 'case.closed.errors'

/** Seconds that it lasts, and again, where the machine was so busy that not each answer of the script came within them. */
const LASTS_S = [1, 2, 10]

/** Closed loops wait for nothing, and many at once leave none its turn: what is asked again is asked beside one other at most. */
const again = new PQueue({ concurrency: 2 })

/** @returns what the closed loop says of a case */
export async function askClosedLoop(one: HttpCase): Promise<string> {
  const [first = 1, ...more] = LASTS_S
  const { verdict, isShort } = await askFor(first, one)
  return isShort ? again.add(() => askAgain(more, one)) : verdict
}

async function askAgain([seconds = 1, ...more]: readonly number[], one: HttpCase): Promise<string> {
  const { verdict, isShort } = await askFor(seconds, one)
  return isShort && more.length > 0 ? askAgain(more, one) : verdict
}

/** @returns what it says when it lasts so long, and whether that was too short for all answers of the script */
async function askFor(seconds: number, one: HttpCase): Promise<{ verdict: string; isShort: boolean }> {
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
  const isUnheard = one.timeoutMs === undefined && countedIn(all) <= one.script.answers.length
  return { verdict, isShort: verdict === 'nothing counted' || isUnheard }
}

function countedIn(all: readonly Measurement[]): number {
  const found = all.find(({ metric }) => metric === METRIC)?.data
  return found?.kind === 'tally' ? found.total : 0
}
