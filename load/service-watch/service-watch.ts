import { readAmqpFigures } from '../amqp/amqp-figures.ts'
import type { Clock } from '../clock.ts'
import type { Measurement, Unit } from '../measure/measurement.ts'
import { Series } from '../measure/series.ts'
import { PostgresActivity } from '../postgres/postgres-figures.ts'
import { RedisInfo } from '../redis/redis-figures.ts'

/** A service that can tell of itself, and where. */
export type Watchable =
  | { name: 'redis' | 'postgres'; url: string }
  /** Without the address of its metrics RabbitMQ tells nothing. */
  | { name: 'rabbitmq'; metrics: string | undefined }

/** How often each is asked, ms: to tell of itself costs it less than a hundredth of that. */
const EVERY_MS = 1000

/** Counts since a service began; what happened meanwhile is the difference. */
type Counted = Readonly<Record<'hits' | 'misses' | 'evictions', number>>

/** What a service told at a moment, by the names of metrics and without `services.`. */
type Told = Readonly<Record<string, readonly [value: number, unit: Unit]>>

/** A service that is asked. */
interface Asked {
  title: string
  read(): Promise<Told>
  close(): Promise<void> | void
}

/** Asks services what they see of themselves, each second, for the time axis. One that does not answer leaves a gap. */
export class ServiceWatch {
  readonly #clock: Clock
  readonly #everyMs: number
  readonly #watched = new Map<string, Promise<{ stop(): Promise<void> } | undefined>>()
  readonly #lines = new Map<string, { metric: string; unit: Unit; service: string; series: Series }>()

  /** @param everyMs from question to question. Default 1000. */
  constructor(clock: Clock, everyMs = EVERY_MS) {
    this.#clock = clock
    this.#everyMs = everyMs
  }

  /** Begins to ask a service, once. One that can't be asked is left out: what works with it tells why. */
  add(service: Watchable): void {
    if (!this.#watched.has(service.name))
      this.#watched.set(
        service.name,
        ask(service).then(
          asked => asked && this.#watch(asked),
          () => undefined,
        ),
      )
  }

  /** Asks no more. @returns a series of each figure, with the label `service` */
  async end(): Promise<Measurement[]> {
    await Promise.all([...this.#watched.values()].map(async watched => (await watched)?.stop()))
    return [...this.#lines.values()].map(({ metric, unit, service, series }) => {
      const data = series.toData()
      const times = data.points.map(([atMs]) => atMs)
      const window = { startMs: times[0] ?? 0, endMs: times.at(-1) ?? 0 }
      return { metric, unit, labels: { service }, window, data, doubts: [] }
    })
  }

  #watch(asked: Asked): { stop(): Promise<void> } {
    let asking: Promise<void> | undefined
    const look = (): void => {
      asking ??= asked
        .read()
        .then(told => this.#note(asked.title, told))
        // It may be killed or held: it is asked again.
        .catch(() => {})
        .finally(() => (asking = undefined))
    }
    look()
    const timer = setInterval(look, this.#everyMs)
    return {
      async stop() {
        clearInterval(timer)
        await asking
        await asked.close()
      },
    }
  }

  #note(service: string, told: Told): void {
    const atMs = this.#clock.nowMs()
    for (const [name, [value, unit]] of Object.entries(told)) {
      const metric = `services.${name}`
      const key = `${metric} ${service}`
      const line = this.#lines.get(key) ?? { metric, unit, service, series: new Series('mean', metric) }
      this.#lines.set(key, line)
      line.series.add(atMs, value)
    }
  }
}

async function ask(service: Watchable): Promise<Asked | undefined> {
  switch (service.name) {
    case 'redis': {
      const info = await RedisInfo.open(service.url)
      let last: (Counted & { atMs: number }) | undefined
      return {
        title: 'Redis',
        async read() {
          const { memoryBytes, connections, ...counted } = await info.read()
          const now = { ...counted, atMs: performance.now() }
          const since = last && told(last, now)
          last = now
          return { memory: [memoryBytes, 'bytes'], connections: [connections, 'count'], ...since }
        },
        close: () => info.close(),
      }
    }
    case 'postgres': {
      const activity = await PostgresActivity.open(service.url)
      return {
        title: 'PostgreSQL',
        async read() {
          const { connections, lockWaits } = await activity.read()
          return { connections: [connections, 'count'], 'lock-waits': [lockWaits, 'count'] }
        },
        close: () => activity.close(),
      }
    }
    case 'rabbitmq': {
      const { metrics } = service
      if (metrics === undefined) return undefined
      return {
        title: 'RabbitMQ',
        async read() {
          const { depth, connections, memoryBytes } = await readAmqpFigures(metrics)
          return {
            depth: [depth, 'count'],
            connections: [connections, 'count'],
            memory: [memoryBytes, 'bytes'],
          }
        },
        close() {},
      }
    }
  }
}

/** What was counted between two answers; nothing where it began anew meanwhile, and no share of no keys. */
function told(before: Counted & { atMs: number }, now: Counted & { atMs: number }): Told {
  const hits = now.hits - before.hits
  const asked = hits + now.misses - before.misses
  const evictions = now.evictions - before.evictions
  if (hits < 0 || asked < hits || evictions < 0) return {}
  const seconds = (now.atMs - before.atMs) / 1000
  return {
    ...(asked > 0 ? { hits: [hits / asked, 'ratio'] as const } : {}),
    ...(seconds > 0 ? { evictions: [evictions / seconds, 'per-second'] as const } : {}),
  }
}
