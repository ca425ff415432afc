import { useMemo } from 'preact/hooks'
import { Declared } from '../../stored/declared.ts'
import type { RunReport } from '../../run-report.ts'
import { DeclaredContext } from './declared.tsx'
import { Guarded } from './guarded.tsx'
import type { ReadDocument } from './model/document.ts'
import { sectionsOf } from './model/section-content.ts'
import { CalibrationSection } from './sections/calibration-section.tsx'
import { ComparisonSection } from './sections/comparison/comparison-section.tsx'
import { GuideSection } from './sections/guide-section.tsx'
import { MachineSection } from './sections/machine-section.tsx'
import { SystemSection } from './sections/system-section.tsx'
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
  const declared = useMemo(() => new Declared(report), [report])
  const systems = useMemo(() => sectionsOf(report, declared), [report, declared])
  return (
    <DeclaredContext.Provider value={declared}>
      <TopBar report={report} systems={systems} />
      <main>
        <Guarded name="The verdict">
          <VerdictSection report={report} />
        </Guarded>
        <Guarded name="The SLO table">
          <SloSection report={report} />
        </Guarded>
        <Guarded name="The time axis">
          <TimeSection report={report} />
        </Guarded>
        {systems.map(section => (
          <Guarded key={section.id} name={`The section "${section.title}"`}>
            <SystemSection section={section} report={report} />
          </Guarded>
        ))}
        {report.comparison && (
          <Guarded name="The comparison">
            <ComparisonSection comparison={report.comparison} judgements={report.judgements} />
          </Guarded>
        )}
        <Guarded name="The calibration section">
          <CalibrationSection report={report} />
        </Guarded>
        <Guarded name="The machine section">
          <MachineSection report={report} />
        </Guarded>
        <GuideSection />
      </main>
    </DeclaredContext.Provider>
  )
}
