import { errorOf, isOutside, isWidened, standingOf } from '../../../calibration/calibration.ts'
import type { CalibratedRow, Calibration, CalibrationStanding } from '../../../calibration/calibration.ts'
import { formatInstant, formatValue, NO_VALUE } from '../../../format.ts'
import type { RunReport } from '../../../run-report.ts'
import { VerdictIcon, verdictClass } from '../verdict-mark.tsx'
import { Caption } from './table/caption.tsx'
import { NumberHeads } from './table/number-heads.tsx'
import { SectionTitle } from '../section-title.tsx'

const VERDICT_OF = { right: 'PASS', wrong: 'FAIL', unknown: 'INCONCLUSIVE' } as const satisfies Record<
  CalibrationStanding['kind'],
  string
>

/** Whether the instruments are known to measure right on the run's machine, and every number that they were held against. */
export function CalibrationSection({ report }: { report: RunReport }) {
  const { calibration, machine } = report
  const { kind, sentence } = standingOf(calibration, machine)
  return (
    <section id="calibration" class="section" aria-labelledby="calibration-title">
      <SectionTitle id="calibration">Calibration</SectionTitle>
      <p class="lead">
        The instruments measured servers, sockets and a clock whose behaviour is known exactly.
      </p>
      <div class={`notice ${verdictClass(VERDICT_OF[kind])}`} role="note">
        <p class="calibration-standing">
          <VerdictIcon verdict={VERDICT_OF[kind]} />
          <strong class="break">{sentence}</strong>
        </p>
        {calibration && <Provenance calibration={calibration} />}
      </div>
      {calibration && calibration.rows.length > 0 && <Rows calibration={calibration} />}
    </section>
  )
}

function Provenance({ calibration }: { calibration: Calibration }) {
  const { takenAt, short, machine } = calibration
  return (
    <p class="break">
      Taken <time dateTime={takenAt}>{formatInstant(Date.parse(takenAt))}</time>
      {short ? ', the short one,' : ''} on {machine.cpu}, {machine.cores} cores, {machine.os}, Node{' '}
      {machine.node}, {machine.browser === 'none' ? 'no browser' : machine.browser}.
    </p>
  )
}

function Rows({ calibration }: { calibration: Calibration }) {
  const { rows, notes } = calibration
  const outsideFirst = rows.toSorted((a, b) => Number(isOutside(b)) - Number(isOutside(a)))
  const groups = Map.groupBy(
    outsideFirst,
    row => `${row.instrument}: ${row.subject}${isOutside(row) ? ' (outside)' : ''}`,
  )
  return (
    <details class="card calibration" open={rows.some(isOutside)}>
      <summary>Every number, true and measured</summary>
      {notes.length > 0 && (
        <ul class="calibration-notes soft">
          {notes.map(note => (
            <li key={note} class="break">
              {note}
            </li>
          ))}
        </ul>
      )}
      <div class="scroll" tabIndex={0}>
        <table>
          <Caption>
            Numbers outside their bound stand first. A busy machine widens a bound by its own measured
            lateness or noise.
          </Caption>
          <thead>
            <tr>
              <th scope="col">Quantity</th>
              <NumberHeads names={['Truth', 'Measured', 'Error', 'Bound', 'Widened by']} />
              <th scope="col">Within</th>
            </tr>
          </thead>
          {[...groups].map(([heading, own]) => (
            <tbody key={heading}>
              <tr>
                <th scope="rowgroup" colSpan={7} class="calibration-subject">
                  <div class="caption">{heading}</div>
                </th>
              </tr>
              {own.map(row => (
                <Row key={row.quantity} row={row} />
              ))}
            </tbody>
          ))}
        </table>
      </div>
    </details>
  )
}

function Row({ row }: { row: CalibratedRow }) {
  const value = (figure: number | null | undefined) => formatValue(figure ?? undefined, row.unit)
  const verdict = isOutside(row) ? 'FAIL' : 'PASS'
  return (
    <tr>
      <th scope="row" class="row-name">
        {row.quantity}
      </th>
      <td class="number">{value(row.truth)}</td>
      <td class="number">{value(row.measured)}</td>
      <td class="number">{value(errorOf(row))}</td>
      <td class="number">{value(row.bound)}</td>
      <td class="number">{isWidened(row) ? value(row.widenedBy) : NO_VALUE}</td>
      <td>
        <span class={`verdict-mark ${verdictClass(verdict)}`}>
          <VerdictIcon verdict={verdict} />
          {verdict === 'FAIL' ? 'Outside' : 'Within'}
        </span>
      </td>
    </tr>
  )
}
