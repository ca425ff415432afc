import type { Part, PartSink } from './recording.ts'

/** Where the parts of all workloads of a process come together, whatever thread they run in. */
export class PartStream {
  readonly #sinks = new Set<PartSink>()

  /** Hands parts to all that listen; without anyone they are lost. */
  readonly publish: PartSink = (parts: readonly Part[]) => {
    for (const sink of this.#sinks) sink(parts)
  }

  /** @returns ends the listening */
  listen(sink: PartSink): () => void {
    this.#sinks.add(sink)
    return () => void this.#sinks.delete(sink)
  }
}

/** The stream of this process. */
export const partStream = new PartStream()
