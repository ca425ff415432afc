import PQueue from 'p-queue'
import { askedIn } from './case.ts'
import type { Case, Column } from './case.ts'
import { askClosedLoop } from './columns/closed-loop.ts'
import { askOpenLoop } from './columns/open-loop.ts'
import { askPollers } from './columns/pollers.ts'
import { askUsers } from './columns/users.ts'
import { askViewers } from './columns/viewers.ts'

/** An engine of `load/`. */
export type Engine = Exclude<Column, 'browser'>

/** So many cases are asked at once: most of the time of each is waiting. */
const AT_ONCE = 24

/** @returns what an engine says of a case that it is asked */
export function askEngine(engine: Engine, one: Case): Promise<string> {
  if (one.kind !== 'http') return askViewers(one)
  switch (engine) {
    case 'open loop':
      return askOpenLoop(one)
    case 'closed loop':
      return askClosedLoop(one)
    case 'users':
      return askUsers(one)
    case 'pollers':
      return askPollers(one)
    case 'viewers':
      throw new RangeError(`Viewers are not asked "${one.name}".`)
  }
}

/** @returns what is said of each case that a column is asked, by the case's group and name; what throws is told as that */
export async function askAll(
  column: Column,
  cases: readonly Case[],
  ask: (one: Case) => Promise<string>,
): Promise<Map<Case, string>> {
  const said = new Map<Case, string>()
  const queue = new PQueue({ concurrency: AT_ONCE })
  const askOne = async (one: Case): Promise<void> => {
    const verdict = await ask(one).catch((error: unknown) => `threw ${String(error)}`)
    said.set(one, verdict)
  }
  await queue.addAll(cases.filter(one => askedIn(one).includes(column)).map(one => () => askOne(one)))
  return said
}
