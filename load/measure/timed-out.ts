import type { TallyData } from './measurement.ts'

/** How the causes read of what came too late, whoever found it so: `status: timeout`, `connecting timed out`, `not done in time`, `back after more than five seconds`. */
const TOO_LATE = /\btimeout\b|timed out|\bin time\b|\bback after\b/

/** @returns how many bad events of a tally are bad for the time that they took */
export const timedOut = ({ causes }: Pick<TallyData, 'causes'>): number =>
  Object.entries(causes).reduce((sum, [cause, count]) => sum + (TOO_LATE.test(cause) ? count : 0), 0)
