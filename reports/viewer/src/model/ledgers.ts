import type { Labels } from '../../../../load/measure/measurement.ts'
import type { RunReport } from '../../../run-report.ts'
import type { Declared } from '../../../stored/declared.ts'
import { labelValues, seriesKey } from './measured/names.ts'

/** What became of all that was sent, a row for each load and fault. */
export interface Ledger {
  title: string
  /** What tells the rows apart. */
  rowsTitle: string
  columns: string[]
  rows: {
    key: string
    name: string
    /** By their columns; none where it is not known. */ counts: (number | undefined)[]
  }[]
}

/** @returns the ledgers of a report, their columns by their places */
export function ledgersOf({ measurements }: Pick<RunReport, 'measurements'>, declared: Declared): Ledger[] {
  const cells = measurements.flatMap(({ metric, labels, data }) => {
    const view = declared.view(metric)
    if (view.kind !== 'ledger' || data.kind !== 'samples') return []
    return [{ ...view, labels, count: data.points.reduce((sum, { value }) => sum + value, 0) }]
  })
  return [...Map.groupBy(cells, ({ table }) => table)].map(([title, own]): Ledger => {
    const columns = [...new Set(own.map(({ column }) => column))]
    const keyOf = ({ labels }: { labels: Labels }): string => seriesKey('', labels)
    return {
      title,
      rowsTitle: own[0]?.rows ?? '',
      columns,
      rows: [...Map.groupBy(own, keyOf)].map(([key, row]) => ({
        key,
        name: labelValues(row[0]?.labels ?? {}),
        counts: columns.map(column => {
          const counted = row.filter(cell => cell.column === column)
          return counted.length === 0 ? undefined : counted.reduce((sum, { count }) => sum + count, 0)
        }),
      })),
    }
  })
}
