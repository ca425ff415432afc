import { sumCounts } from './blocks/packed-counts.ts'
import type { BlockPart } from './histogram.ts'
import type { TallyData } from './measurement.ts'
import type { RatePart } from './rate.ts'
import type { Part } from './recording.ts'
import { Tally } from './tally.ts'

/** @returns parts that say the same as those given, one for each metric, kind of data and labels, with one block for each second */
export function mergeParts(parts: readonly Part[]): Part[] {
  const groups = Map.groupBy(parts, ({ metric, labels, data }) =>
    JSON.stringify([metric, data.kind, Object.entries(labels).toSorted(([a], [b]) => (a < b ? -1 : 1))]),
  )
  return [...groups.values()].map(group => {
    const [first] = group as [Part]
    return { ...first, data: mergeData(group) }
  })
}

function mergeData(group: readonly Part[]): Part['data'] {
  const [first] = group as [Part]
  const of = <Kind extends Part['data']['kind']>(kind: Kind) =>
    group.flatMap(({ data }) => (data.kind === kind ? [data as Extract<Part['data'], { kind: Kind }>] : []))
  switch (first.data.kind) {
    case 'histogram': {
      const all = of('histogram')
      return {
        kind: 'histogram',
        blocks: mergeBlocks(all.flatMap(({ blocks }) => blocks)),
        overflow: all.reduce((sum, { overflow }) => sum + overflow, 0),
        censored: all.reduce((sum, { censored }) => sum + censored, 0),
      }
    }
    case 'tally':
      return mergeTallies(of('tally'), first.metric)
    case 'rate':
      return mergeRates(of('rate'))
    case 'samples':
      return { kind: 'samples', points: of('samples').flatMap(({ points }) => points) }
    case 'series':
      return { kind: 'series', points: of('series').flatMap(({ points }) => points) }
  }
}

function mergeBlocks(blocks: readonly BlockPart[]): BlockPart[] {
  return [...Map.groupBy(blocks, ({ startMs }) => startMs)].map(([startMs, same]) => ({
    startMs,
    counts: same.length === 1 ? (same[0] as BlockPart).counts : sumCounts(same.map(({ counts }) => counts)),
  }))
}

function mergeTallies(all: readonly TallyData[], metric: string): TallyData {
  const sum = new Tally(metric)
  for (const data of all) sum.addData(data)
  return sum.toData()
}

function mergeRates(all: readonly RatePart[]): RatePart {
  const sums = new Map<number, number>()
  for (const { blocks } of all)
    for (const { startMs, count } of blocks) sums.set(startMs, (sums.get(startMs) ?? 0) + count)
  return { kind: 'rate', blocks: [...sums].map(([startMs, count]) => ({ startMs, count })) }
}
