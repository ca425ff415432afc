import type { RunReport } from '../../run-report.ts'
import { Guarded } from './guarded.tsx'
import type { ReadDocument } from './model/document.ts'
import { ApiSection } from './sections/api-section.tsx'
import { CalibrationSection } from './sections/calibration-section.tsx'
import { GuideSection } from './sections/guide-section.tsx'
import { MachineSection } from './sections/machine-section.tsx'
import { PageSection } from './sections/page-section.tsx'
import { RealtimeSection } from './sections/realtime-section.tsx'
import { SloSection } from './sections/verdict/slo-section.tsx'
import { TimeSection } from './sections/time/time-section.tsx'
import { VerdictSection } from './sections/verdict/verdict-section.tsx'
import { ThemeProvider } from './theme.tsx'
import { TopBar } from './top-bar.tsx'

/** The whole page: the report, or a sentence where there is none. */
export function App({ read }: { read: ReadDocument }) {
  if (read.kind === 'unreadable') {
    return (
      <main>
        <h1>No report to show</h1>
        <p class="lead">{read.because}</p>
      </main>
    )
  }
  return (
    <ThemeProvider>
      <ReportPage report={read.report} />
    </ThemeProvider>
  )
}

function ReportPage({ report }: { report: RunReport }) {
  return (
    <>
      <TopBar report={report} />
      <main>
        <Guarded name="The verdict">
          <VerdictSection report={report} />
        </Guarded>
        <Guarded name="The table of objectives">
          <SloSection judgements={report.judgements} />
        </Guarded>
        <Guarded name="The time axis">
          <TimeSection report={report} />
        </Guarded>
        <Guarded name="The page section">
          <PageSection report={report} />
        </Guarded>
        <Guarded name="The real-time section">
          <RealtimeSection report={report} />
        </Guarded>
        <Guarded name="The API section">
          <ApiSection report={report} />
        </Guarded>
        <Guarded name="The calibration section">
          <CalibrationSection report={report} />
        </Guarded>
        <Guarded name="The machine section">
          <MachineSection report={report} />
        </Guarded>
        <GuideSection />
      </main>
    </>
  )
}
