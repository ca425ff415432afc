/** Where the address leads: to an element, with choices made there: `#slos?verdict=FAIL&q=agents`. */
export interface Place {
  id: string
  choices: URLSearchParams
}

/** @param hash the part of the address from `#` on; one that can't be decoded leads nowhere */
export function placeOf(hash: string): Place {
  const [id = '', choices = ''] = hash.replace(/^#/, '').split('?')
  try {
    return { id: decodeURIComponent(id), choices: new URLSearchParams(choices) }
  } catch {
    return { id: '', choices: new URLSearchParams() }
  }
}

/** @returns the part of the address from `#` on; choices that are empty are left out */
export function hashOf(id: string, choices: Readonly<Record<string, string>>): string {
  const made = new URLSearchParams(Object.entries(choices).filter(([, value]) => value !== ''))
  return made.size === 0 ? `#${id}` : `#${id}?${made}`
}
