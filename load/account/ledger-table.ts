import type { Labels, Measurement } from '../measure/measurement.ts'
import type { MetricDeclaration } from '../measure/metric.ts'
import type { LedgerCounts } from './ledger.ts'

/** What each column counts, in their order; `undefined` where it is not known. */
const COLUMNS = [
  { name: 'sent', column: 'Sent', of: ({ sent }: Account) => sent },
  { name: 'confirmed', column: 'Confirmed', of: ({ confirmed }: Account) => confirmed },
  { name: 'received', column: 'Deliveries', of: ({ received }: Account) => received },
  { name: 'done', column: 'Worked on', of: ({ delivered, recovered }: Account) => delivered + recovered },
  { name: 'lost', column: 'Lost', of: ({ lost, isComplete }: Account) => (isComplete ? lost : undefined) },
  {
    name: 'told',
    column: 'Again, told',
    of: ({ duplicatedTold, tellsAgain = true }: Account) => (tellsAgain ? duplicatedTold : undefined),
  },
  {
    name: 'untold',
    column: 'Again, untold',
    of: ({ duplicatedUntold, tellsAgain = true }: Account) => (tellsAgain ? duplicatedUntold : undefined),
  },
  { name: 'refused', column: 'Refused', of: ({ refused }: Account) => refused },
  {
    name: 'refused-came',
    column: 'Refused, yet came',
    of: ({ refusedYetReceived }: Account) => refusedYetReceived,
  },
  {
    name: 'never-sent',
    column: 'Never sent',
    // What came again so late that it is not remembered is among them.
    of: ({ neverSent, hasForgotten }: Account) => (hasForgotten ? undefined : neverSent),
  },
  { name: 'unknown', column: 'Unknown', of: ({ unknown }: Account) => unknown },
]

/** The counts of a ledger. */
export interface Account extends LedgerCounts {
  /** Whether all was heard of that was to come: only then what did not come is lost. */
  isComplete: boolean
  /** Whether a delivery that comes again can say so. Default yes. */
  tellsAgain?: boolean
}

/** Where a ledger is shown. */
export interface LedgerPlace extends Pick<MetricDeclaration, 'section' | 'order'> {
  /** Its metrics are called so, with a word more: `bus.ledger` makes `bus.ledger.sent`. */
  name: string
  /** Heading of the table: `Events on the bus`. */
  table: string
  /** What tells its rows apart: `Load or fault`. */
  rows: string
}

/** @returns metrics of what a ledger counts: a column each of one table */
export const ledgerMetrics = ({ name, section, order, table, rows }: LedgerPlace): MetricDeclaration[] =>
  COLUMNS.map(({ name: word, column }) => ({
    name: `${name}.${word}`,
    quantity: 'level',
    unit: 'count',
    title: `${table}: ${column.toLowerCase()}`,
    better: 'none',
    section,
    order,
    overTime: false,
    view: { kind: 'ledger', table, rows, column },
  }))

/** @returns what a ledger counted: a row of the table, by its labels */
export function ledgerMeasurements(
  name: string,
  account: Account,
  { labels, window }: { labels: Labels; window: Measurement['window'] },
): Measurement[] {
  return COLUMNS.flatMap(({ name: word, of }): Measurement[] => {
    const value = of(account)
    if (value === undefined) return []
    const data = { kind: 'samples', points: [{ atMs: window.endMs, value }] } as const
    return [
      {
        metric: `${name}.${word}`,
        unit: 'count',
        labels,
        window,
        data: { ...data, points: [...data.points] },
        doubts: [],
      },
    ]
  })
}
