import { formatCount, formatValue } from '../../../format.ts'
import type { Strip } from '../model/strips.ts'
import { passSide, positionOn, trackOf } from '../model/verdict/track.ts'
import { dots } from './limit-track.tsx'

const HEIGHT = 38
const MIDDLE = HEIGHT / 2

/** The values of one metric as dots; neighbours are set apart in height, in a fixed pattern, so that equal values show. */
export function StripPlot({ strip }: { strip: Strip }) {
  const { judgement, scale, values } = strip
  const { unit } = strip.samples
  const positions = values.map(value => positionOn(scale, value))
  const median = positionOn(scale, strip.median)
  const p95 = positionOn(scale, strip.p95)
  const track = judgement && trackOf({ ...judgement, parts: values })
  const shaded = track && passSide(track)
  const limit = judgement && positionOn(scale, judgement.limit)
  const beyond = positions.filter(position => position.pinned !== undefined).length
  const summary = `${strip.title}: ${formatCount(values.length)} values, median ${formatValue(strip.median, unit)}, p95 ${formatValue(strip.p95, unit)}, scale ${formatValue(scale.low, unit)} to ${formatValue(scale.high, unit)}`
  return (
    <div class="strip">
      <svg
        role="img"
        aria-label={summary}
        viewBox={`0 0 100 ${HEIGHT}`}
        preserveAspectRatio="none"
        width="100%"
        height={HEIGHT}
      >
        <rect class="track-all" x="0" y="1" width="100" height={HEIGHT - 2} />
        {shaded && (
          <rect
            class="strip-pass"
            x={shaded.from}
            y="1"
            width={shaded.to - shaded.from}
            height={HEIGHT - 2}
          />
        )}
        {limit && <path class="strip-limit" d={`M${limit.at} 0V${HEIGHT}`} />}
        <path class="strip-dots" d={dots(positions, index => MIDDLE + 4.5 * ((index % 5) - 2))} />
        <path class="strip-mark" d={`M${median.at} ${MIDDLE - 8}V${MIDDLE + 8}`} />
        <path class="strip-mark" d={`M${p95.at} 1V${HEIGHT - 1}`} />
      </svg>
      {beyond > 0 && (
        <span class="track-beyond track-high" title={`${beyond} beyond the scale`} aria-hidden="true">
          ›
        </span>
      )}
    </div>
  )
}
