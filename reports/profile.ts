import type { CallTree } from '../load/resources/profile/call-tree.ts'

/** Where the target's time went while it was used, or what it allocated. */
export interface Profile {
  /** `ms`: time in which it was busy. `bytes`: what it allocated. `count`: how often it was found there. */
  unit: 'ms' | 'bytes' | 'count'
  tree: CallTree
  /** Path of the whole profile, relative to the run's folder. */
  file: string
}
