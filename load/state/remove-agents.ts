import type { Clock } from '../clock.ts'
import { Asker } from '../http/asker.ts'
import type { HttpRequest } from '../http/request.ts'
import { Sender } from '../http/sender.ts'
import type { SenderOptions } from '../http/sender.ts'
import { runClosedLoop } from '../loops/closed-loop.ts'
import type { Operation } from '../loops/operation.ts'

/** Agents of which nothing is to stay. Serialisable. */
export interface RemoveOptions extends SenderOptions {
  /** Removes all of `{{agent}}`. Default: nothing is removed. */
  remove?: HttpRequest | undefined
  agents: readonly string[]
}

/** So many are removed at once. */
const AT_ONCE = 20

/** A target that is slow at it keeps what is not removed within so long, ms. */
const WITHIN_MS = 10_000

/** Removes what a workload has saved of agents, where the target says how. What that refuses stays. */
export async function removeAgents(
  { remove, agents, ...options }: RemoveOptions,
  clock: Clock,
): Promise<void> {
  if (!remove || agents.length === 0) return
  const sender = new Sender({ ...options, resends: false }, clock)
  try {
    const asker = new Asker(sender, options.headers ?? {})
    const operation: Operation = async (index, intendedMs) =>
      (await asker.ask(remove, { agent: agents[index] ?? '' }, intendedMs)).outcome
    const untilMs = clock.nowMs() + WITHIN_MS
    await runClosedLoop({ operation, clients: AT_ONCE, times: agents.length, untilMs }, clock)
  } finally {
    sender.stop()
  }
}
