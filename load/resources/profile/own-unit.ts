import { ResourceError } from '../resource-error.ts'
import type { CallTree } from './call-tree.ts'

/** What a profiler of another language has sampled. */
export interface OwnProfile {
  /** `ms`: time. `bytes`: what was allocated, or is held. `count`: how often it was found there. */
  unit: 'ms' | 'bytes' | 'count'
  tree: CallTree
}

/** What a value of each unit is here. */
export const UNITS: Readonly<Record<string, { unit: OwnProfile['unit']; times: number }>> = {
  seconds: { unit: 'ms', times: 1000 },
  milliseconds: { unit: 'ms', times: 1 },
  microseconds: { unit: 'ms', times: 1e-3 },
  nanoseconds: { unit: 'ms', times: 1e-6 },
  bytes: { unit: 'bytes', times: 1 },
  /** Speedscope's. */
  none: { unit: 'count', times: 1 },
  /** Pprof's. */
  count: { unit: 'count', times: 1 },
}

/** @param what is wrong with the file @returns the error that says so, and what to write */
export const unreadable = (what: string): ResourceError =>
  new ResourceError(
    'ERR_RESOURCES_CONTENT',
    `The file of "resources.profile" ${what}. Write one in speedscope's format, e.g. by py-spy record --format speedscope, or in pprof's, e.g. by Go's /debug/pprof/profile.`,
  )
