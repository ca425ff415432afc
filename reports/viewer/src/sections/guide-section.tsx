import type { ComponentChildren } from 'preact'
import { DOUBT_GUIDE } from '../../../doubts.ts'
import { PASS_CONFIDENCE, VERDICTS } from '../../../judge/slo.ts'
import { formatConfidence } from '../../../format.ts'
import { VERDICT_MEANING, VERDICT_REMEDY } from '../model/verdict/verdicts.ts'
import { VerdictMark } from '../verdict-mark.tsx'
import { SectionTitle } from '../section-title.tsx'

/** How to read the report: verdicts, confidence, percentiles, doubts. */
export function GuideSection() {
  return (
    <section id="guide" class="section" aria-labelledby="guide-title">
      <SectionTitle id="guide">How to read this</SectionTitle>
      <div class="stack">
        <details class="card fold">
          <summary>The five verdicts</summary>
          <dl class="guide">
            {VERDICTS.toReversed().map(verdict => (
              <Entry key={verdict} name={<VerdictMark verdict={verdict} />}>
                {VERDICT_MEANING[verdict]} {VERDICT_REMEDY[verdict]}
              </Entry>
            ))}
          </dl>
        </details>
        <details class="card fold">
          <summary>The numbers</summary>
          <dl class="guide">
            <Entry name="Confidence">
              The probability that the SLO holds, given the data of this run. From{' '}
              {formatConfidence(PASS_CONFIDENCE)} it is a PASS, up to {formatConfidence(1 - PASS_CONFIDENCE)}{' '}
              a FAIL, between them INCONCLUSIVE, unless the SLO sets another threshold. No data make it
              certain, so it never reads 1.00.
            </Entry>
            <Entry name="Percentile">
              p95 &lt; 200 ms means: at least 95 % of the values lie below 200 ms. A failed request has no
              latency; a time-out counts as a value at the time-out, and the true one may be larger.
            </Entry>
            <Entry name="Age and staleness">
              Age is the time since what a viewer holds was sent, so it grows while an agent has nothing new
              to say. Staleness is the time since a newer value was sent: 0 while the viewer holds the newest.
            </Entry>
            <Entry name="n, and independent samples">
              n values that resemble their neighbours say less than n independent ones. The confidence rests
              on the number of independent samples.
            </Entry>
          </dl>
        </details>
        <details class="card fold">
          <summary>Doubts</summary>
          <dl class="guide">
            {Object.values(DOUBT_GUIDE).map(({ name, meaning, remedy }) => (
              <Entry key={name} name={name}>
                {meaning} {remedy}
              </Entry>
            ))}
            <Entry name="When a doubt counts">
              A doubt makes a verdict invalid only if it could have changed it. Otherwise it is shown and the
              verdict stands.
            </Entry>
          </dl>
        </details>
      </div>
    </section>
  )
}

function Entry({ name, children }: { name: ComponentChildren; children: ComponentChildren }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  )
}
