/** The colours of the page. */
export type Theme = 'light' | 'dark'

const KEY = 'fleetmark-theme'

/** What the reader chose before. A page in a sandbox has no storage: there the system is followed. */
export function remembered(): Theme | undefined {
  try {
    const theme = localStorage.getItem(KEY)
    return theme === 'light' || theme === 'dark' ? theme : undefined
  } catch {
    return undefined
  }
}

/** Keeps the reader's choice, where it can be kept. */
export function remember(theme: Theme): void {
  try {
    localStorage.setItem(KEY, theme)
  } catch {
    // A page in a sandbox has no storage: the choice lasts as long as the page.
  }
}

/** Shows the page in the colours that the reader chose before, where there was a choice. */
export function showRemembered(): void {
  const theme = remembered()
  if (theme) document.documentElement.dataset['theme'] = theme
}
