import { MOST_ADVICE } from '../../../../advice.ts'
import type { Advice } from '../../../../advice.ts'
import { formatCount } from '../../../../format.ts'
import type { Judgement } from '../../../../judge/slo.ts'
import { claimOf } from '../../../../wording/advice-text.ts'
import { printable } from '../../../../wording/printable.ts'
import { anchorOf } from '../../model/anchor.ts'
import { AdviceFigure } from './advice-figure.tsx'

/** So many SLOs are linked from a card. */
const MOST_LINKS = 3

/** As many are printed: see print.css. */
const ON_PAPER = 4

interface AdviceSectionProps {
  advice: readonly Advice[]
  /** Those of the run: a card leads to their rows. */
  judgements: readonly Judgement[]
}

/** What to do: at most five cards, the most urgent first. */
export function AdviceSection({ advice, judgements }: AdviceSectionProps) {
  const names = new Set(judgements.map(({ name }) => name))
  const more = advice.length - MOST_ADVICE
  return (
    <section id="advice" class="section" aria-labelledby="advice-title">
      <h2 id="advice-title">
        What to do
        {advice.length > ON_PAPER && (
          <span class="on-paper">: the first {ON_PAPER}, all of them in the page</span>
        )}
      </h2>
      <ol class="advice-cards">
        {advice.slice(0, MOST_ADVICE).map(one => (
          <li key={`${one.rule} ${one.judgements[0] ?? ''}`} class="card padded stack">
            <Card advice={one} names={names} />
          </li>
        ))}
      </ol>
      {more > 0 && (
        <p class="small soft">
          {formatCount(more)} more in <code>report.json</code> (<code>advice</code>).
        </p>
      )}
    </section>
  )
}

function Card({ advice, names }: { advice: Advice; names: ReadonlySet<string> }) {
  const { priority, text, next, figures } = advice
  const claim = claimOf(advice)
  const rest = text.slice(claim.length).trim()
  const linked = advice.judgements.filter(name => names.has(name))
  return (
    <>
      <h3 class="break">
        <span class={`advice-priority advice-${priority.toLowerCase()}`}>{priority}</span> {printable(claim)}
      </h3>
      {rest !== '' && <p class="break">{printable(rest)}</p>}
      {figures && <AdviceFigure {...figures} />}
      <p class="break">
        <strong>Next:</strong> {printable(next)}
      </p>
      {linked.length > 0 && (
        <p class="small break">
          {linked.slice(0, MOST_LINKS).map((name, index) => (
            <>
              {index > 0 && ', '}
              <a href={`#${anchorOf({ name })}`}>{printable(name)}</a>
            </>
          ))}
          {linked.length > MOST_LINKS && ` and ${formatCount(linked.length - MOST_LINKS)} more`}
        </p>
      )}
    </>
  )
}
