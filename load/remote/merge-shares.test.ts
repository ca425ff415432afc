import { expect, test } from '@playwright/test'
import { readWhole } from '../measure/distribution.ts'
import { BlockHistogram } from '../measure/histogram.ts'
import type { Doubt, Measurement } from '../measure/measurement.ts'
import { Tally } from '../measure/tally.ts'
import { mergeShares, wholeSeries } from './merge-shares.ts'

const window = (startMs: number, endMs: number) => ({ startMs, endMs })

function latency(values: readonly number[], doubts: Doubt[] = []): Measurement {
  const histogram = new BlockHistogram('latency')
  for (const [index, value] of values.entries()) histogram.record(value, 1000 + index)
  const labels = { b: '1', a: '2' }
  return {
    metric: 'latency',
    unit: 'ms',
    labels,
    window: window(1000, 2000 + values.length),
    data: histogram.toData(),
    doubts,
  }
}

test('percentiles of shares are those of all their values, not the mean of their percentiles', () => {
  const slow = Array.from({ length: 10 }, () => 900)
  const fast = Array.from({ length: 990 }, () => 10)
  const [merged] = mergeShares([
    { machine: 'a', measurements: [latency(fast)] },
    { machine: 'b', measurements: [{ ...latency(slow), labels: { a: '2', b: '1' } }] },
  ])
  expect(merged).toMatchObject({
    window: { startMs: 1000, endMs: 2990 },
    data: { kind: 'histogram', n: 1000 },
  })
  if (merged?.data.kind !== 'histogram') throw new Error('no histogram')
  expect(readWhole(merged.data).percentile(50)).toBeCloseTo(10, 0)
  expect(readWhole(merged.data).percentile(98.9)).toBeCloseTo(10, 0)
  expect(readWhole(merged.data).percentile(99.5)).toBeCloseTo(900, -1)
})

test('each machine has its doubts under its name, and a lost one is a doubt about all', () => {
  const errors = new Tally()
  errors.bad('timeout', 1000)
  const tally: Measurement = { ...latency([1]), metric: 'errors', unit: 'count', data: errors.toData() }
  const lost: Doubt = { kind: 'worker-lost', machine: 'b', because: 'said nothing', atMs: 5 }
  const merged = mergeShares([
    { machine: 'a', measurements: [latency([1], [{ kind: 'generator-saturated', utilisation: 1 }]), tally] },
    { machine: 'b', measurements: [latency([2])], lost },
  ])
  expect(merged.map(({ metric, doubts }) => [metric, doubts])).toEqual([
    ['latency', [{ kind: 'generator-saturated', utilisation: 1, machine: 'a' }, lost]],
    ['errors', [lost]],
  ])
})

test('a machine that had nothing to do does not make the whole absent', () => {
  const nothing = { ...latency([]), absence: 'Nothing was sent.' }
  const [merged] = mergeShares([
    { machine: 'a', measurements: [nothing] },
    { machine: 'b', measurements: [latency([3])] },
  ])
  expect(merged).not.toHaveProperty('absence')
  expect(mergeShares([{ machine: 'a', measurements: [nothing] }])).toMatchObject([
    { absence: 'Nothing was sent.' },
  ])
})

test('the rate of one of three equal shares is a third of the whole', () => {
  expect(
    wholeSeries(
      {
        kind: 'series',
        points: [
          [1, 2],
          [3, 0],
        ],
      },
      3,
    ).points,
  ).toEqual([
    [1, 6],
    [3, 0],
  ])
})
