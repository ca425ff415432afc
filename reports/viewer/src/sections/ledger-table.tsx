import { formatCount, NO_VALUE } from '../../../format.ts'
import type { Ledger } from '../model/ledgers.ts'
import { Caption } from './table/caption.tsx'
import { NumberHeads } from './table/number-heads.tsx'

/** What became of all that was sent: a row for each load and fault. */
export function LedgerTable({ ledger: { title, rowsTitle, columns, rows } }: { ledger: Ledger }) {
  return (
    <div class="card scroll" tabIndex={0}>
      <table>
        <Caption>{`${title}: what became of all that was sent.`}</Caption>
        <thead>
          <tr>
            <th scope="col">{rowsTitle}</th>
            <NumberHeads names={columns} />
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, name, counts }) => (
            <tr key={key}>
              <th scope="row" class="row-name">
                {name}
              </th>
              {counts.map((count, index) => (
                <td key={columns[index]} class="number">
                  {count === undefined ? NO_VALUE : formatCount(count)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
