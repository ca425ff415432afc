import type { Judgement } from '../../../judge/slo.ts'
import { formatCount, formatExact } from '../../../format.ts'
import { objectiveText } from '../model/verdict/objective.ts'
import { positionOn, trackOf } from '../model/verdict/track.ts'
import { LimitTrack } from './limit-track.tsx'

/** The parts of a judgement, each visit, run or second a dot, on a scale with its limit named. */
export function PartsChart({ judgement }: { judgement: Judgement }) {
  const { unit, objective, limit, parts } = judgement
  const track = trackOf(judgement)
  const { at } = positionOn(track, limit)
  return (
    <figure class="card padded stack">
      <figcaption class="small soft">
        {formatCount(parts.length)} parts (visits, runs or seconds), a dot each; the diamond is the judged
        value.
      </figcaption>
      <div>
        <LimitTrack judgement={judgement} />
        <div class="track-scale small" aria-hidden="true">
          {at > 12 && <span class="soft">{formatExact(track.low, unit)}</span>}
          <span style={{ position: 'absolute', left: `${at}%`, transform: `translateX(-${at}%)` }}>
            {objectiveText(objective, unit)}
          </span>
          {at < 80 && <span class="soft track-most">{formatExact(track.high, unit)}</span>}
        </div>
      </div>
    </figure>
  )
}
