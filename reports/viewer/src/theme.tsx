import { createContext, type ComponentChildren } from 'preact'
import { useContext, useEffect, useMemo, useState } from 'preact/hooks'

/** The colours of the page. */
export type Theme = 'light' | 'dark'

interface ThemeChoice {
  theme: Theme
  toggle: () => void
}

const ThemeContext = createContext<ThemeChoice>({ theme: 'light', toggle: () => {} })

/** The theme in force, and the way to change it. */
export function useTheme(): ThemeChoice {
  return useContext(ThemeContext)
}

/** Follows the system until the reader chooses; paper is always light. */
export function ThemeProvider({ children }: { children: ComponentChildren }) {
  const system = useMemo(() => matchMedia('(prefers-color-scheme: dark)'), [])
  const [systemTheme, setSystemTheme] = useState<Theme>(system.matches ? 'dark' : 'light')
  const [chosen, setChosen] = useState<Theme | undefined>(remembered)
  const theme = chosen ?? systemTheme

  useEffect(() => {
    const follow = () => setSystemTheme(system.matches ? 'dark' : 'light')
    system.addEventListener('change', follow)
    return () => system.removeEventListener('change', follow)
  }, [system])

  document.documentElement.dataset['theme'] = theme
  useEffect(() => {
    const toPaper = () => (document.documentElement.dataset['theme'] = 'light')
    const toScreen = () => (document.documentElement.dataset['theme'] = theme)
    addEventListener('beforeprint', toPaper)
    addEventListener('afterprint', toScreen)
    return () => {
      removeEventListener('beforeprint', toPaper)
      removeEventListener('afterprint', toScreen)
    }
  }, [theme])

  const choice = useMemo(
    () => ({
      theme,
      toggle: () => {
        const next = theme === 'dark' ? 'light' : 'dark'
        setChosen(next)
        remember(next)
      },
    }),
    [theme],
  )
  return <ThemeContext.Provider value={choice}>{children}</ThemeContext.Provider>
}

const KEY = 'fleetmark-theme'

/** What the reader chose before. A page in a sandbox has no storage: there the system is followed. */
function remembered(): Theme | undefined {
  try {
    const theme = localStorage.getItem(KEY)
    return theme === 'light' || theme === 'dark' ? theme : undefined
  } catch {
    return undefined
  }
}

function remember(theme: Theme): void {
  try {
    localStorage.setItem(KEY, theme)
  } catch {
    // A page in a sandbox has no storage: the choice lasts as long as the page.
  }
}
