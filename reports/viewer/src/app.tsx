import type { ComponentChildren } from 'preact'
import { useMemo } from 'preact/hooks'
import { Declared } from '../../stored/declared.ts'
import type { RunReport } from '../../run-report.ts'
import { AHEAD_CLASS } from './ahead.ts'
import { DeclaredContext } from './declared.tsx'
import { Guarded } from './guarded.tsx'
import { LiveApp } from './live/live-app.tsx'
import type { ReadDocument } from './model/document.ts'
import { sectionsOf } from './model/section-content.ts'
import { AdviceSection } from './sections/advice/advice-section.tsx'
import { CalibrationSection } from './sections/calibration-section.tsx'
import { ComparisonSection } from './sections/comparison/comparison-section.tsx'
import { PairsSection } from './sections/comparison/pairs-section.tsx'
import { GuideSection } from './sections/guide-section.tsx'
import { MachineSection } from './sections/machine-section.tsx'
import { SystemSection } from './sections/system-section.tsx'
import { SloSection } from './sections/verdict/slo-section.tsx'
import { TrendSection } from './sections/trend/trend-section.tsx'
import { TimeSection } from './sections/time/time-section.tsx'
import { VerdictSection } from './sections/verdict/verdict-section.tsx'
import { ThemeProvider } from './theme.tsx'
import { TopBar } from './top-bar.tsx'
import { useDrawn } from './use-drawn.ts'

/** A section of the page: its anchor, its name in the navigation, and what draws it. */
interface PageSection {
  id: string
  name: string
  draw: () => ComponentChildren
}

const draw = (report: RunReport) => <ReportPage report={report} />

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
  return <ThemeProvider>{read.kind === 'live' ? <LiveApp draw={draw} /> : draw(read.report)}</ThemeProvider>
}

interface ReportPageProps {
  report: RunReport
}

/** A report as its sections, top to bottom. */
export function ReportPage({ report }: ReportPageProps) {
  const declared = useMemo(() => new Declared(report), [report])
  const sections = useMemo(() => pageSections(report, declared), [report, declared])
  const ids = useMemo(() => sections.map(({ id }) => id), [sections])
  const first = ids.slice(0, ids.indexOf('slos') + 1)
  const drawn = useDrawn(ids, first)
  return (
    <DeclaredContext.Provider value={declared}>
      <TopBar report={report} sections={sections} />
      <main id="content">
        {sections.map(({ id, name, draw }) => (
          <Guarded key={id} name={`The section "${name}"`}>
            {drawn.has(id) ? draw() : <section id={id} class={`section ${AHEAD_CLASS}`} aria-label={name} />}
          </Guarded>
        ))}
      </main>
    </DeclaredContext.Provider>
  )
}

function pageSections(report: RunReport, declared: Declared): PageSection[] {
  const { advice = [], comparison, judgements, pairs, trend } = report
  const of = (id: string, name: string, draw: PageSection['draw']): PageSection => ({ id, name, draw })
  return [
    of('verdict', 'Verdict', () => <VerdictSection report={report} />),
    ...(advice.length > 0
      ? [of('advice', 'What to do', () => <AdviceSection advice={advice} judgements={judgements} />)]
      : []),
    ...(pairs ? [of('builds', 'Two builds', () => <PairsSection pairs={pairs} />)] : []),
    of('slos', 'SLOs', () => <SloSection report={report} />),
    of('time', 'Time axis', () => <TimeSection report={report} />),
    ...sectionsOf(report, declared).map(section =>
      of(section.id, section.title, () => <SystemSection section={section} report={report} />),
    ),
    ...(comparison
      ? [
          of('baseline', 'Baseline', () => (
            <ComparisonSection comparison={comparison} judgements={judgements} />
          )),
        ]
      : []),
    ...(trend ? [of('trend', 'Trend', () => <TrendSection trend={trend} />)] : []),
    of('calibration', 'Calibration', () => <CalibrationSection report={report} />),
    of('machine', 'Machine', () => <MachineSection report={report} />),
    of('guide', 'How to read this', () => <GuideSection />),
  ]
}
