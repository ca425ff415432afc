import { percentileOf } from '../../../load/calibration/lateness.ts'
import type { TruthProcess } from '../../../load/calibration/truth/truth-process.ts'
import { contend } from './contest.ts'
import type { Account, Contest, Cost, Percentiles } from './contest.ts'
import { contendOutside } from './outside-tool.ts'
import type { OutsideTool } from './outside-tool.ts'

/** The contenders that are modules of this folder. */
export type Loop = 'closed-loop' | 'open-loop' | 'plain-autocannon' | 'plain-paced' | 'plain-sockets'

/** What came of a contest, and what the server saw of it. */
export interface Trial<Told = Account> {
  cost: Cost
  account: Told
  /** Requests that the server answered, over all the time. */
  answered: number
  /** Of these, over the time that the contender's own account is of. */
  accounted: number
  /** Of the server, over the time that the contender's own account is of. */
  truth: Percentiles
  /** How late the server's process was for what was due in that time, by its own account, ms. */
  serverLateness: Percentiles
}

/**
 * Seconds of the same, with a server of the same process, at the same pace: what is slow is little compiled, as it is in the specs. And seconds before
 * in which the server's own code is compiled, by autocannon as fast as it can: where the server stalls for its compiler, what it says of its own time
 * is no truth.
 */
const WARM_UP_SECONDS = 2

/**
 * @param warmUpSeconds of the contender and of the server each. Default: as many as let their code be compiled; a test that looks at no figure
 *   closely takes fewer.
 * @returns what came of a loop's contest with a server of its own
 */
export async function tryLoop(
  truth: TruthProcess,
  name: Loop,
  contest: Omit<Contest, 'origin'>,
  warmUpSeconds = WARM_UP_SECONDS,
): Promise<Trial> {
  const warmUp = await warmServer(truth, warmUpSeconds)
  const { id, origin } = await truth.ask('startServer', {})
  const begin = { ...contest, seconds: warmUpSeconds, origin: warmUp }
  const account = await contend(name, begin, { ...contest, origin })
  return { cost: account, account, ...(await seen(truth, id, account.window)) }
}

/** @returns what came of a tool's contest, of which it tells nothing */
export async function tryTool(
  truth: TruthProcess,
  tool: OutsideTool,
  contest: Omit<Contest, 'origin'>,
): Promise<Trial<undefined>> {
  const warmUp = await warmServer(truth)
  const { id, origin } = await truth.ask('startServer', {})
  await contendOutside(tool, { ...contest, seconds: WARM_UP_SECONDS, origin: warmUp })
  const cost = await contendOutside(tool, { ...contest, origin })
  return { cost, account: undefined, ...(await seen(truth, id)) }
}

/** @returns the origin of a server whose code is compiled */
async function warmServer(truth: TruthProcess, seconds = WARM_UP_SECONDS): Promise<string> {
  const { origin } = await truth.ask('startServer', {})
  await contend('plain-autocannon', {
    origin,
    path: '/?delayMs=1',
    connections: 50,
    seconds,
  })
  return origin
}

async function seen(
  truth: TruthProcess,
  id: number,
  window = { startMs: 0, endMs: Number.MAX_SAFE_INTEGER },
): Promise<Pick<Trial, 'answered' | 'accounted' | 'truth' | 'serverLateness'>> {
  const { served } = await truth.ask('serverRecords', id)
  const serviceMs = served.flatMap(({ arrivedMs, serviceMs: tookMs }) =>
    tookMs !== undefined && arrivedMs >= window.startMs && arrivedMs + tookMs < window.endMs ? [tookMs] : [],
  )
  return {
    answered: served.filter(one => one.serviceMs !== undefined).length,
    accounted: serviceMs.length,
    truth: percentilesOfAll(serviceMs),
    serverLateness: percentilesOfAll(await truth.ask('lateness', window)),
  }
}

const percentilesOfAll = (values: readonly number[]): Percentiles => ({
  p50: percentileOf(values, 50),
  p99: percentileOf(values, 99),
})

/** @returns CPU time of the contender, ms per 1000 requests that the server answered */
export const cpuPer1000 = ({ cost, answered }: Pick<Trial, 'cost' | 'answered'>): number =>
  (1e6 * cost.cpuSeconds) / answered
