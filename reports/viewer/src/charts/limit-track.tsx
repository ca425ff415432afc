import type { Judgement } from '../../../judge/slo.ts'
import { formatCount, formatValue } from '../../../format.ts'
import { passSide, positionOn, trackOf, type Position } from '../model/verdict/track.ts'
import { objectiveText, observedText } from '../model/verdict/objective.ts'
import { verdictClass } from '../verdict-mark.tsx'

/** Height of the drawing and its middle, in px; its width is 100 units, stretched over whatever room there is. */
const HEIGHT = 26
const MIDDLE = 13

/** A judgement on the track of its limit: pass side shaded, a dot a part, the judged value as a diamond. */
export function LimitTrack({ judgement }: { judgement: Judgement }) {
  const track = trackOf(judgement)
  const shaded = passSide(track)
  const limit = positionOn(track, judgement.limit)
  const parts = judgement.parts.map(value => positionOn(track, value))
  const observed = judgement.observed === undefined ? undefined : positionOn(track, judgement.observed)
  const { unit } = judgement
  const summary = `Observed ${observedText(judgement)}, limit ${objectiveText(judgement.objective, unit)}, ${formatCount(parts.length)} parts on a scale from ${formatValue(track.low, unit)} to ${formatValue(track.high, unit)}`
  return (
    <div class="track">
      <svg
        role="img"
        aria-label={summary}
        viewBox={`0 0 100 ${HEIGHT}`}
        preserveAspectRatio="none"
        height={HEIGHT}
        width="100%"
      >
        <rect class="track-all" x="0" y="8" width="100" height="10" />
        <rect class="track-pass" x={shaded.from} y="8" width={shaded.to - shaded.from} height="10" />
        <path class="track-limit" d={`M${limit.at} 2V${HEIGHT - 2}`} />
        <path class="track-parts" d={dots(parts)} />
      </svg>
      {(['low', 'high'] as const).map(
        side =>
          parts.some(part => part.pinned === side) && (
            <span
              key={side}
              class={`track-beyond track-${side}`}
              title="Parts beyond the scale"
              aria-hidden="true"
            >
              {side === 'low' ? '‹' : '›'}
            </span>
          ),
      )}
      {observed && (
        <span
          class={`track-observed ${verdictClass(judgement.verdict)}`}
          style={{ left: `${observed.at}%` }}
          aria-hidden="true"
        >
          {observedMark(observed)}
        </span>
      )}
    </div>
  )
}

/** Dots of round caps on lines without length: they stay round however the drawing is stretched, and are one node. */
export function dots(positions: readonly Position[], y: (index: number) => number = () => MIDDLE): string {
  return positions.map(({ at }, index) => `M${at.toFixed(2)} ${y(index).toFixed(1)}h0`).join('')
}

function observedMark(observed: Position) {
  const shape = { undefined: 'M7 0l7 7-7 7-7-7z', low: 'M14 0v14L0 7z', high: 'M0 0v14l14-7z' }[
    `${observed.pinned}`
  ]
  return (
    <svg width="14" height="14" viewBox="0 0 14 14">
      <path d={shape} fill="currentColor" stroke="var(--card)" stroke-width="1.5" />
    </svg>
  )
}
