import { quote } from './code.ts'
import { isLive, sourcesOf } from './find-live.ts'
import type { LiveText, Source, Watched } from './find-live.ts'

/** A condition that may be true only once live data is on the page. */
export interface ReadyCandidate {
  /** As it stands in the target's file. */
  code: string
  /** In words, for its comment: what shows, and what brought it. */
  about: string
  /** Without what comes from there it must not become true. */
  source?: Source
  /** What it looks at. */
  live?: LiveText
}

/** What a value looks like that is none yet, the plainest first. */
const PATTERNS = [/[1-9]/, /\d/, /[a-z]{3}/i]

/** So many are worth a try. */
const MOST = 5

/** @returns conditions to try, the best first */
export function proposeReady(live: readonly LiveText[], observation: Watched): ReadyCandidate[] {
  const byText = live.flatMap(one => byTextOf(one) ?? [])
  return [...byText, ...byCanvas(observation)].slice(0, MOST)
}

/**
 * @param instead what stands there without its data, of which nothing was seen: they came so soon that it stood for less than a moment
 * @returns a condition that is not true then; `undefined` where that was seen, or where nothing tells them apart
 */
export function proposeInstead(live: LiveText, instead: readonly string[]): ReadyCandidate | undefined {
  if (live.before.length > 0 || instead.length === 0) return undefined
  return byTextOf({ ...live, before: [...new Set(instead)] })
}

function byTextOf(live: LiveText): ReadyCandidate | undefined {
  const code = codeFor(live)
  return code === undefined ? undefined : { code, about: aboutText(live), source: live.first, live }
}

function codeFor(live: LiveText): string | undefined {
  const { selector, before, after, inShadow, isFrame } = live
  // What was not there before is known by being there.
  if (before.length === 0) return quote(selector)
  const pattern = PATTERNS.find(
    one => after.some(text => one.test(text)) && !before.some(text => one.test(text)),
  )
  if (!pattern) return undefined
  if (inShadow)
    return isFrame
      ? undefined
      : `page => page.locator(${quote(selector)}).filter({ hasText: ${String(pattern)} })`
  if (/^#[\w-]+$/.test(selector))
    return `() => ${String(pattern)}.test(document.querySelector(${quote(selector)})?.textContent ?? '')`
  const all = `[...document.querySelectorAll(${quote(selector)})]`
  return `() => ${all}.some(one => ${String(pattern)}.test(one.textContent))`
}

/** What is drawn can't be read: that its data have arrived is known of an answer, and else that something is drawn. */
function byCanvas({ documents, traffic }: Watched): ReadyCandidate[] {
  const [canvas] = documents.flatMap(({ canvases }) => canvases)
  const [source] = sourcesOf(traffic.arrivals)
    .filter(isLive)
    .toSorted((a, b) => b.arrivals.length - a.arrivals.length)
  if (canvas === undefined || !source) return []
  const path = new URL(source.url).pathname
  const arrived = {
    // What was cut is an entry too, with status 0.
    code: `() =>
        performance.getEntriesByType('resource').some(
          one =>
            one instanceof PerformanceResourceTiming &&
            one.responseStatus > 0 &&
            new URL(one.name).pathname === ${quote(path)},
        )`,
    about: `The page draws on ${canvas}, which can't be read: true once ${path} was answered.`,
    source,
  }
  const drawn = {
    code: `() => {
        const drawn = document.querySelector<HTMLCanvasElement>(${quote(canvas)})
        if (!drawn?.width || !drawn.height) return false
        const copy = new OffscreenCanvas(drawn.width, drawn.height).getContext('2d', { willReadFrequently: true })
        copy?.drawImage(drawn, 0, 0)
        return copy?.getImageData(0, 0, drawn.width, drawn.height).data.some(part => part > 0)
      }`,
    about: `The page draws on ${canvas}: true once anything is drawn, which is read in each frame until then.`,
    source,
  }
  return source.way === 'answer' ? [arrived, drawn] : [drawn]
}

function aboutText({ after, first, main, before }: LiveText): string {
  const [shown = ''] = after
  const instead =
    before.length === 0 ? '' : ` in place of ${before.at(-1) === '' ? 'nothing' : `"${before.at(-1)}"`}`
  const later = main === first || !isLive(main) ? '' : `; later ${nameOf(main)} changes it`
  return `True once it reads such as "${shown}"${instead}, which ${nameOf(first)} brought${later}.`
}

/** @returns a source in words */
function nameOf({ way, url }: Source): string {
  const { pathname } = new URL(url)
  const what = { socket: 'the socket', stream: 'the event stream', answer: 'the answer of' }[way]
  return `${what} ${pathname}`
}
