const STEPS_SEC = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400]

/** The round times within a range of seconds that an axis names: at most `most` of them, evenly spaced. */
export function timeTicks([fromSec, toSec]: readonly [number, number], most: number): number[] {
  const room = Math.max(1, most)
  const step = STEPS_SEC.find(each => (toSec - fromSec) / each <= room) ?? Math.ceil((toSec - fromSec) / room)
  const first = Math.ceil(fromSec / step - 1e-9)
  const count = Math.max(0, Math.floor(toSec / step + 1e-9) - first + 1)
  return Array.from({ length: count }, (_, index) => (first + index) * step)
}
