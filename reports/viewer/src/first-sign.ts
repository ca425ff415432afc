import { AHEAD_CLASS, whenNear } from './ahead.ts'

/** What a reader does first. A search of the browser, which has no event, takes the focus from the page. */
export const SIGNS = [
  'scroll',
  'pointermove',
  'pointerdown',
  'keydown',
  'touchstart',
  'click',
  'focusin',
  'blur',
] as const

/** What else needs all of the page. */
const NEEDS = [...SIGNS, 'hashchange', 'beforeprint'] as const

/**
 * Calls back once: when a reader first does something, prints the page or followed an address within it, or when the first section that the file does
 * not hold is near the window. It is called before anything else hears of the event: what is drawn then takes it.
 */
export function whenRead(start: () => void): void {
  const called = new AbortController()
  const once = (event?: Event) => {
    if (called.signal.aborted) return
    called.abort()
    unwatch()
    start()
    // Who listens to the window from now on hears what comes by it, but not what is its own.
    if (event?.target === window) dispatchEvent(new Event(event.type))
  }
  const unwatch = whenNear(document.querySelectorAll(`.${AHEAD_CLASS}`), () => once())
  for (const need of NEEDS)
    addEventListener(need, once, { capture: true, passive: true, signal: called.signal })
  if (location.hash !== '') setTimeout(once)
}
