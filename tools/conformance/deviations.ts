import type { Column } from './case.ts'

/** Where somebody says otherwise than the standard, and that is known. */
export interface Deviation {
  /** The case, as `group: name`. */
  of: string
  column: Column
  says: string
  because: string
}

/** All that are known. One that is not seen any more is told, as one that is new. */
export const DEVIATIONS: readonly Deviation[] = []
