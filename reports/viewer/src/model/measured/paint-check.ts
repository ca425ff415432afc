import { formatCount, formatValue } from '../../../../format.ts'
import type { Distribution } from './distributions.ts'
import { valueAt } from './percentiles.ts'
import type { TallySum } from './tally-sums.ts'

/** How far the painted stamp lies from the browser's presentation time (Element Timing, in steps of 4 ms), in a sentence. */
export function biasText({ n, percentiles, unit }: Pick<Distribution, 'n' | 'percentiles' | 'unit'>): string {
  const median = valueAt(percentiles, 50) ?? 0
  const size = formatValue(Math.abs(median), unit)
  const place = median === 0 ? 'at' : `${size} ${median < 0 ? 'before' : 'after'}`
  return `The painted stamp is ${place} the browser's own presentation time (median of ${formatCount(n)}; the stamps come in steps of 4 ms).`
}

/** How many values were never painted because a newer one was, in a sentence. */
export function coalescedText({ total, bad }: Pick<TallySum, 'total' | 'bad'>): string {
  return `Of ${formatCount(total)} values sent, ${formatCount(bad)} were superseded by a newer one before their paint.`
}
