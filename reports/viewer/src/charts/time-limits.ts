import type uPlot from 'uplot'
import type { PanelLimit } from '../model/axis/panel-limits.ts'
import { chartColour } from './chart-colour.ts'

/** A limit up to this many times the top of the scale widens it: beyond, it would flatten the lines. */
const MOST_WIDER = 2.5

/** @returns a scale that holds the limits too, where they are not far above what was measured */
export function withLimits(
  [low, high]: uPlot.Range.MinMax,
  limits: readonly PanelLimit[],
): uPlot.Range.MinMax {
  const top = high ?? 1
  const near = limits.map(({ value }) => 1.1 * value).filter(value => value <= MOST_WIDER * top)
  return [low, Math.max(top, ...near)]
}

/** Draws limits as dashed lines across a plot. Call it when axes and lines are drawn. */
export function drawLimits(plot: uPlot, limits: readonly PanelLimit[]): void {
  const { ctx } = plot
  const { left, top, width } = plot.bbox
  for (const { value } of limits) {
    const y = plot.valToPos(value, 'y', true)
    if (y < top) continue
    ctx.save()
    ctx.strokeStyle = chartColour('--ink')
    ctx.lineWidth = devicePixelRatio
    ctx.setLineDash([5 * devicePixelRatio, 4 * devicePixelRatio])
    ctx.beginPath()
    ctx.moveTo(left, y)
    ctx.lineTo(left + width, y)
    ctx.stroke()
    ctx.restore()
  }
}
