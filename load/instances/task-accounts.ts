import type { Doubt, Measurement } from '../measure/measurement.ts'
import type { Identity, Recording } from '../measure/recording.ts'
import type { Tally } from '../measure/tally.ts'
import type { TaskFlow } from './task-flow.ts'

/** What became of tasks while instances came and went. */
export class TaskAccounts {
  readonly #lost: Tally
  readonly #refused: Tally
  readonly #identity: Identity
  readonly #during: 'scale' | 'kill'
  readonly #flows: { flow: TaskFlow; fromMs: number }[] = []

  /**
   * @param identity of those that were lost
   * @param during what happened to instances: of a scale-down a task that has failed is lost too; where an instance was killed, it is accounted for
   */
  constructor(identity: Identity, during: 'scale' | 'kill', recording: Recording) {
    this.#identity = identity
    this.#during = during
    this.#lost = recording.tally(identity)
    this.#refused = recording.tally(this.#ofRefused)
  }

  /** Adds a flow that has ended. @param fromMs what was due earlier does not count: instances were coming up. Epoch ms. */
  add(flow: TaskFlow, fromMs: number): void {
    this.#flows.push({ flow, fromMs })
  }

  /** Waits for what is still under way, and counts. */
  async settle(): Promise<void> {
    await Promise.all(this.#flows.map(({ flow }) => flow.settle()))
    const counted = this.#flows.flatMap(({ flow, fromMs }) =>
      flow.tasks.filter(({ dueMs }) => dueMs >= fromMs),
    )
    for (const { dueMs, fate } of counted) {
      const isTaken = fate.kind !== 'refused' && fate.kind !== 'untold'
      if (isTaken) this.#refused.good(dueMs)
      else this.#refused.bad(fate.kind === 'untold' ? `not told whether: ${fate.cause}` : fate.cause, dueMs)
      if (!isTaken) continue
      const isLost = fate.kind === 'lost' || (fate.kind === 'failed' && this.#during === 'scale')
      if (isLost) this.#lost.bad(fate.cause, dueMs)
      else this.#lost.good(dueMs)
    }
  }

  /** @param absence why nothing can be said of losses though none were found, in a sentence */
  measurements(window: Measurement['window'], doubts: Doubt[], absence: string | undefined): Measurement[] {
    const lost = this.#lost.toData()
    const isVoid = absence !== undefined && lost.bad === 0
    const data = isVoid ? { ...lost, total: 0, blocks: [] } : lost
    return [
      { ...this.#identity, window, data, doubts, ...(isVoid ? { absence } : {}) },
      { ...this.#ofRefused, window, data: this.#refused.toData(), doubts },
    ]
  }

  get #ofRefused(): Identity {
    return { metric: 'instances.refused', unit: 'count', labels: { during: this.#during } }
  }
}
