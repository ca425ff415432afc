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
 * Follows a run: asks its server until the run has ended. A page that nobody sees asks for nothing.
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
      const isNew = etag === null || response.headers.get('etag') !== etag
      etag = response.headers.get('etag')
      if (isNew) document = (await response.json()) as LiveDocument
      if (isNew || silentSinceMs !== undefined) tell({ document })
      silentSinceMs = undefined
    } catch {
      if (silentSinceMs === undefined) tell({ document, silentSinceMs: (silentSinceMs = Date.now()) })
    }
  }
  const next = async (): Promise<void> => {
    if (!globalThis.document.hidden) await ask()
    if (document.kind !== 'ended' && document.kind !== 'lost') timer = setTimeout(() => void next(), ASK_MS)
  }
  void next()
  return () => clearTimeout(timer)
}
