import type { ComponentChildren } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { formatInstant } from '../../../format.ts'
import type { LiveDocument } from '../../../live/live-document.ts'
import type { RunReport } from '../../../run-report.ts'
import { follow, type Followed } from './follow.ts'
import { UnderWayContext } from './under-way.tsx'

/**
 * The page of a run under way: its report as it stands, made anew as the run goes on; and when it has ended, its report.
 *
 * @param draw of a report the page as it is on a disk
 */
export function LiveApp({ draw }: { draw: (report: RunReport) => ComponentChildren }) {
  const [{ document: shown, silentSinceMs }, setFollowed] = useState<Followed>({
    document: { kind: 'waiting' },
  })
  useEffect(() => follow(setFollowed), [])
  useEffect(() => {
    document.title = `${titleOf(shown)} – Fleetmark`
  }, [shown])
  const hasReport = shown.kind === 'under-way' || shown.kind === 'ended'
  return (
    <>
      <Notice of={shown} silentSinceMs={silentSinceMs} />
      {hasReport && (
        <UnderWayContext.Provider value={shown.kind === 'under-way' ? shown : undefined}>
          {draw(shown.report)}
        </UnderWayContext.Provider>
      )}
    </>
  )
}

function titleOf(shown: LiveDocument): string {
  switch (shown.kind) {
    case 'waiting':
      return 'The run begins'
    case 'under-way':
      return shown.standing ? `${shown.standing.place}/${shown.standing.of} under way` : 'Under way'
    case 'ended':
      return shown.report.run.headline
    case 'lost':
      return 'The run was ended'
  }
}

/** What a reader must know of the page itself: where the run is gone to, and where its report is. */
function Notice({ of: shown, silentSinceMs }: { of: LiveDocument; silentSinceMs: number | undefined }) {
  switch (shown.kind) {
    case 'ended':
      return (
        <Bar>
          The run has ended, and this page with it: it is the report that is kept in{' '}
          <code class="break">{shown.folder}/index.html</code>.
        </Bar>
      )
    case 'lost':
      return (
        <Bar>
          The process of the run is gone, and it left no report. Make it of what was measured:{' '}
          <code class="break">{shown.judge}</code>
        </Bar>
      )
    case 'waiting':
      return (
        <Bar>
          {silentSinceMs === undefined
            ? 'The run begins. What it measures is shown here as it comes.'
            : 'Nobody answers at this address: the run has ended.'}
        </Bar>
      )
    case 'under-way':
      return silentSinceMs === undefined ? null : (
        <Bar>
          Nobody answers since {formatInstant(silentSinceMs)}: the run has ended, and what is shown here is of
          before. Its report is in <code class="break">{shown.folder}/index.html</code>.
        </Bar>
      )
  }
}

function Bar({ children }: { children: ComponentChildren }) {
  return (
    <p class="live-bar" role="status">
      {children}
    </p>
  )
}
