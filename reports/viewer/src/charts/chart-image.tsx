import type { ComponentChildren, RefObject } from 'preact'
import { Readable } from './readable.tsx'

/** The drawing of a chart: `holder` is as wide as there is room, the image `width` by `height` px. */
export function ChartImage(props: {
  holder: RefObject<HTMLDivElement | null>
  /** What it shows, for who can't see it. */
  summary: string
  width: number
  height: number
  /** A class of its own. */
  kind?: string
  /** Whether it has marks that are read one by one. Default true. */
  hasMarks?: boolean
  children: ComponentChildren
}) {
  const { holder, summary, width, height, kind = '', hasMarks = true, children } = props
  const image = (
    <svg
      role="img"
      aria-label={summary}
      class={`plot ${kind}`.trim()}
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
    >
      {children}
    </svg>
  )
  return hasMarks ? <Readable holder={holder}>{image}</Readable> : <div ref={holder}>{image}</div>
}
