import type { Step } from '../run-report.ts'

/** Whether a spec did not run to its end. */
export const isCut = ({ outcome }: Step): boolean => outcome === 'failed' || outcome === 'interrupted'
