import type { Clock } from '../clock.ts'
import type { Asker } from '../http/asker.ts'
import { valuesAt } from '../http/places.ts'
import { GONE } from '../fleet/fleet-client.ts'
import type { TaskMode, TaskRequests } from './task-requests.ts'

/** The agents that do the tasks, where a target wants them asked for: brought up before, and let go after. */
export class Crew {
  readonly #requests: TaskRequests
  readonly #asker: Asker
  readonly #clock: Clock
  readonly #ids: { mode: TaskMode; agent: string }[] = []

  /** Asks for none yet. */
  constructor(requests: TaskRequests, asker: Asker, clock: Clock) {
    this.#requests = requests
    this.#asker = asker
    this.#clock = clock
  }

  /** Asks for so many agents of a mode. @returns what was wrong; they may still be coming up */
  async bring(mode: TaskMode, count: number): Promise<string | undefined> {
    const { modes, agents } = this.#requests
    const request = modes[mode]?.agents
    if (!agents || !request) return undefined
    const { outcome, body } = await this.#asker.ask(request, { count: String(count) }, this.#clock.nowMs())
    if (outcome.fault) return `agents: ${outcome.fault.cause}`
    const ids = valuesAt(body, agents.ids)
    this.#ids.push(...ids.map(agent => ({ mode, agent })))
    return ids.length === count ? undefined : `agents: ${ids.length} of ${count} ids`
  }

  /** Lets go those that were asked for. @returns what was wrong with each that failed, and its mode; one that is gone did not */
  async letGo(): Promise<{ mode: TaskMode; cause: string }[]> {
    const { agents } = this.#requests
    if (!agents) return []
    const release = async ({ mode, agent }: { mode: TaskMode; agent: string }) => {
      const { outcome, status } = await this.#asker.ask(agents.release, { agent }, this.#clock.nowMs())
      return outcome.fault && !GONE.includes(status ?? 0)
        ? [{ mode, cause: `agents let go: ${outcome.fault.cause}` }]
        : []
    }
    return (await Promise.all(this.#ids.splice(0).map(release))).flat()
  }
}
