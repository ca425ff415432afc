import { formatCount, formatRatio } from '../format.ts'

/** @returns a share with its sign: `+12 %`, `-4.5 %`, `+4,525 %` */
export function signedShare(share: number): string {
  const size = Math.abs(share)
  const text = size >= 1 ? `${formatCount(Math.round(100 * size))} %` : formatRatio(size)
  return `${share > 0 ? '+' : share < 0 ? '-' : ''}${text}`
}
