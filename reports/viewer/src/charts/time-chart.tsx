import { useEffect, useRef } from 'preact/hooks'
import uPlot from 'uplot'
import { formatElapsed, formatExact } from '../../../format.ts'
import { lonePoints } from '../model/axis/columns.ts'
import type { Columns } from '../model/axis/columns.ts'
import type { Panel } from '../model/axis/panels.ts'
import type { PanelLimit } from '../model/axis/panel-limits.ts'
import { timeTicks } from '../model/axis/time-ticks.ts'
import { useTheme } from '../theme.tsx'
import { chartColour, lineColour } from './chart-colour.ts'
import type { Span } from '../model/axis/span.ts'
import { drawLimits, withLimits } from './time-limits.ts'
import { drawSpans } from './time-spans.ts'

/** Width of the value axis in px: the lane above the panels is set in by as much. */
export const AXIS_PX = 68
/** Room to the right of the plots in px, so that the last time label is whole. */
export const RIGHT_PX = 14
/** How far from the cursor a value may lie to be read there: in px, or in seconds if that is more. */
const REACH_PX = 12
const REACH_SEC = 3
/** Width of a plot on paper: A4 across, less its margins. */
const PAPER_PX = 960

export interface TimeChartProps {
  panel: Panel
  /** Its lines, side by side: see `columnsOf`. The same ones as long as the panel is. */
  columns: Columns
  summary: string
  /** The part of the time axis shown, in seconds. */
  range: readonly [startSec: number, endSec: number]
  spans: readonly Span[]
  /** Drawn across where they are on the scale. Default none. */
  limits?: readonly PanelLimit[]
  /** Charts with the same key share their cursor. */
  syncKey: string
  height: number
  /** Names the times under the plot; where panels are stacked, the lane above them does. */
  showTimes: boolean
  /** Called with the columns' index near the cursor for each line, null where it has no value; with nothing when it left. */
  onPoint: (indices: readonly (number | null)[] | undefined) => void
  /** Called with the time under the cursor, by the chart that the pointer is on. */
  onTime: (atSec: number | undefined) => void
  /** Called with the range dragged over, or with nothing on a double click. */
  onZoom: (range: [startSec: number, endSec: number] | undefined) => void
}

/** One plot over time: lines or dots, steps shaded, doubts hatched. */
export function TimeChart(props: TimeChartProps) {
  const { columns, summary, range, spans, height } = props
  const { theme } = useTheme()
  const holder = useRef<HTMLDivElement>(null)
  const plot = useRef<uPlot>(null)
  const latest = useRef(props)
  latest.current = props

  useEffect(() => {
    const element = holder.current
    if (!element) return
    const created = new uPlot(optionsFor(latest, element.clientWidth, columns), columns, element)
    plot.current = created
    const fit = () => created.setSize({ width: element.clientWidth, height: latest.current.height })
    const observer = new ResizeObserver(fit)
    const toPaper = () => {
      observer.disconnect()
      created.setSize({ width: PAPER_PX, height: latest.current.height })
    }
    const toScreen = () => observer.observe(element)
    toScreen()
    addEventListener('beforeprint', toPaper)
    addEventListener('afterprint', toScreen)
    return () => {
      removeEventListener('beforeprint', toPaper)
      removeEventListener('afterprint', toScreen)
      observer.disconnect()
      created.destroy()
    }
  }, [columns])

  useEffect(() => plot.current?.setScale('x', { min: range[0], max: range[1] }), [columns, range])
  useEffect(() => plot.current?.redraw(false), [theme, spans])

  return (
    <div ref={holder} class="time-chart" role="img" aria-label={summary} style={{ height: `${height}px` }} />
  )
}

const stepped = uPlot.paths.stepped

function optionsFor(latest: { current: TimeChartProps }, width: number, columns: Columns): uPlot.Options {
  const { panel, range, height, syncKey, showTimes } = latest.current
  const axis = {
    stroke: () => chartColour('--ink-soft'),
    grid: { stroke: () => chartColour('--grid'), width: 1 },
    ticks: { show: false },
    font: '12px system-ui, sans-serif',
  }
  return {
    width,
    height,
    padding: [6, RIGHT_PX, 0, 0],
    legend: { show: false },
    scales: {
      x: { time: false, min: range[0], max: range[1], auto: false },
      y: {
        range: (_self, least, most) => withLimits(valueRange(least, most), latest.current.limits ?? []),
      },
    },
    axes: [
      {
        ...axis,
        size: showTimes ? 28 : 6,
        gap: showTimes ? 8 : 4,
        splits: (self, _axis, from, to) => timeTicks([from, to], ticksIn(self.width)),
        values: (_self, ticks) => ticks.map(tick => (showTimes ? formatElapsed(tick) : '')),
      },
      {
        ...axis,
        size: AXIS_PX,
        gap: 6,
        space: 26,
        values: (_self, ticks) => ticks.map(tick => formatExact(tick, panel.unit)),
      },
    ],
    series: [
      {},
      ...panel.lines.map((line, index): uPlot.Series => {
        const stroke = () => chartColour(lineColour(index))
        const lone = lonePoints(columns[index + 1] ?? [])
        return panel.draw === 'dots'
          ? { label: line.name, stroke, paths: () => null, points: { show: true, size: 6, fill: stroke } }
          : {
              label: line.name,
              stroke,
              width: 1.5,
              ...(panel.draw === 'steps' && stepped && { paths: stepped({ align: 1 }) }),
              points: { show: true, size: 4, fill: stroke, filter: () => lone },
            }
      }),
    ],
    cursor: {
      y: false,
      drag: { x: true, y: false, setScale: false, dist: 4 },
      sync: {
        key: syncKey,
        setSeries: false,
        scales: ['x', null],
        filters: { pub: type => type === 'mousemove' || type === 'mouseleave' },
      },
      // A value counts as that of the cursor only if it was taken near it: no line is read where it has ended.
      hover: { prox: self => Math.max(REACH_PX, self.valToPos(REACH_SEC, 'x') - self.valToPos(0, 'x')) },
      points: {
        size: 8,
        width: 2,
        stroke: (_self, index) => chartColour(lineColour(index - 1)),
        fill: () => chartColour('--card'),
      },
      bind: {
        dblclick: () => () => {
          latest.current.onZoom(undefined)
          return null
        },
      },
    },
    hooks: {
      drawClear: [self => drawSpans(self, latest.current.spans)],
      draw: [self => drawLimits(self, latest.current.limits ?? [])],
      setCursor: [
        self => {
          latest.current.onPoint((self.cursor.left ?? -1) < 0 ? undefined : (self.cursor.idxs ?? []).slice(1))
          if (!self.over.matches(':hover')) return
          const left = self.cursor.left ?? -1
          latest.current.onTime(left < 0 ? undefined : self.posToVal(left, 'x'))
        },
      ],
      setSelect: [
        self => {
          const { left, width } = self.select
          if (width < 4) return
          latest.current.onZoom([self.posToVal(left, 'x'), self.posToVal(left + width, 'x')])
          self.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false)
        },
      ],
    },
  }
}

/** How many times are named on an axis, by the width of its chart in px. */
export function ticksIn(widthPx: number): number {
  return Math.max(2, Math.floor((widthPx - AXIS_PX) / 75))
}

/** From zero to a little above the largest value: a line that trembles must not look like one that leaps. */
function valueRange(least: number | null, most: number | null): uPlot.Range.MinMax {
  const top = most ?? 1
  return [Math.min(0, least ?? 0), top > 0 ? 1.1 * top : 1]
}
