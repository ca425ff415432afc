import { explain } from '../../fixtures/services/explain.ts'
import { kinds } from '../../fixtures/services/kinds/kinds.ts'
import type { Service, ServiceName, Unavailable } from '../../fixtures/services/service.ts'

/** A service that is held, or why it is not. */
export interface HeldService {
  service: Service | Unavailable
  /** What is wrong with it now, as the rest of a sentence that begins with the service. Absent: it does as it is asked. */
  fault?: string
}

/** Services that are had until they are ended. */
export class Held {
  readonly #provide: (name: ServiceName) => Promise<Service | Unavailable>
  readonly #ask: (service: Service) => Promise<unknown>
  readonly #services = new Map<ServiceName, Service | Unavailable>()

  /** @param provide has a service @param ask rejects where one does not answer. Default: by its own protocol. */
  constructor(
    provide: (name: ServiceName) => Promise<Service | Unavailable>,
    ask = ({ name, url, prefix }: Service): Promise<unknown> => kinds[name].ask(url, prefix),
  ) {
    this.#provide = provide
    this.#ask = ask
  }

  /** Has those that are not there yet, and anew those that do not answer any more. @returns all that are held */
  async up(names: readonly ServiceName[]): Promise<HeldService[]> {
    await Promise.all(
      names.map(async name => {
        const service = this.#services.get(name)
        if (service?.kind === 'service') {
          if ((await this.#look(service)).fault === undefined) return
          // What is left of one that has crashed.
          await service.stop().catch(() => {})
        }
        this.#services.set(name, await this.#provide(name))
      }),
    )
    return this.status()
  }

  /** Asks each. @returns all that are held */
  status(): Promise<HeldService[]> {
    return Promise.all([...this.#services.values()].map(one => this.#look(one)))
  }

  /** Ends all. @returns each, and what could not be ended of it */
  async down(): Promise<HeldService[]> {
    const all = [...this.#services.values()]
    this.#services.clear()
    return Promise.all(
      all.map(async service => {
        if (service.kind === 'unavailable') return { service }
        return service.stop().then(
          () => ({ service }),
          (error: Error) => ({ service, fault: explain(kinds[service.name], error) }),
        )
      }),
    )
  }

  async #look(service: Service | Unavailable): Promise<HeldService> {
    if (service.kind === 'unavailable') return { service }
    return this.#ask(service).then(
      () => ({ service }),
      (error: Error) => ({ service, fault: explain(kinds[service.name], error) }),
    )
  }
}
