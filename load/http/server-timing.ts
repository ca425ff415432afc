import type { Answered } from './wire/answered.ts'

/** Elements of a list, and parameters of an element: a quoted string may hold what else divides them (RFC 9110, section 5.6). */
const METRICS = /(?:[^,"]|"(?:[^"\\]|\\.)*"?)+/g
const PARAMETERS = /(?:[^;"]|"(?:[^"\\]|\\.)*"?)+/g
const NAME = /^[ \t]*([!#$%&'*+.^_`|~\w-]+)/
const DURATION = /^[ \t]*dur[ \t]*=[ \t]*(?:"((?:[^"\\]|\\.)*)"|([!#$%&'*+.^_`|~\w-]+))/i
const NUMBER = /^[ \t]*\+?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?[ \t]*$/i

/**
 * Reads `Server-Timing` (https://www.w3.org/TR/server-timing/) as Chromium does, from all its lines, those in the trailers last. Where Chromium says 0 because
 * there is no duration or it is no number, there is none here; nor is one below 0, for no work takes less than no time.
 *
 * @param entry the name of a metric, as `skill` in `skill;dur=12.5`
 * @returns the duration of the first of that name that has one, ms; `undefined` where none has
 */
export function serverTimingMs(
  { headers, trailers }: Pick<Answered, 'headers' | 'trailers'>,
  entry: string,
): number | undefined {
  const lines = [headers, trailers].flatMap(fields => fields?.['server-timing'] ?? [])
  for (const line of lines) {
    for (const metric of line.match(METRICS) ?? []) {
      const [name = '', ...parameters] = metric.match(PARAMETERS) ?? []
      if (NAME.exec(name)?.[1] !== entry) continue
      const ms = durationOf(parameters)
      if (ms !== undefined) return ms
    }
  }
  return undefined
}

/** The first parameter of a name counts, and others of it do not. */
function durationOf(parameters: readonly string[]): number | undefined {
  const found = parameters.map(parameter => DURATION.exec(parameter)).find(Boolean)
  const value = found?.[1]?.replaceAll(/\\(.)/g, '$1') ?? found?.[2]
  const ms = value !== undefined && NUMBER.test(value) ? Number(value) : Number.NaN
  return Number.isFinite(ms) ? ms : undefined
}
