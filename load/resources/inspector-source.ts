import { randomUUID } from 'node:crypto'
import { systemClock } from '../clock.ts'
import type { Clock } from '../clock.ts'
import type { Inspector } from './inspector.ts'
import type { Pause, ResourceReading, ResourceSource } from './resource-source.ts'

/** What the watch in the runtime tells at once. */
interface Told {
  /** The runtime's own `performance.now()`. */
  nowMs: number
  heapBytes: number
  /** The longest that its event loop was held up since it was asked last. */
  delayMs: number
  pauses: { kind: number; startMs: number; lastedMs: number }[]
}

/** How often the event loop is looked at, ms: a delay is told to this, and a shorter one is none. */
export const LOOK_MS = 10

/** So many pauses are kept between two readings: some thousand times what a runtime has in a second. */
const MOST_PAUSES = 10_000

/** Flags of collections that somebody asked for: `NODE_PERFORMANCE_GC_FLAGS_FORCED` and `_ALL_AVAILABLE_GARBAGE`. */
const FORCED = 4 | 16

/** `perf_hooks.constants.NODE_PERFORMANCE_GC_*`. https://nodejs.org/api/perf_hooks.html#performancenodeentrykind */
const KINDS: Readonly<Record<number, string>> = { 1: 'minor', 4: 'major', 8: 'incremental', 16: 'weak' }

/** One that nobody has read for so long is forgotten by the runtime, ms: who watched has ended without a word. */
const KEPT_MS = 600_000

/** Where the runtime keeps a watch: several may watch it at once. @param id of the watch */
const keyOf = (id: string): string => `Symbol.for("fleetmark.resources.${id}")`

/**
 * Begins a watch. Node's monitor of the event loop is never reset while it watches: it would forget the stall that it is reset in. Its longest delays
 * are asked for by their rank instead, and those that were told before are left out. A collection that the program itself forces is none of the runtime's own.
 */
const begin = (key: string, keptMs: number): string => `(() => {
  const hooks = process.getBuiltinModule ? process.getBuiltinModule('node:perf_hooks') : require('node:perf_hooks')
  const { performance, PerformanceObserver, monitorEventLoopDelay } = hooks
  let pauses = []
  let readMs = performance.now()
  const observer = new PerformanceObserver(list => {
    for (const { startTime, duration, detail } of list.getEntries()) {
      const isForced = (detail.flags & ${FORCED}) !== 0
      if (!isForced && pauses.length < ${MOST_PAUSES})
        pauses.push({ kind: detail.kind, startMs: startTime, lastedMs: duration })
    }
  })
  observer.observe({ entryTypes: ['gc'] })
  const ticks = monitorEventLoopDelay({ resolution: ${LOOK_MS} })
  ticks.enable()
  let told = new Map()
  const longest = () => {
    const { count } = ticks
    const seen = new Map()
    let most = 0
    for (let rank = count; rank > 0; rank--) {
      const ns = ticks.percentile((100 * rank) / count)
      const ms = ns / 1e6 - ${LOOK_MS}
      if (ms < ${LOOK_MS}) break
      seen.set(ns, (seen.get(ns) ?? 0) + 1)
      if (seen.get(ns) > (told.get(ns) ?? 0)) most = Math.max(most, ms)
    }
    told = seen
    if (seen.size > 500) {
      ticks.reset()
      told = new Map()
    }
    return most
  }
  const expiring = setInterval(() => {
    if (performance.now() - readMs > ${keptMs}) globalThis[${key}].stop()
  }, ${keptMs}).unref()
  globalThis[${key}] = {
    read() {
      readMs = performance.now()
      const taken = pauses
      pauses = []
      return {
        nowMs: performance.now(),
        heapBytes: process.memoryUsage().heapUsed,
        delayMs: longest(),
        pauses: taken,
      }
    },
    stop() {
      observer.disconnect()
      ticks.disable()
      clearInterval(expiring)
      delete globalThis[${key}]
    },
  }
})()`

/** What is told once the event loop turns again, after the monitor's next look. */
const read = (key: string): string =>
  `new Promise(resolve => setTimeout(() => resolve(globalThis[${key}].read()), ${2 * LOOK_MS}))`

/** Reads heap, pauses of the garbage collector and delays of the event loop of a Node process, by its inspector. */
export class InspectorSource implements ResourceSource {
  readonly tells = ['heap', 'loopDelay', 'pauses'] as const
  readonly #inspector: Inspector
  readonly #clock: Clock
  readonly #key: string

  private constructor(inspector: Inspector, clock: Clock, key: string) {
    this.#inspector = inspector
    this.#clock = clock
    this.#key = key
  }

  /**
   * Begins to watch.
   *
   * @param keptMs for how long the process keeps the watch without being asked. Default 10 minutes.
   * @throws ResourceError when the process does not let itself be watched
   */
  static async open(
    inspector: Inspector,
    clock: Clock = systemClock,
    keptMs = KEPT_MS,
  ): Promise<InspectorSource> {
    const key = keyOf(randomUUID())
    await inspector.evaluate(begin(key, keptMs))
    return new InspectorSource(inspector, clock, key)
  }

  async read(): Promise<ResourceReading> {
    const { nowMs, heapBytes, delayMs, pauses } = await this.#inspector.evaluate<Told>(read(this.#key))
    const aheadMs = this.#clock.nowMs() - nowMs
    return {
      heap: heapBytes,
      loopDelay: delayMs,
      pauses: pauses.map(({ kind, startMs, lastedMs }): Pause => ({
        kind: KINDS[kind] ?? 'other',
        atMs: startMs + aheadMs,
        lastedMs,
      })),
    }
  }

  /** Ends the watch, and the connection. */
  async close(): Promise<void> {
    // Where the process has ended there is nothing to leave.
    await this.#inspector.evaluate(`globalThis[${this.#key}]?.stop()`).catch(() => {})
    await this.#inspector.close()
  }
}
