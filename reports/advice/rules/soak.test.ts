import { expect, test } from '@playwright/test'
import { adviceBy, events, runOf, series, sloOf, times } from '../testing/example-run.ts'

const few = { minSamples: 3 }
const growing = Array.from({ length: 120 }, (_, second) => 100 + 10 * second)
const steady = growing.map(() => 100)

const files = sloOf('soak.descriptors', 'leak<0.1', { ...few, unit: 'count' })
const heap = sloOf('soak.heap', 'leak<0.1', { ...few, unit: 'bytes' })

test('what a target holds more and more of is told, and where to look for it by what tells most', () => {
  const run = (descriptors: readonly number[], bytes: readonly number[]) =>
    runOf(
      [files, heap],
      [series('soak.descriptors', 'count', {}, descriptors), series('soak.heap', 'bytes', {}, bytes)],
    )
  const both = adviceBy('leak', run(growing, growing))
  expect(both).toMatchObject({ priority: 'HIGH', judgements: ['soak.descriptors', 'soak.heap'] })
  expect(both?.next).toContain('/proc/PID/fd')
  expect(adviceBy('leak', run(steady, growing))?.next).toContain('heap snapshots')
  expect(adviceBy('leak', run(steady, steady))).toBeUndefined()
})

test('answers that come later are told, with memory that grows as a cause', () => {
  const slo = sloOf('soak.latency', 'drift<0.05', { ...few, unit: 'ratio' })
  const later = times('soak.latency', {}, through => 10 + 10 * through)
  const leaking = series('soak.heap', 'bytes', {}, growing)
  expect(adviceBy('slows-down', runOf([slo], [later]))?.next).toContain('an index')
  expect(adviceBy('slows-down', runOf([slo, heap], [later, leaking]))?.next).toContain('mend that first')
  expect(adviceBy('slows-down', runOf([slo], [times('soak.latency', {}, () => 10)]))).toBeUndefined()
})

test('seconds without an answer are told with their cause', () => {
  const slo = sloOf('soak.uptime', 'rate>=0.999', { ...few, unit: 'ratio' })
  const advice = adviceBy('away', runOf([slo], [events('soak.uptime', {}, 120, { 'status 503': 6 })]))
  expect(advice?.text).toContain('status 503')
  expect(adviceBy('away', runOf([slo], [events('soak.uptime', {}, 8000)]))).toBeUndefined()
})
