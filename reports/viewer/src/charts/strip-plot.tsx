import { formatCount, formatValue } from '../../../format.ts'
import type { Strip } from '../model/strips.ts'
import { passSide, positionOn, trackOf } from '../model/verdict/track.ts'
import { dots } from './limit-track.tsx'
import { Readable } from './readable.tsx'

const HEIGHT = 38
const MIDDLE = HEIGHT / 2
/** So many visits are told under the pointer; where there are more, a dot is too small to be met. */
const MOST_HOVERED = 200

/** The values of one metric as dots; neighbours are set apart in height, in a fixed pattern, so that equal values show. */
export function StripPlot({ strip }: { strip: Strip }) {
  const { judgement, scale, values } = strip
  const { unit } = strip.samples
  const positions = values.map(value => positionOn(scale, value))
  const median = positionOn(scale, strip.median)
  const high = positionOn(scale, strip.high.value)
  const track = judgement && trackOf({ ...judgement, parts: values })
  const shaded = track && passSide(track)
  const limit = judgement && positionOn(scale, judgement.limit)
  const beyond = positions.filter(position => position.pinned !== undefined).length
  const summary = `${strip.title}: ${formatCount(values.length)} values, median ${formatValue(strip.median, unit)}, p${strip.high.percentile} ${formatValue(strip.high.value, unit)}, scale ${formatValue(scale.low, unit)} to ${formatValue(scale.high, unit)}`
  return (
    <Readable class="strip">
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
        {positions.slice(0, MOST_HOVERED).map(({ at }, index) => (
          <rect
            key={index}
            class="plot-hover"
            x={at - 0.7}
            y={MIDDLE + 4.5 * ((index % 5) - 2) - 4}
            width="1.4"
            height="8"
            data-told={`Visit ${index + 1}: ${formatValue(values[index], unit)}`}
          />
        ))}
        <path class="strip-mark" d={`M${median.at} ${MIDDLE - 8}V${MIDDLE + 8}`} />
        <path class="strip-mark" d={`M${high.at} 1V${HEIGHT - 1}`} />
      </svg>
      {beyond > 0 && (
        <span class="track-beyond track-high" title={`${beyond} beyond the scale`} aria-hidden="true">
          ›
        </span>
      )}
    </Readable>
  )
}
