/** What ends each fault of writing that has an end of its own. */
const REMEDIES: Readonly<Record<string, string>> = {
  ENOSPC: 'Free the disk before then.',
  EDQUOT: 'Free the disk, or have its quota raised, before then.',
  EACCES: 'Let this user write there.',
  EPERM: 'Let this user write there.',
  EROFS: 'Let PERF_RESULTS name a folder that can be written to.',
  ENOENT: 'Leave the folders of the run where they are until it has ended.',
}

/** @returns what to do about an error of writing a file, as a sentence with a blank before it; empty where it says nothing of the disk */
export function writeRemedy(error: unknown): string {
  const remedy = REMEDIES[(error as NodeJS.ErrnoException).code ?? '']
  return remedy === undefined ? '' : ` ${remedy}`
}
