import { useMemo } from 'preact/hooks'
import type { RunReport } from '../../../run-report.ts'
import { degradationsOf, isDegradation } from '../model/degradations.ts'
import { distributionsOf } from '../model/measured/distributions.ts'
import { seriesKey } from '../model/measured/names.ts'
import { stripsOf } from '../model/strips.ts'
import { tallySums } from '../model/measured/tally-sums.ts'
import { DegradationCurves } from './degradation-curves.tsx'
import { DistributionTable } from './table/distribution-table.tsx'
import { LighthouseCards } from './lighthouse-cards.tsx'
import { StripTable } from './table/strip-table.tsx'
import { TallyTable } from './table/tally-table.tsx'

/** The page in a browser: every visit as a dot, the curves under growing load, failed sessions, Lighthouse's audits. */
export function PageSection({ report }: { report: RunReport }) {
  const strips = useMemo(() => stripsOf(report), [report])
  const degradations = useMemo(() => degradationsOf(report.measurements), [report])
  const drawn = new Set(strips.map(({ samples }) => seriesKey(samples.metric, samples.labels)))
  const others = distributionsOf(report).filter(
    ({ metric, labels }) =>
      isOfPage(metric) && !isDegradation(metric) && !drawn.has(seriesKey(metric, labels)),
  )
  const tallies = tallySums(report.measurements).filter(({ metric }) => isOfPage(metric))
  const nothing =
    strips.length + degradations.length + others.length + tallies.length + report.lighthouse.length === 0
  return (
    <section id="page" class="section" aria-labelledby="page-title">
      <h2 id="page-title">Page</h2>
      {nothing && (
        <p class="empty">This run opened no page: no visit and no Lighthouse audit was recorded.</p>
      )}
      {strips.length > 0 && <StripTable strips={strips} />}
      {degradations.length > 0 && <DegradationCurves degradations={degradations} />}
      {others.length > 0 && (
        <DistributionTable
          caption="Other measurements of the page, too many values for a dot each."
          distributions={others}
          judgements={report.judgements}
        />
      )}
      {tallies.length > 0 && (
        <TallyTable
          caption="Sessions, and those that failed."
          tallies={tallies}
          judgements={report.judgements}
        />
      )}
      {report.lighthouse.length > 0 && <LighthouseCards audits={report.lighthouse} />}
    </section>
  )
}

function isOfPage(metric: string): boolean {
  return metric.startsWith('dashboard.') || metric.startsWith('users.')
}
