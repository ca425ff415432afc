import { readBlocks } from '../../load/measure/histogram.ts'
import type { Measurement } from '../../load/measure/measurement.ts'

/** @returns a file name for a measurement, without an ending: its metric and labels, in characters that every file system takes */
export function nameSamples({ metric, labels }: Measurement): string {
  return [metric, ...Object.values(labels)]
    .join('_')
    .replaceAll(/[^\w.-]+/g, '-')
    .slice(0, 120)
}

/** @returns the data of a measurement as CSV with a header line; times in epoch ms, values in the measurement's unit */
export function writeCsv({ data }: Measurement): string {
  const lines = (header: string, rows: readonly (readonly (number | string)[])[]): string =>
    [header, ...rows.map(row => row.join(','))].join('\n') + '\n'
  switch (data.kind) {
    case 'samples':
      return lines(
        'at_ms,value,censored',
        data.points.map(point => [point.atMs, point.value, point.censored ? 1 : 0]),
      )
    case 'series':
      return lines('at_ms,value', data.points)
    case 'search':
      return lines(
        'at_ms,level,outcome,p95_ms,per_second',
        data.levels.map(({ atMs, level, outcome, p95Ms = '', perSecond = '' }) => [
          atMs,
          level,
          outcome,
          p95Ms,
          perSecond,
        ]),
      )
    case 'tally':
      return lines(
        'start_ms,total,bad',
        data.blocks.map(block => [block.startMs, block.total, block.bad]),
      )
    case 'histogram':
      return lines(
        'start_ms,value,count',
        readBlocks(data).flatMap(block =>
          block.buckets().map(([value, count]) => [block.startMs, value, count]),
        ),
      )
  }
}
