import { useEffect, useState } from 'preact/hooks'
import type { RunReport } from '../../run-report.ts'
import { useUnderWay } from './live/under-way.tsx'
import { runState } from './model/verdict/run-state.ts'
import { useTheme } from './theme.tsx'
import { VerdictIcon, verdictClass } from './verdict-mark.tsx'

interface TopBarProps {
  report: RunReport
  /** What the page has, top to bottom. */
  sections: readonly { id: string; name: string }[]
}

/** The bar that stays in sight: the run in a word, links to the sections, light or dark. */
export function TopBar({ report, sections }: TopBarProps) {
  const state = runState(report, useUnderWay() !== undefined)
  const { theme, toggle } = useTheme()
  const other = theme === 'dark' ? 'light' : 'dark'
  const current = useCurrent(sections)
  return (
    <header class="topbar">
      <a class="skip" href="#content">
        Skip to the report
      </a>
      <div class="topbar-inner">
        <span class="brand">Fleetmark</span>
        <span class={`topbar-state ${verdictClass(state.verdict)}`} title={state.word}>
          <VerdictIcon verdict={state.verdict} />
          <span>{state.word}</span>
        </span>
        <nav aria-label="Sections">
          <ul>
            {sections.map(({ id, name }) => (
              <li key={id}>
                <a href={`#${id}`} aria-current={id === current ? 'location' : undefined}>
                  {name}
                </a>
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

/** The section whose head went by last; the first before any did. */
function useCurrent(sections: TopBarProps['sections']): string | undefined {
  const [current, setCurrent] = useState<string>()
  useEffect(() => {
    const follow = () => {
      if (scrollY === 0) return setCurrent(sections[0]?.id)
      const passed = sections.findLast(({ id }) => {
        const top = document.querySelector(`#${CSS.escape(id)}`)?.getBoundingClientRect().top
        return top !== undefined && top < innerHeight / 3
      })
      setCurrent((passed ?? sections[0])?.id)
    }
    follow()
    addEventListener('scroll', follow, { passive: true })
    return () => removeEventListener('scroll', follow)
  }, [sections])
  return current
}
