import type { LevelOutcome, Stopped } from '../../load/capacity/search.ts'
import type { Measurement, SearchData } from '../../load/measure/measurement.ts'

/** How a search of version 1 says why it ended, and what that is called now. */
const ENDS: readonly (readonly [kind: Stopped['kind'], said: RegExp])[] = [
  ['most', /^The target held ([\d,]+) .*, the highest load tried\./],
  ['broken', /^An SLO failed at ([\d,]+) [^.]*\./],
  ['errors', /^Too many failures at ([\d,]+) [^.]*\./],
  ['unclear', /^The result at ([\d,]+) .* is inconclusive\./],
  ['generator', /^At ([\d,]+) .* the load generator was the limit, not the target\./],
  ['not-recovered', /^The target did not recover after ([\d,]+) [^.]*\./],
]

const LIMIT = / ?The limit lies between ([\d,]+) and ([\d,]+) [^.]*\./

const OUTCOMES: readonly LevelOutcome[] = ['held', 'broken', 'errors', 'unclear', 'generator']

/** @returns the measurements of version 1 with each search for capacity as data, where it had been sentences in labels; all others as they are */
export function upgradeSearches(measurements: readonly Measurement[]): Measurement[] {
  return measurements.flatMap((one): Measurement[] => {
    const { metric, labels, data } = one
    if (/^capacity\.(?:level|p95|rate)$/.test(metric)) return []
    const { workload, unit, stopped } = labels
    if (metric !== 'capacity' || workload === undefined || unit === undefined) return [one]
    const search = searchOf(measurements, workload, unit, stopped ?? one.absence ?? '', valueOf(data))
    const upgraded = { ...one, labels: { workload } }
    return [upgraded, { ...upgraded, metric: 'capacity.search', data: search }].map(withoutAbsence)
  })
}

function searchOf(
  all: readonly Measurement[],
  workload: string,
  loads: string,
  said: string,
  best: number | undefined,
): SearchData {
  const own = all.filter(({ labels }) => labels['workload'] === workload)
  const figure = (metric: string, level: number): number | undefined =>
    valueOf(own.findLast(one => one.metric === metric && one.labels['level'] === String(level))?.data)
  const levels = own
    .filter(({ metric }) => metric === 'capacity.level')
    .map(({ labels, data, window }) => {
      const level = valueOf(data) ?? 0
      const p95Ms = figure('capacity.p95', level)
      const perSecond = figure('capacity.rate', level)
      return {
        level,
        atMs: window.startMs,
        outcome: OUTCOMES.find(outcome => outcome === labels['outcome']) ?? 'unclear',
        because: labels['because'] ?? '',
        ...(p95Ms !== undefined && { p95Ms }),
        ...(perSecond !== undefined && { perSecond }),
      }
    })
  const [, above, atLatest] = LIMIT.exec(said) ?? []
  return {
    kind: 'search',
    loads,
    ...(best !== undefined && { best }),
    ...(above !== undefined && atLatest !== undefined
      ? { knee: { above: numberOf(above), atLatest: numberOf(atLatest) } }
      : {}),
    stopped: stoppedOf(said.replace(LIMIT, ''), levels.at(-1)?.level ?? 0),
    levels,
  }
}

function stoppedOf(said: string, last: number): Stopped {
  const sentence = said.replace(/^The target did not hold [\d,]+ [^.]*\. /, '')
  for (const [kind, pattern] of ENDS) {
    const [whole, level] = pattern.exec(sentence) ?? []
    if (whole !== undefined && level !== undefined)
      return { kind, level: numberOf(level), because: sentence.slice(whole.length).trim() }
  }
  return { kind: 'unclear', level: last, because: sentence }
}

const numberOf = (written: string): number => Number(written.replaceAll(',', ''))

const valueOf = (data: Measurement['data'] | undefined): number | undefined =>
  data?.kind === 'samples' ? data.points.at(-1)?.value : undefined

/** The reason for want of a value stays where a value is looked for. */
function withoutAbsence(one: Measurement): Measurement {
  if (one.data.kind !== 'search') return one
  const { absence: _, ...rest } = one
  return rest
}
