import { expect, test } from '@playwright/test'
import type { Measurement } from '../measure/measurement.ts'
import { Tally } from '../measure/tally.ts'
import type { Worked } from './crew-member.ts'
import { pooled } from './pooled.ts'

const tally = new Tally()
for (let request = 0; request < 10; request++) tally.good(1000)
const errors: Measurement = {
  metric: 'api.errors',
  unit: 'count',
  labels: {},
  window: { startMs: 1000, endMs: 2000 },
  data: tally.toData(),
  doubts: [],
}
const lost = (measurements: Measurement[]): Worked => ({
  kind: 'lost',
  measurements,
  because: 'said nothing for 15 s',
  atMs: 1500,
})

test('what a lost worker had told counts, with the doubt of what it had not', () => {
  const of = (worked: Worked) => pooled([{ member: { name: 'alder' }, worked }], ['api'])
  expect(of(lost([errors]))).toMatchObject([
    { metric: 'api.errors', data: { total: 10 }, doubts: [{ kind: 'worker-lost', machine: 'alder' }] },
  ])
})

test('workers that were all lost before they told of anything are an error that names each, not an empty result', () => {
  const shared = [
    { member: { name: 'alder' }, worked: lost([]) },
    { member: { name: 'birch' }, worked: { ...lost([]), because: 'was given up by the queue' } },
  ]
  expect(() => pooled(shared, ['api'])).toThrow(
    'Nothing was measured of the load, as its workers were lost: alder said nothing for 15 s; birch was given up by the queue.',
  )
  const told = pooled([...shared, { member: { name: 'cedar' }, worked: lost([errors]) }], ['api'])
  expect(told.flatMap(({ doubts }) => doubts)).toHaveLength(3)
})
