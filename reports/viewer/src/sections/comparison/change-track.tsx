import { TOLERANCE } from '../../../../comparison.ts'
import type { Compared } from '../../../../comparison.ts'
import { signedShare } from '../../../../wording/signed-share.ts'

const WIDTH = 160
const HEIGHT = 16
const RADIUS = 4
/** Changes beyond this share are drawn at the edge. */
const MOST = 0.5

interface Track {
  change: NonNullable<Compared['change']>
  /** How wide the band is to either side, as a share. Default 0.1. */
  tolerance?: number | undefined
}

/** A change as a dot with its interval, over the band in which a change is none. */
export function ChangeTrack({ change, tolerance = TOLERANCE }: Track) {
  const x = (share: number) => WIDTH / 2 + (WIDTH / 2 - RADIUS) * Math.max(-1, Math.min(1, share / MOST))
  const { estimate, low, high } = change
  const summary = `Change ${signedShare(estimate)}, between ${signedShare(low)} and ${signedShare(high)}`
  return (
    <svg class="change-track" role="img" aria-label={summary} width={WIDTH} height={HEIGHT}>
      <title>{summary}</title>
      <rect
        class="change-band"
        x={x(-tolerance)}
        width={x(tolerance) - x(-tolerance)}
        y="0"
        height={HEIGHT}
      />
      <path class="change-zero" d={`M${WIDTH / 2} 0V${HEIGHT}`} />
      <path class="change-interval" d={`M${x(low)} ${HEIGHT / 2}H${x(high)}`} />
      <circle class="change-dot" cx={x(estimate)} cy={HEIGHT / 2} r={RADIUS} />
    </svg>
  )
}
