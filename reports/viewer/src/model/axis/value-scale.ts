/** A value axis: where a value lies, 0 (bottom) to 1 (top), and the values to name. */
export interface ValueScale {
  kind: 'linear' | 'logarithmic'
  at: (value: number) => number
  ticks: number[]
}

/** From this ratio of largest to smallest on, equal ratios get equal room. */
const LOGARITHMIC_FROM = 30

/** A logarithmic axis up to this ratio names 1, 2 and 5 of every decade, a longer one only the decades. */
const FINE_UP_TO = 200

/** The axis for values that are not negative: linear from zero, or logarithmic between round values when they spread wide. */
export function valueScale(values: readonly number[]): ValueScale {
  const positive = values.filter(value => value > 0)
  const most = positive.reduce((a, b) => Math.max(a, b), 0)
  const least = positive.reduce((a, b) => Math.min(a, b), Infinity)
  return most === 0 || most / least < LOGARITHMIC_FROM ? linearScale(most) : logarithmicScale(least, most)
}

/** The axis from zero to a round value not below `most`, in about as many steps as asked for. Default 4. */
export function linearScale(most: number, steps = 4): ValueScale {
  if (most <= 0) return { kind: 'linear', at: () => 0, ticks: [0] }
  const step = niceStep(most / steps)
  const top = step * Math.ceil(most / step - 1e-9)
  const ticks = Array.from({ length: Math.round(top / step) + 1 }, (_, index) => index * step)
  return { kind: 'linear', at: value => value / top, ticks }
}

/** The logarithmic axis from a round value at or below the least to one at or above the most; both above 0. */
export function logarithmicScale(least: number, most: number): ValueScale {
  const round = roundValues(least, most)
  const low = round.findLast(value => value <= least * (1 + 1e-9)) ?? least
  const high = round.find(value => value >= most * (1 - 1e-9)) ?? most
  const within = round.filter(value => value >= low && value <= high)
  const ticks = high / low <= FINE_UP_TO ? within : within.filter(value => Number.isInteger(decadeOf(value)))
  const at = (value: number) => Math.max(0, Math.log(Math.max(value, low) / low) / Math.log(high / low))
  return { kind: 'logarithmic', at, ticks }
}

/** 1, 2 and 5 times every power of ten from below the least to above the most. */
function roundValues(least: number, most: number): number[] {
  const first = Math.floor(Math.log10(least))
  const count = Math.ceil(Math.log10(most)) - first + 1
  return Array.from({ length: count }, (_, index) => first + index).flatMap(decade =>
    [1, 2, 5].map(factor => Number(`${factor}e${decade}`)),
  )
}

function decadeOf(value: number): number {
  return Math.round(Math.log10(value) * 1e9) / 1e9
}

/** The smallest of 1, 2, 2.5, 5 times a power of ten that is not below the least step. */
function niceStep(least: number): number {
  const decade = 10 ** Math.floor(Math.log10(least))
  const factor = [1, 2, 2.5, 5, 10].find(candidate => candidate * decade >= least * (1 - 1e-9)) ?? 10
  return factor * decade
}
