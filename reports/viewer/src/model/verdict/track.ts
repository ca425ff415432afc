import { direction, type Direction } from './objective.ts'
import type { Judgement } from '../../../../judge/slo.ts'

/** Where a value lies on a track: 0 (left end) to 100 (right end); pinned when it lies beyond the scale. */
export interface Position {
  at: number
  pinned?: 'low' | 'high'
}

/** The scale of a value against its limit, in the unit of its metric. */
export interface Track {
  low: number
  high: number
  direction: Direction
  limit: number
}

/** Share of the width kept free at both ends, so that a mark on the edge is drawn whole. */
const INSET = 2.5

/**
 * The scale for one judgement. It holds the limit and, as far as sensible, every value; 2.5 times the limit is the furthest it
 * goes, so that one wild value does not squeeze the rest. Shares that must be high are drawn near 1: [1 - 3 (1 - limit), 1].
 */
export function trackOf(
  judgement: Pick<Judgement, 'objective' | 'limit' | 'observed' | 'parts' | 'unit'>,
): Track {
  const { limit, unit } = judgement
  const towards = direction(judgement.objective)
  const values = judgement.observed === undefined ? judgement.parts : [...judgement.parts, judgement.observed]
  if (towards === 'larger' && (unit === 'ratio' || unit === 'score') && limit <= 1) {
    const slack = limit === 1 ? 0.01 : 1 - limit
    return { low: Math.max(0, 1 - 3 * slack), high: 1, direction: towards, limit }
  }
  const largest = values.reduce((most, value) => Math.max(most, value), 0)
  if (limit <= 0) return { low: 0, high: Math.max(1, largest), direction: towards, limit }
  const high = Math.min(2.5 * limit, Math.max(1.5 * limit, 1.05 * largest))
  return { low: 0, high, direction: towards, limit }
}

/** Where a value lies on a track. */
export function positionOn(track: Pick<Track, 'low' | 'high'>, value: number): Position {
  if (value < track.low) return { at: INSET, pinned: 'low' }
  if (value > track.high) return { at: 100 - INSET, pinned: 'high' }
  const share = (value - track.low) / (track.high - track.low)
  return { at: INSET + share * (100 - 2 * INSET) }
}

/** The shaded side that passes, as left and right ends in percent of the width. */
export function passSide(track: Track): { from: number; to: number } {
  const { at } = positionOn(track, track.limit)
  switch (track.direction) {
    case 'smaller':
      return { from: 0, to: at }
    case 'larger':
      return { from: at, to: 100 }
    case 'equal':
      return { from: Math.max(0, at - INSET), to: Math.min(100, at + INSET) }
  }
}
