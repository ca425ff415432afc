import { expect, test } from '@playwright/test'
import * as fc from 'fast-check'
import { mergeParts } from './merge-parts.ts'
import { PartSum } from './part-sum.ts'
import { Recording } from './recording.ts'
import type { Part } from './recording.ts'

const SECOND_MS = 1_700_000_000_000

/** Something that happens, and when it is handed on. */
const happening = fc.record({
  recorder: fc.integer({ min: 0, max: 1 }),
  value: fc.integer({ min: 0, max: 5000 }),
  atMs: fc.integer({ min: 0, max: 4000 }).map(ms => SECOND_MS + ms),
  thenHandOn: fc.boolean(),
})

test('merged parts sum up to what those sum up to that they were made of, with one part for each metric', () => {
  fc.assert(
    fc.property(fc.array(happening, { minLength: 1, maxLength: 60 }), happenings => {
      const parts: Part[] = []
      const recording = new Recording(some => parts.push(...some))
      const recorders = ['/a', '/b'].map(endpoint => {
        const of = (metric: string) => ({ metric, unit: 'ms' as const, labels: { endpoint } })
        const errors = recording.tally(of('errors'))
        recording.rate(of('rate'), [errors])
        return {
          latency: recording.histogram(of('latency')),
          errors,
          visits: recording.samples(of('visits')),
          cpu: recording.series(of('cpu')),
        }
      })
      for (const [turn, { recorder, value, atMs, thenHandOn }] of happenings.entries()) {
        const { latency, errors, visits, cpu } = recorders[recorder]!
        if (value % 7 === 0) latency.recordCensored(value, atMs)
        else latency.record(value, atMs)
        if (value % 3 === 0) errors.bad(`status ${500 + (value % 2)}`, atMs)
        else errors.good(atMs)
        visits.add(value, atMs)
        cpu.add(SECOND_MS + 50 * turn, value)
        if (thenHandOn) recording.handOn()
      }
      recording.stop()
      const merged = mergeParts(parts)
      const sumOf = (some: readonly Part[]) => {
        const sum = new PartSum()
        sum.add(some, SECOND_MS + 5000)
        return sum.measurements()
      }
      expect(sumOf(merged)).toEqual(sumOf(parts))
      const keys = merged.map(({ metric, labels }) => `${metric} ${labels['endpoint']}`)
      expect(new Set(keys).size).toBe(keys.length)
      for (const { data } of merged) {
        if (data.kind === 'samples' || data.kind === 'series') continue
        const starts = data.blocks.map(({ startMs }) => startMs)
        expect(new Set(starts).size).toBe(starts.length)
      }
    }),
  )
})
