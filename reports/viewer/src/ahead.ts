/** Sections are drawn before they come into sight, by so much of the window's height. */
const AHEAD = '60% 0px'

/** A class of what stands in the place of a section that is not drawn yet. */
export const AHEAD_CLASS = 'section-ahead'

/**
 * @param act gets the first of some places that is near the window, as often as one comes near
 * @returns what calls it off
 */
export function whenNear(places: Iterable<Element>, act: (near: Element) => void): () => void {
  const observer = new IntersectionObserver(
    entries => {
      const near = entries.find(({ isIntersecting }) => isIntersecting)
      if (near) act(near.target)
    },
    { rootMargin: AHEAD },
  )
  for (const place of places) observer.observe(place)
  return () => observer.disconnect()
}
