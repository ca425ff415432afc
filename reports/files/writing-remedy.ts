/** Codes that say a file system is full. */
const FULL = new Set(['ENOSPC', 'EDQUOT', 'EFBIG'])

/** @returns whether it is the file system's, rather than of what was to be written */
export const isOfFileSystem = (error: unknown): boolean =>
  error instanceof Error && typeof (error as NodeJS.ErrnoException).syscall === 'string'

/**
 * @param error for which something could not be written
 * @param elsewhere what to do where the place takes no file, e.g. `set PERF_RESULTS to a folder that can be written`
 * @returns what to do about it, without a full stop
 */
export function writingRemedy(error: unknown, elsewhere: string): string {
  if (!isOfFileSystem(error)) return "that is a fault of Fleetmark's, and not of the disk: report it"
  const { code = '' } = error as NodeJS.ErrnoException
  if (FULL.has(code)) return 'free disk space'
  return code === 'EMFILE' || code === 'ENFILE' ? 'raise the limit of open files (`ulimit -n`)' : elsewhere
}
