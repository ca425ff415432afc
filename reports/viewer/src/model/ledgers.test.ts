import { expect, test } from '@playwright/test'
import { ledgerMeasurements, ledgerMetrics } from '../../../../load/account/ledger-table.ts'
import type { Account } from '../../../../load/account/ledger-table.ts'
import { Declared } from '../../../stored/declared.ts'
import { ledgersOf } from './ledgers.ts'

const place = { name: 'jobs', section: 'queue', order: 1, table: 'Jobs', rows: 'Load' }
const declared = new Declared({ metrics: ledgerMetrics(place), sections: [] })
const window = { startMs: 0, endMs: 1000 }
const account: Account = {
  sent: 20,
  confirmed: 19,
  received: 21,
  delivered: 15,
  recovered: 1,
  lost: 3,
  duplicatedTold: 4,
  duplicatedUntold: 5,
  refused: 6,
  unknown: 7,
  reordered: 0,
  refusedYetReceived: 8,
  neverSent: 9,
  hasForgotten: false,
  isComplete: true,
}
const of = (load: string, known: Partial<Account> = {}) =>
  ledgerMeasurements('jobs', { ...account, ...known }, { labels: { load }, window })

test('a row a load, a column each of what was counted; what is not known is none, and parts of a load are added up', () => {
  const measurements = [
    ...of('rate'),
    ...of('rate'),
    ...of('burst', { isComplete: false, hasForgotten: true }),
  ]
  expect(ledgersOf({ measurements }, declared)).toEqual([
    {
      title: 'Jobs',
      rowsTitle: 'Load',
      columns: [
        'Sent',
        'Confirmed',
        'Deliveries',
        'Worked on',
        'Lost',
        'Again, told',
        'Again, untold',
        'Refused',
        'Refused, yet came',
        'Never sent',
        'Unknown',
      ],
      rows: [
        { key: expect.any(String), name: 'rate', counts: [40, 38, 42, 32, 6, 8, 10, 12, 16, 18, 14] },
        {
          key: expect.any(String),
          name: 'burst',
          counts: [20, 19, 21, 16, undefined, 4, 5, 6, 8, undefined, 7],
        },
      ],
    },
  ])
  expect(ledgersOf({ measurements: [] }, declared)).toEqual([])
})
