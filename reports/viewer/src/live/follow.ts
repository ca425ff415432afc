import type { LiveDocument } from '../../../live/live-document.ts'

/** How often the server of a run under way is asked, ms. */
const ASK_MS = 2000

/** What is known of a run that is followed. */
export interface Followed {
  document: LiveDocument
  /** Since when nobody answers, epoch ms. */
  silentSinceMs?: number
}

/**
 * Follows a run: asks its server until the run has ended. A page that nobody sees asks for no document before it is seen, or the run has ended.
 *
 * @param tell gets what is new
 * @returns what ends it
 */
export function follow(tell: (followed: Followed) => void): () => void {
  let document: LiveDocument = { kind: 'waiting' }
  let etag: string | null = null
  let silentSinceMs: number | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  const ask = async (): Promise<void> => {
    try {
      const response = await fetch('live.json')
      if (!response.ok) throw new Error(response.statusText)
      const tag = response.headers.get('etag')
      const isNew = etag === null || tag !== etag
      if (isNew) document = (await response.json()) as LiveDocument
      // Of a document that broke off the next answer is new as well.
      etag = tag
      if (isNew || silentSinceMs !== undefined) tell({ document })
      silentSinceMs = undefined
    } catch {
      if (silentSinceMs === undefined) tell({ document, silentSinceMs: (silentSinceMs = Date.now()) })
    }
  }
  const next = async (): Promise<void> => {
    if (globalThis.document.hidden) await seenOrEnded()
    await ask()
    if (document.kind !== 'ended' && document.kind !== 'lost') timer = setTimeout(() => void next(), ASK_MS)
  }
  void next()
  return () => clearTimeout(timer)
}

/** Until somebody sees the page or the run has ended, of which the server tells by itself: timers of a page that nobody sees hardly run. */
async function seenOrEnded(): Promise<void> {
  const given = new AbortController()
  const { signal } = given
  const seen = new Promise<void>(resolve => {
    globalThis.document.addEventListener('visibilitychange', () => resolve(), { once: true, signal })
  })
  const ended = async (): Promise<void> => {
    while ((await fetch('end', { signal })).status === 204);
  }
  // Nobody answers: that is told, too.
  await Promise.race([seen, ended().catch(() => {})])
  given.abort()
}
