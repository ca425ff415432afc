import { expect, test } from '@playwright/test'
import type { Measurement } from '../../../../../load/measure/measurement.ts'
import { tallySums } from './tally-sums.ts'

function counted(causes: Record<string, number>, examples?: Record<string, string>): Measurement {
  const bad = Object.values(causes).reduce((sum, count) => sum + count, 0)
  return {
    metric: 'realtime.frames',
    unit: 'ratio',
    labels: {},
    window: { startMs: 0, endMs: 9 },
    data: { kind: 'tally', total: 100, bad, causes, ...(examples && { examples }), blocks: [] },
    doubts: [],
  }
}

test('tallies of several windows add up by cause, and the first example of each cause stands', () => {
  const sums = tallySums([
    counted({ late: 2 }),
    counted({ unreadable: 1 }, { unreadable: 'first' }),
    counted({ unreadable: 3, late: 1 }, { unreadable: 'second', late: 'third' }),
  ])
  expect(sums).toEqual([
    {
      metric: 'realtime.frames',
      labels: {},
      total: 300,
      bad: 7,
      causes: { late: 3, unreadable: 4 },
      examples: { unreadable: 'first', late: 'third' },
    },
  ])
})
