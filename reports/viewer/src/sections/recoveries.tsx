import { RecoveryChart } from '../charts/recovery-chart.tsx'
import { formatCount, formatValue } from '../../../format.ts'
import { BACK_WITHIN_SEC, type RecoveredSide, type Recovery } from '../model/recoveries.ts'

/** What became of the connections, by what was done to the target. Another cause is shown by its own name. */
const CAUSE_WORDS: Record<string, string> = {
  drop: 'All connections cut at once',
  restart: 'Server killed and started again',
  silence: 'Server silent on open connections',
}

const SIDE_WORDS: Record<string, string> = { agent: 'Agents', viewer: 'Viewers' }

/** How connections came back, a card a cause: for each side the course since the loss, and the same in numbers. */
export function Recoveries({ recoveries }: { recoveries: readonly Recovery[] }) {
  return (
    <div class="stack">
      <h3>Recovery</h3>
      <p class="lead">
        Fleetmark broke connections on purpose. A dashed line marks the loss, and another {BACK_WITHIN_SEC} s
        after it where a chart goes on for so long. Attempts that come all at once are a herd, which can keep
        a server down.
      </p>
      {recoveries.map(({ cause, sides, range }) => (
        <article key={cause} class="card padded stack">
          <h4 class="break">
            {CAUSE_WORDS[cause] ?? cause} <code class="soft">{cause}</code>
          </h4>
          <div class="recovery-sides">
            {sides.map(recovered => (
              <figure key={recovered.side} class="recovery">
                <figcaption>
                  <h5 class="break">{sideWord(recovered.side)}</h5>
                  <Numbers recovered={recovered} />
                </figcaption>
                {range && recovered.connected.length + recovered.attempts.length > 0 && (
                  <RecoveryChart name={sideWord(recovered.side)} recovered={recovered} range={range} />
                )}
              </figure>
            ))}
          </div>
        </article>
      ))}
    </div>
  )
}

function Numbers({ recovered }: { recovered: RecoveredSide }) {
  const { lost, time, peakPerSecond, missed } = recovered
  const facts = [
    lost && ['Lost', formatCount(lost.total)],
    lost && [
      `Back within ${BACK_WITHIN_SEC} s`,
      `${formatCount(lost.total - lost.late)}${lost.total > 0 ? ` (${formatValue(1 - lost.late / lost.total, 'ratio')})` : ''}`,
    ],
    time && ['Time to recover, median', formatValue(time.p50, 'ms')],
    time && ['Time to recover, p95', `${time.atLeast ? 'at least ' : ''}${formatValue(time.p95, 'ms')}`],
    peakPerSecond !== undefined && ['Most attempts', formatValue(peakPerSecond, 'per-second')],
    missed && ['Values missed', `${formatCount(missed.bad)} of ${formatCount(missed.total)}`],
  ]
  return (
    <dl class="recovery-numbers">
      {facts.map(
        fact =>
          fact && (
            <div key={fact[0]}>
              <dt class="small soft">{fact[0]}</dt>
              <dd>{fact[1]}</dd>
            </div>
          ),
      )}
    </dl>
  )
}

const sideWord = (side: string): string => SIDE_WORDS[side] ?? side
