import { useMemo } from 'preact/hooks'
import type { SectionDeclaration } from '../../../../load/measure/metric.ts'
import type { RunReport } from '../../../run-report.ts'
import { PercentileChart } from '../charts/percentile-chart.tsx'
import { useDeclared } from '../declared.tsx'
import { contentOf, type SectionContent } from '../model/section-content.ts'
import { CapacitySearches } from './capacity-searches.tsx'
import { DiagnosedVisits } from './diagnosis/diagnosed-visits.tsx'
import { DegradationCurves } from './degradation-curves.tsx'
import { RequestTable } from './endpoint/request-table.tsx'
import { LedgerTable } from './ledger-table.tsx'
import { LighthouseCards } from './lighthouse-cards.tsx'
import { PagePictures } from './page-pictures.tsx'
import { Profiles } from './profile/profiles.tsx'
import { Recoveries } from './recoveries.tsx'
import { MeasuredFold } from './table/measured-fold.tsx'
import { StripTables } from './table/strip-table.tsx'
import { WayBar } from './way-bar.tsx'
import { SectionTitle } from '../section-title.tsx'

interface SystemSectionProps {
  section: SectionDeclaration
  report: RunReport
}

/** Percentile curves, a chart for each kind of work. */
function LatencyCharts({
  curves,
  judgements,
}: Pick<SectionContent, 'curves'> & Pick<RunReport, 'judgements'>) {
  return (
    <div class="columns curve-charts">
      {curves.map(({ title, distributions }) => (
        <PercentileChart
          key={`${title} ${distributions[0]?.unit}`}
          title={title}
          distributions={distributions}
          judgements={judgements}
        />
      ))}
    </div>
  )
}

/** A system: whatever its metrics are declared to be shown as, in an order that is the same for all. */
export function SystemSection({ section, report }: SystemSectionProps) {
  const declared = useDeclared()
  const content = useMemo(() => contentOf(section, report, declared), [section, report, declared])
  const { ways, curves, strips, degradations, recoveries, workloads, searches } = content
  const { accounts, ledgers, distributions, tallies, audits, pictures, diagnoses, profiles } = content
  const { judgements } = report
  return (
    <section id={section.id} class="section" aria-labelledby={`${section.id}-title`}>
      <SectionTitle id={section.id}>{section.title}</SectionTitle>
      {Object.values(content).every(view => view.length === 0) && (
        <p class="empty">Nothing was measured here in this run.</p>
      )}
      {ways.map(way => (
        <WayBar key={way.title} way={way} judgements={judgements} />
      ))}
      {accounts.length > 0 && <p class="account">{accounts.join(' ')}</p>}
      {ledgers.map(ledger => (
        <LedgerTable key={ledger.title} ledger={ledger} />
      ))}
      <LatencyCharts curves={curves} judgements={judgements} />
      {strips.length > 0 && <StripTables strips={strips} />}
      {diagnoses.length > 0 && <DiagnosedVisits diagnoses={diagnoses} />}
      {[...Map.groupBy(degradations, ({ loads }) => loads)].map(([loads, own]) => (
        <DegradationCurves key={loads} title={section.title} loads={loads} degradations={own} />
      ))}
      {recoveries.length > 0 && <Recoveries recoveries={recoveries} />}
      {workloads.length > 0 && (
        <p class="lead">
          Response time (p50, p95, p99) counts from the moment a request was due, service time and time to
          first byte (TTFB) from when it was sent. Where they differ, requests waited for others. Capacity is
          the most answers a second in a closed loop. Press a column's head to sort by it, a row to see its
          distribution, timeline and errors.
        </p>
      )}
      {workloads.length > 0 && <RequestTable workloads={workloads} report={report} />}
      {searches.length > 0 && <CapacitySearches searches={searches} />}
      {profiles.length > 0 && <Profiles profiles={profiles} />}
      <MeasuredFold
        title={section.title}
        distributions={distributions}
        tallies={tallies}
        judgements={judgements}
      />
      {pictures.length > 0 && <PagePictures pictures={pictures} />}
      {audits.length > 0 && <LighthouseCards audits={audits} />}
    </section>
  )
}
