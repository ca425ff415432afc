const known = new Map<string, string>()

/** A custom property of the theme in force as a colour that a canvas understands: `--line-1` as `rgb(0, 114, 178)`. */
export function chartColour(property: string): string {
  const key = `${document.documentElement.dataset['theme']} ${property}`
  const before = known.get(key)
  if (before !== undefined) return before
  const probe = document.createElement('span')
  probe.style.color = `var(${property})`
  document.body.append(probe)
  const { color } = getComputedStyle(probe)
  probe.remove()
  known.set(key, color)
  return color
}

/** The property with the colour of the nth line of a chart, from 0; after the eighth they come again. */
export function lineColour(index: number): string {
  return `--line-${(index % 8) + 1}`
}
