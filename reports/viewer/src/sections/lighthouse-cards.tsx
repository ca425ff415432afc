import { fileLink } from '../model/file-link.ts'
import { ScoreGauge } from '../charts/score-gauge.tsx'
import type { LighthouseAudit } from '../../../run-report.ts'

const THROTTLING: Record<LighthouseAudit['throttling'], string> = {
  simulate: "slow network and processor simulated: Lighthouse's estimate, not a measurement",
  devtools: 'network and processor slowed down',
  provided: 'the machine as it is, not slowed down',
}

/** Lighthouse's audits: a gauge a category, and the way to its own report. */
export function LighthouseCards({ audits }: { audits: readonly LighthouseAudit[] }) {
  return (
    <div class="stack">
      <h3>Lighthouse</h3>
      <div class="columns">
        {audits.map(audit => (
          <article key={audit.file} class="card padded stack">
            <div>
              <h3 class="break">
                {audit.page}, {audit.formFactor}
              </h3>
              <p class="small soft">
                Median of {audit.runs} {audit.runs === 1 ? 'run' : 'runs'}; {THROTTLING[audit.throttling]}.
              </p>
            </div>
            <ul class="gauges">
              {Object.entries(audit.scores).map(([category, score]) => (
                <li key={category}>
                  <ScoreGauge score={score} name={words(category)} />
                </li>
              ))}
            </ul>
            <FailedAudits failed={audit.failed ?? []} />
            {audit.warnings.length > 0 && (
              <ul class="warnings small">
                {audit.warnings.map(warning => (
                  <li key={warning} class="break">
                    {warning}
                  </li>
                ))}
              </ul>
            )}
            <p>
              <a href={fileLink(audit.file)}>Lighthouse's own report of the median run</a>
            </p>
          </article>
        ))}
      </div>
    </div>
  )
}

/** What counts for a score and did not pass, by category. */
function FailedAudits({ failed }: { failed: NonNullable<LighthouseAudit['failed']> }) {
  if (failed.length === 0) return null
  return (
    <dl class="guide small">
      {[...Map.groupBy(failed, ({ category }) => category)].map(([category, own]) => (
        <div key={category}>
          <dt>{words(category)}: did not pass</dt>
          {own.map(({ id, title }) => (
            <dd key={id} class="break">
              {title}
            </dd>
          ))}
        </div>
      ))}
    </dl>
  )
}

function words(category: string): string {
  const spaced = category === 'seo' ? 'SEO' : category.replaceAll('-', ' ')
  return spaced.charAt(0).toUpperCase() + spaced.slice(1)
}
