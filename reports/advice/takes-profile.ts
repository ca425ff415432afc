import { command } from '../command-line/command.ts'

/** @returns how a run takes a profile: for the text of an advice */
export const takesProfile = (): string =>
  `PERF_PROFILE=1 ${command('runtime')} takes one, by "resources.inspector" or "resources.profile" of the target`
