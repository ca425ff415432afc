import type { SectionDeclaration } from '../../../load/measure/metric.ts'
import type { RunReport } from '../../run-report.ts'
import { runState } from './model/verdict/run-state.ts'
import { useTheme } from './theme.tsx'
import { VerdictIcon, verdictClass } from './verdict-mark.tsx'

const BEFORE = [
  ['verdict', 'Verdict'],
  ['slos', 'SLOs'],
  ['time', 'Time axis'],
] as const

const AFTER = [
  ['calibration', 'Calibration'],
  ['machine', 'Machine'],
  ['guide', 'How to read this'],
] as const

interface TopBarProps {
  report: RunReport
  /** The sections of systems that the page has. */
  systems: readonly SectionDeclaration[]
}

/** The bar that stays in sight: the run in a word, links to the sections, light or dark. */
export function TopBar({ report, systems }: TopBarProps) {
  const state = runState(report)
  const { theme, toggle } = useTheme()
  const other = theme === 'dark' ? 'light' : 'dark'
  const links = [
    ...BEFORE,
    ...systems.map(({ id, title }) => [id, title] as const),
    ...(report.comparison ? [['baseline', 'Baseline'] as const] : []),
    ...AFTER,
  ]
  return (
    <header class="topbar">
      <div class="topbar-inner">
        <span class="brand">Fleetmark</span>
        <span class={`topbar-state ${verdictClass(state.verdict)}`} title={state.word}>
          <VerdictIcon verdict={state.verdict} />
          <span>{state.word}</span>
        </span>
        <nav aria-label="Sections">
          <ul>
            {links.map(([id, name]) => (
              <li key={id}>
                <a href={`#${id}`}>{name}</a>
              </li>
            ))}
          </ul>
        </nav>
        <button
          type="button"
          class="choice theme-toggle"
          aria-label={`Change to ${other} colours`}
          onClick={toggle}
        >
          {other === 'dark' ? 'Dark' : 'Light'}
        </button>
      </div>
    </header>
  )
}
