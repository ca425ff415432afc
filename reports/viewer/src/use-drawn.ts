import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import { AHEAD_CLASS, whenNear } from './ahead.ts'
import { SIGNS } from './first-sign.ts'
import { placeOf } from './model/place.ts'

/**
 * Which sections of the page are drawn: those at the top at once, so that the page answers early; another when it comes near the window; and all, one
 * by one when the browser has nothing else to do, as soon as somebody reads the page, so that a search of the browser finds every word. Where the
 * address leads to one that is not drawn, all are, and then it is shown; for paper all are at once.
 *
 * @param ids of the sections, top to bottom
 * @param first those that are drawn at once
 */
export function useDrawn(ids: readonly string[], first: readonly string[]): ReadonlySet<string> {
  const [later, setLater] = useState<ReadonlySet<string>>(new Set())
  // A run under way gets further ones at its end.
  const drawn = new Set([...first, ...later])
  const [isRead, setRead] = useState(false)
  const sought = useRef('')
  const next = ids.find(id => !drawn.has(id))

  // At once, not after the next paint: the event that had the page drawn is heard here, too.
  useLayoutEffect(() => {
    const read = () => setRead(true)
    const follow = () => {
      const { id } = placeOf(location.hash)
      const section = document.querySelector(`#${CSS.escape(id || 'content')}`)?.closest('.section')
      if (id === '' || (section && first.includes(section.id))) return
      sought.current = location.hash
      read()
    }
    const toPaper = () => setLater(new Set(ids))
    follow()
    for (const sign of SIGNS) addEventListener(sign, read, { once: true, passive: true })
    addEventListener('hashchange', follow)
    addEventListener('beforeprint', toPaper)
    return () => {
      for (const sign of SIGNS) removeEventListener(sign, read)
      removeEventListener('hashchange', follow)
      removeEventListener('beforeprint', toPaper)
    }
  }, [ids])

  useEffect(() => {
    if (next === undefined) return undefined
    const add = (id: string) => setLater(before => new Set([...before, id]))
    if (isRead) return whenIdle(() => add(next))
    // One at a time: with it drawn, the others may be far from the window again.
    return whenNear(document.querySelectorAll(`.${AHEAD_CLASS}`), ({ id }) => add(id))
  }, [later, isRead, next])

  useEffect(() => {
    // What stands above a place moves it until it is drawn.
    if (next !== undefined || sought.current === '') return
    const { id } = placeOf(sought.current)
    sought.current = ''
    if (location.hash !== '' && id !== '') document.querySelector(`#${CSS.escape(id)}`)?.scrollIntoView()
  }, [next, isRead])
  return drawn
}

/** @returns what calls it off */
function whenIdle(act: () => void): () => void {
  // Safari has no such callback.
  if (typeof requestIdleCallback === 'undefined') {
    const timer = setTimeout(act)
    return () => clearTimeout(timer)
  }
  const request = requestIdleCallback(act, { timeout: 200 })
  return () => cancelIdleCallback(request)
}
