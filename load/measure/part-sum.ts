import { leastOf } from './extremes.ts'
import { BlockHistogram } from './histogram.ts'
import type { Measurement, MeasurementData } from './measurement.ts'
import { Rate } from './rate.ts'
import type { Identity, Part } from './recording.ts'
import { Samples } from './samples.ts'
import { Series } from './series.ts'
import { Tally } from './tally.ts'

type Summing = BlockHistogram | Tally | Samples | Series | Rate

/** Parts put together, metric by metric. What a workload hands back at its end takes their place. */
export class PartSum {
  readonly #sums = new Map<string, { identity: Identity; sum: Summing; window: Measurement['window'] }>()

  /** @param atMs when they came, epoch ms */
  add(parts: readonly Part[], atMs: number): void {
    for (const { metric, unit, labels, data } of parts) {
      const key = keyOf({ metric, labels }, data.kind === 'rate' ? 'series' : data.kind)
      const known = this.#sums.get(key)
      const one = known ?? {
        identity: { metric, unit, labels },
        sum: emptyOf(data.kind, metric),
        window: { startMs: atMs, endMs: atMs },
      }
      if (!known) this.#sums.set(key, one)
      one.window = { startMs: Math.min(one.window.startMs, startOf(data)), endMs: atMs }
      addTo(one.sum, data)
    }
  }

  /** Forgets the parts of what a workload has handed back. */
  supersede(measurements: readonly Pick<Measurement, 'metric' | 'labels' | 'data'>[]): void {
    for (const measurement of measurements) this.#sums.delete(keyOf(measurement, measurement.data.kind))
  }

  /** @returns what came and was not handed back, of workloads that were cut short. Its last values may have come after `window`. */
  measurements(): Measurement[] {
    return [...this.#sums.values()].map(({ identity, sum, window }) => ({
      ...identity,
      window,
      data: sum.toData(),
      doubts: [{ kind: 'cut-short', atMs: window.endMs }],
    }))
  }
}

function keyOf(
  { metric, labels }: Pick<Measurement, 'metric' | 'labels'>,
  kind: MeasurementData['kind'],
): string {
  return JSON.stringify([metric, kind, Object.entries(labels).toSorted(([a], [b]) => (a < b ? -1 : 1))])
}

function emptyOf(kind: Part['data']['kind'], metric: string): Summing {
  switch (kind) {
    case 'histogram':
      return new BlockHistogram(metric)
    case 'tally':
      return new Tally(metric)
    case 'samples':
      return new Samples(metric)
    case 'series':
      return new Series('mean', metric)
    case 'rate':
      return new Rate(metric)
  }
}

function addTo(sum: Summing, data: Part['data']): void {
  if (sum instanceof BlockHistogram) {
    if (data.kind === 'histogram') sum.add(data)
  } else if (sum instanceof Tally) {
    if (data.kind === 'tally') sum.addData(data)
  } else if (sum instanceof Rate) {
    if (data.kind === 'rate') sum.add(data)
  } else if (sum instanceof Samples) {
    if (data.kind !== 'samples') return
    for (const { value, atMs, censored } of data.points) {
      if (censored) sum.addCensored(value, atMs)
      else sum.add(value, atMs)
    }
  } else if (data.kind === 'series') {
    for (const [atMs, value] of data.points) sum.add(atMs, value)
  }
}

/** The earliest moment that a part tells of; blocks are a second long. */
function startOf(data: Part['data']): number {
  switch (data.kind) {
    case 'histogram':
    case 'tally':
    case 'rate':
      return leastOf(data.blocks.map(({ startMs }) => startMs))
    case 'samples':
      return leastOf(data.points.map(({ atMs }) => atMs))
    case 'series':
      return data.points[0]?.[0] ?? Number.POSITIVE_INFINITY
  }
}
