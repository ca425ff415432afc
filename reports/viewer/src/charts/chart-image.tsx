import type { ComponentChildren, RefObject } from 'preact'

/** The drawing of a chart: `holder` is as wide as there is room, the image `width` by `height` px. */
export function ChartImage(props: {
  holder: RefObject<HTMLDivElement | null>
  /** What it shows, for who can't see it. */
  summary: string
  width: number
  height: number
  /** A class of its own. */
  kind?: string
  children: ComponentChildren
}) {
  const { holder, summary, width, height, kind = '', children } = props
  return (
    <div ref={holder}>
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
    </div>
  )
}
