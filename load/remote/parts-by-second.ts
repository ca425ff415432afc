import { mergeParts } from '../measure/merge-parts.ts'
import type { Part, PartSink } from '../measure/recording.ts'

/** How long the first waits for others, ms: each thread hands on twice a second, so that two are sent together. */
const WAITS_MS = 600

/** Puts together what threads hand on, so that a run with many workers hears of each once a second. */
export class PartsBySecond {
  readonly #sink: PartSink
  #parts: Part[] = []
  #timer: NodeJS.Timeout | undefined

  constructor(sink: PartSink) {
    this.#sink = sink
  }

  readonly take = (parts: readonly Part[]): void => {
    this.#parts.push(...parts)
    this.#timer ??= setTimeout(() => this.flush(), WAITS_MS)
  }

  /** Hands on what there is: before the end of a workload is told, which stands in place of its parts. */
  flush(): void {
    const parts = this.#parts
    this.stop()
    if (parts.length > 0) this.#sink(mergeParts(parts))
  }

  /** Nobody wants what there is. */
  stop(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.#parts = []
  }
}
