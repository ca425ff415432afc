import { expect, test } from '@playwright/test'
import { Declared } from '../../../stored/declared.ts'
import { accountsOf } from './accounts.ts'
import type { TallySum } from './measured/tally-sums.ts'

const declared = new Declared({
  metrics: [
    {
      name: 'queue.delivery',
      quantity: 'events',
      unit: 'count',
      title: 'Lost jobs',
      better: 'lower',
      section: 'queue',
      order: 1,
      overTime: false,
      view: { kind: 'account', noun: 'jobs queued' },
    },
  ],
  sections: [],
})
const tally = (total: number, causes: Record<string, number>): TallySum => ({
  metric: 'queue.delivery',
  labels: { total: String(total) },
  total,
  bad: 0,
  causes,
  examples: {},
})

test('what is accounted for is told in a sentence over all labels, what never happened too', () => {
  const tallies = [tally(1_518_000, { lost: 0, reordered: 1 }), tally(1000, { lost: 0, reordered: 2 })]
  expect(accountsOf(tallies, declared)).toEqual(['1,519,000 jobs queued: 0 lost, 3 reordered.'])
  expect(accountsOf([{ ...tally(5, {}), metric: 'queue.other' }], declared)).toEqual([])
  expect(accountsOf([tally(5, {})], declared)).toEqual(['5 jobs queued.'])
})
