import { createContext, type ComponentChildren } from 'preact'
import { useContext, useEffect, useMemo, useState } from 'preact/hooks'
import { remember, remembered, type Theme } from './remembered-theme.ts'

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
  // The page as it is written knows neither: what is drawn first has to equal it, and the style sheet follows the system by itself.
  const [systemTheme, setSystemTheme] = useState<Theme>()
  const [chosen, setChosen] = useState<Theme>()
  const known = chosen ?? systemTheme
  const theme = known ?? 'light'

  useEffect(() => {
    const system = matchMedia('(prefers-color-scheme: dark)')
    const follow = () => setSystemTheme(system.matches ? 'dark' : 'light')
    setChosen(remembered())
    follow()
    system.addEventListener('change', follow)
    return () => system.removeEventListener('change', follow)
  }, [])

  useEffect(() => {
    if (known === undefined) return undefined
    document.documentElement.dataset['theme'] = known
    const toPaper = () => (document.documentElement.dataset['theme'] = 'light')
    const toScreen = () => (document.documentElement.dataset['theme'] = known)
    addEventListener('beforeprint', toPaper)
    addEventListener('afterprint', toScreen)
    return () => {
      removeEventListener('beforeprint', toPaper)
      removeEventListener('afterprint', toScreen)
    }
  }, [known])

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
