import { expect, test } from '@playwright/test'
import { BlockHistogram, readBlocks, readWhole } from '../load/measure/histogram.ts'
import type { HistogramData, Measurement, TallyData } from '../load/measure/measurement.ts'
import { Tally } from '../load/measure/tally.ts'
import { seededRandom } from '../load/seeded-random.ts'
import { composeReport } from './compose-report.ts'
import { fitMeasurements } from './fit-measurements.ts'
import { jsonPieces } from './files/write-json.ts'

const METRICS = 50
const MB = 1024 * 1024

/** A histogram of some values a second, for so long. */
function histogramOf(seconds: number, valuesASecond: number): HistogramData {
  const histogram = new BlockHistogram()
  const random = seededRandom(seconds)
  for (let second = 0; second < seconds; second++)
    for (let value = 0; value < valuesASecond; value++)
      histogram.record(20 * 4 ** (random() + random() + random() - 1.5), second * 1000)
  return histogram.toData()
}

function tallyOf(seconds: number): TallyData {
  const tally = new Tally()
  for (let second = 0; second < seconds; second++) tally.good(second * 1000, 10)
  return tally.toData()
}

const measurementOf = (data: Measurement['data'], endpoint: string): Measurement => ({
  metric: 'api.latency',
  unit: 'ms',
  labels: { endpoint },
  window: { startMs: 0, endMs: 1 },
  data,
  doubts: [],
})

/** Each is a copy of its own, as read back. */
const many = (data: Measurement['data']): Measurement[] =>
  Array.from({ length: METRICS }, (_, index) => measurementOf(structuredClone(data), `GET /api/${index}`))

const reportOf = (measurements: Measurement[]): number =>
  [
    ...jsonPieces(
      composeReport({
        id: 'r',
        startedAtMs: 0,
        endedAtMs: 1,
        interrupted: false,
        fleetmark: 'test',
        settings: {},
        target: { name: 't', overrides: [], baseURL: 'http://127.0.0.1' },
        browser: 'none',
        steps: [],
        measurements,
        lighthouse: [],
        errors: [],
        slos: [],
        declarations: { metrics: [], sections: [] },
        asked: new Set(),
        seeds: {},
      }),
    ),
  ].reduce((sum, piece) => sum + piece.length, 0)

// Each decodes 50 histograms of up to 600 blocks, which takes some seconds.
for (const seconds of [599, 601, 3600, 86_400]) {
  test(`the report of 50 histograms and 50 tallies of ${seconds} s is below 3 MB`, () => {
    const histogram = histogramOf(seconds, seconds > 3600 ? 1 : 10)
    const bytes = reportOf([...many(histogram), ...many(tallyOf(seconds))])
    expect(bytes / MB).toBeLessThan(3)
  })
}

test('what is made to fit keeps its values to 0.1 %, its count and its events', () => {
  const [histogram, tally] = [histogramOf(300, 10), tallyOf(300)]
  const [small, other] = fitMeasurements([measurementOf(histogram, 'a'), measurementOf(tally, 'b')], 20_000)
  const data = small?.data as HistogramData
  expect(data.blocks.length).toBeLessThanOrEqual(30)
  expect(readBlocks(data).reduce((sum, { n }) => sum + n, 0)).toBe(3000)
  for (const percentile of [0, 50, 95, 99, 100])
    expect(readWhole(data).percentile(percentile)).toBe(readWhole(histogram).percentile(percentile))
  expect(other?.data).toMatchObject({ total: 3000, blockMs: 10_000 })
})

test('what is small enough is handed on as it is', () => {
  const all = [measurementOf(histogramOf(60, 10), 'a'), measurementOf(tallyOf(60), 'b')]
  expect(fitMeasurements(all)).toEqual(all)
})
