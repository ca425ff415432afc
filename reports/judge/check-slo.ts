import type { Slo } from './slo.ts'

/** A rule by which nothing can be judged: a document may come from anywhere, and JSON makes `null` of what is no number. */
export class SloError extends Error {
  readonly code = 'ERR_SLO'
}

/** @throws SloError that names the SLO, the field and what is there */
export function requireSoundRules({ id, minSamples, passConfidence, spanMs, tolerance }: Slo): void {
  const refuse = (field: string, value: unknown, wanted: string): never => {
    throw new SloError(
      `The SLO ${id} can't be judged: its ${field} is ${JSON.stringify(value) ?? 'nothing'}, and must be ${wanted}.`,
    )
  }
  if (!Number.isSafeInteger(minSamples) || minSamples < 0) refuse('minSamples', minSamples, 'a whole number')
  if (spanMs !== undefined && !(Number.isFinite(spanMs) && spanMs > 0))
    refuse('spanMs', spanMs, 'a number above 0')
  if (tolerance !== undefined && !(tolerance > 0 && tolerance <= 10))
    refuse('tolerance', tolerance, 'a share above 0, to 10')
  if (passConfidence === undefined) return
  const isSound = Number.isFinite(passConfidence) && passConfidence > 0.5 && passConfidence < 1
  if (!isSound) refuse('passConfidence', passConfidence, 'a number above 0.5 and below 1')
}
