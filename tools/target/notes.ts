import type { Observation } from '../../fixtures/browser/observed/observe.ts'
import type { LiveText } from './find-live.ts'

/** @returns what stands in the way of measuring a page, a sentence each with the remedy */
export function notesOf({ cover, incidents, keptFrom, traffic }: Observation): string[] {
  const silent = traffic.sockets.filter(({ url }) => !traffic.arrivals.some(one => one.url === url))
  return [
    ...(cover
      ? [
          `${cover.element} stands before ${Math.round(cover.share * 100)} % of the page ("${cover.text}"): let "login" answer it, or answer it by hand and keep that in a storage state.`,
        ]
      : []),
    ...(keptFrom === undefined
      ? []
      : [
          `The page would have gone to ${keptFrom}, and was kept from it: set PERF_ALLOW_HOSTS=${keptFrom} if you may load it.`,
        ]),
    ...(incidents === '' ? [] : [`While it was watched: ${incidents}.`]),
    ...silent.map(
      ({ url }) => `Nothing came on the socket ${url.replace(/\?.*/, '')} while the page was watched.`,
    ),
  ]
}

/** @param failed conditions that were tried, and why each is none @returns why no condition is known that is true only with live data, with the remedy */
export function explainNothing(
  { documents, traffic, cover }: Observation,
  live: readonly LiveText[],
  failed: readonly string[],
): string {
  const remedy = 'Write "ready" by hand: what is on the page only once its data are.'
  if (failed.length > 0) return `Tried were ${failed.join('; ')}. ${remedy}`
  const canvas = documents.flatMap(({ canvases }) => canvases).length
  const changes = documents.reduce((sum, { changes, unkept }) => sum + changes.length + unkept, 0)
  const { arrivals } = traffic
  if (live.length > 0) return `What changes was there before its data came. ${remedy}`
  if (cover) return `Something stands before the page. ${remedy}`
  if (arrivals.length === 0) {
    return changes > documents.reduce((sum, { now }) => sum + now.length, 0)
      ? `Its texts change, and nothing was seen to arrive: they count by themselves, or come in by a service worker or a shared worker. ${remedy}`
      : `Nothing arrived and nothing changed while it was watched: watch it for longer with --seconds. ${remedy}`
  }
  if (canvas > 0) return `It is drawn on a canvas, which can't be read. ${remedy}`
  return `What arrived is not shown as it arrives. ${remedy}`
}
