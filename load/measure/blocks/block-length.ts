/** Blocks of a second that are kept before neighbours are merged: ten minutes. */
const MOST_SECONDS = 600

/** Blocks that are kept once they are longer than a second. With 50 histograms of a day this leaves a report below 3 MB. */
const MOST_LONGER = 100

/** How long a block may be, ms; each length is a multiple of the one before, so that blocks merge whole. Beyond the last it doubles. */
const LENGTHS_MS = [1000, 10_000, 60_000, 300_000, 900_000, 3_600_000, 21_600_000, 86_400_000]

/** Length of the blocks of a measurement that was not thinned out, ms. */
export const BLOCK_MS = 1000

/** @returns the start of the block that a moment lies in, epoch ms */
export const blockStart = (atMs: number, blockMs: number): number => Math.floor(atMs / blockMs) * blockMs

/** @returns whether so many blocks of a length are too many to keep */
export const isTooMany = (blocks: number, blockMs: number): boolean =>
  blocks > (blockMs === BLOCK_MS ? MOST_SECONDS : MOST_LONGER)

/** @returns the next longer length of a block, ms */
export const longer = (blockMs: number): number => LENGTHS_MS.find(length => length > blockMs) ?? 2 * blockMs
