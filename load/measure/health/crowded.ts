import { BLOCK_MS } from '../blocks/block-length.ts'
import type { Doubt } from '../measurement.ts'
import { largestOf } from '../extremes.ts'

type MachineBusy = Extract<Doubt, { kind: 'machine-busy' }>

/** @returns the doubt, as far as it is of a time (both in epoch ms); `undefined` when it is of other times */
export function crowdedDuring(doubt: MachineBusy, startMs: number, endMs: number): MachineBusy | undefined {
  const { spanMs = BLOCK_MS } = doubt
  const seconds = doubt.seconds.filter(([second]) => second <= endMs && second + spanMs > startMs)
  if (seconds.length === 0) return undefined
  return { ...doubt, share: largestOf(seconds.map(([, share]) => share)), seconds }
}
