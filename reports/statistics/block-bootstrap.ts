import { seededRandom } from '../../load/seeded-random.ts'

/** How a series is resampled. */
export interface BootstrapOptions {
  /**
   * How many neighbours are drawn together, 1 to half of the series. Default: the cube root of the count, rounded up, the order that
   * is best for a variance (Künsch 1989; Hall, Horowitz and Jing, On blocking rules for the bootstrap with dependent data, 1995).
   */
  blockLength?: number
  /** How many resamples, 1 or more. Default 999: the bounds of 90 % are then the 50th from either end. */
  resamples?: number
  /** The same seed gives the same resamples, to the bit. Default 1. */
  seed?: number
}

/** The block length for a series: the cube root of `count`, rounded up, but at most half of the series and at least 1. */
export function defaultBlockLength(count: number): number {
  return Math.max(1, Math.min(Math.ceil(Math.cbrt(count)), Math.floor(count / 2)))
}

/**
 * The circular block bootstrap (Politis and Romano 1992): each resample lays blocks of neighbours, begun anywhere and going round
 * from the last to the first, one after the other until it is as long as the series.
 *
 * @param count length of the series, a whole number from 1 up
 * @param statistic what is asked of a resample, given as indices from 0 to `count - 1`; the array is filled anew for each
 * @returns the statistic of each resample, smallest first
 * @throws RangeError when a number is out of its range
 */
export function blockBootstrap(
  count: number,
  statistic: (indices: Int32Array) => number,
  options: BootstrapOptions = {},
): Float64Array {
  const { blockLength = defaultBlockLength(count), resamples = 999, seed = 1 } = options
  const longest = Math.max(1, Math.floor(count / 2))
  requireWhole({ count, blockLength, resamples })
  if (blockLength > longest) {
    throw new RangeError(
      `Blocks of ${blockLength} leave no choice in a series of ${count}: use at most ${longest}.`,
    )
  }
  const random = seededRandom(seed)
  const indices = new Int32Array(count)
  return Float64Array.from({ length: resamples }, () => {
    let first = 0
    for (let place = 0; place < count; place++) {
      const step = place % blockLength
      if (step === 0) first = Math.floor(random() * count)
      indices[place] = (first + step) % count
    }
    return statistic(indices)
  }).sort()
}

function requireWhole(values: Record<string, number>): void {
  const faults = Object.entries(values).filter(([, value]) => !(Number.isSafeInteger(value) && value >= 1))
  if (faults.length > 0) {
    const list = faults.map(([name, value]) => `${name} = ${value}`).join(', ')
    throw new RangeError(`A bootstrap needs whole numbers from 1 up, got ${list}.`)
  }
}

/**
 * The percentile interval: `(1 - confidence) / 2` of the resamples are cut off at each end, the bounds being the
 * `(resamples + 1) (1 - confidence) / 2`th from either end, rounded down (Davison and Hinkley, Bootstrap Methods and their
 * Application, 1997, 5.3.1).
 *
 * @param sorted the resamples, smallest first
 * @param confidence above 0, below 1; default 0.9
 * @throws RangeError when the resamples are too few for the confidence: 0.9 needs 19, 0.95 needs 39
 */
export function bootstrapInterval(sorted: Float64Array, confidence = 0.9): { low: number; high: number } {
  // 1e-9 keeps 1000 x 0.05 from being 49.
  const place = Math.floor(((sorted.length + 1) * (1 - confidence)) / 2 + 1e-9)
  // From a confidence of 1 up the place is below 1 too.
  if (!(confidence > 0 && place >= 1)) {
    throw new RangeError(
      `An interval of ${confidence} cannot be read from ${sorted.length} resamples: ask for more.`,
    )
  }
  return { low: sorted[place - 1] ?? Number.NaN, high: sorted[sorted.length - place] ?? Number.NaN }
}
