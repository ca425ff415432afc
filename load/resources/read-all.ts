import { ResourceError } from './resource-error.ts'
import type { ResourceReading, ResourceSource } from './resource-source.ts'

/** @returns what all sources tell at once: of a figure the first that tells it. What can't be read has its sentence in `untold`. */
export async function readAll(sources: readonly ResourceSource[]): Promise<ResourceReading> {
  const readings = await Promise.all(
    sources.map(source =>
      source.read().catch((error: unknown): ResourceReading => {
        if (!(error instanceof ResourceError)) throw error
        return { untold: Object.fromEntries(source.tells.map(figure => [figure, error.message])) }
      }),
    ),
  )
  const untold: NonNullable<ResourceReading['untold']> = Object.assign({}, ...readings.map(one => one.untold))
  return { ...Object.assign({}, ...readings.toReversed()), untold }
}
