import type uPlot from 'uplot'
import type { Span } from '../model/axis/span.ts'
import { chartColour } from './chart-colour.ts'

/** Distance between the lines of the hatching, in canvas pixels at a ratio of 1. */
const HATCH_PX = 7

/** Draws the spans of a plot. Call it before axes and lines are drawn. */
export function drawSpans(plot: uPlot, spans: readonly Span[]): void {
  const { ctx } = plot
  const { left, top, width, height } = plot.bbox
  for (const span of spans) {
    const from = Math.max(left, plot.valToPos(span.startSec, 'x', true))
    const to = Math.min(left + width, plot.valToPos(span.endSec, 'x', true))
    if (span.kind === 'fault') {
      drawFault(plot, span)
      continue
    }
    if (to <= from) continue
    ctx.save()
    ctx.beginPath()
    ctx.rect(from, top, to - from, height)
    if (span.kind === 'doubt') {
      ctx.clip()
      hatch(ctx, from, to, top, height)
    } else {
      ctx.fillStyle = chartColour(span.kind === 'even' ? '--step' : '--step-other')
      ctx.fill()
    }
    ctx.restore()
  }
}

/** A line where it begins, and one where it ends; what lies outside of the plot is not drawn. */
function drawFault(plot: uPlot, { startSec, endSec }: Span): void {
  const { ctx } = plot
  const { left, top, width, height } = plot.bbox
  ctx.save()
  ctx.strokeStyle = chartColour('--fail')
  ctx.lineWidth = 1.5 * devicePixelRatio
  for (const [atSec, dash] of [
    [startSec, []],
    [endSec, [3 * devicePixelRatio, 3 * devicePixelRatio]],
  ] as const) {
    const x = plot.valToPos(atSec, 'x', true)
    if (x < left || x > left + width) continue
    ctx.setLineDash([...dash])
    ctx.beginPath()
    ctx.moveTo(x, top)
    ctx.lineTo(x, top + height)
    ctx.stroke()
  }
  ctx.restore()
}

function hatch(ctx: CanvasRenderingContext2D, from: number, to: number, top: number, height: number): void {
  ctx.strokeStyle = chartColour('--hatch')
  ctx.lineWidth = devicePixelRatio
  ctx.beginPath()
  for (let x = from - height; x < to; x += HATCH_PX * devicePixelRatio) {
    ctx.moveTo(x, top + height)
    ctx.lineTo(x + height, top)
  }
  ctx.stroke()
}
