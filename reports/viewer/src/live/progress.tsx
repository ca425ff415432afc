import { formatCount, formatElapsed } from '../../../format.ts'
import { printable } from '../../../wording/printable.ts'
import type { UnderWay } from './under-way.tsx'

/** How far a run is: which spec runs, how long, what is left by the plan, and how many SLOs have no value yet. */
export function Progress({ standing, open }: UnderWay) {
  return (
    <div class="live-progress">
      {standing && (
        <>
          <p class="break">
            <strong>
              {standing.place} of {standing.of}
            </strong>{' '}
            {printable(standing.title)}{' '}
            <span class="soft">
              {formatElapsed(standing.elapsedMs / 1000)}
              {standing.plannedMs !== undefined && ` of ${formatElapsed(standing.plannedMs / 1000)}`}
              {', '}
              {formatElapsed(standing.leftMs / 1000)}
              {standing.isAtLeast && ' or more'} left of the run
            </span>
          </p>
          <progress max={standing.of} value={doneOf(standing)} aria-label="Specs that have run" />
        </>
      )}
      <p class="small soft">
        {open > 0 && `${formatCount(open)} ${open === 1 ? 'SLO has' : 'SLOs have'} no value yet. `}
        These verdicts are of what was measured so far: each may change until the run has ended.
      </p>
    </div>
  )
}

/** Specs, with the part of the one under way that is done by its plan. */
function doneOf({ place, elapsedMs, plannedMs }: NonNullable<UnderWay['standing']>): number {
  return place - 1 + (plannedMs ? Math.min(1, elapsedMs / plannedMs) : 0)
}
