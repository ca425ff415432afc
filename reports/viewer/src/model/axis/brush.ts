import type { Range } from './visible.ts'

/** A drag of less than this share of the run is a press. */
const PRESS = 0.005

/** @returns the part of the run that a drag over its overview chooses; where it was a press, the step that was pressed, or all of the run between steps */
export function brushed(fromSec: number, toSec: number, steps: readonly Range[], whole: Range): Range {
  const [start, end] = whole
  const [low, high] = fromSec < toSec ? [fromSec, toSec] : [toSec, fromSec]
  if (high - low >= PRESS * (end - start)) return [Math.max(start, low), Math.min(end, high)]
  return steps.find(([from, to]) => from <= low && low <= to) ?? whole
}

/** @returns where a stretch lies on the whole, per cent, cut off at its ends and wide enough to be seen */
export function placeOn(
  [from, to]: Range,
  startSec: number,
  endSec: number,
): { left: number; width: number } {
  const percent = (seconds: number): number =>
    Math.min(100, Math.max(0, (100 * (seconds - from)) / (to - from)))
  const [left, right] = [percent(Math.min(startSec, endSec)), percent(Math.max(startSec, endSec))]
  return { left, width: Math.max(0.3, right - left) }
}
