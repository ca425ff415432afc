import { readFileSync } from 'node:fs'

/** @returns whether a process is there. Signal 0 is sent to nobody: it tells. A process of another user is there (EPERM). */
export function processIsThere(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** In a process's `stat`, behind its name in brackets, which may have blanks: https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html */
const START_FIELD = 19

/** @returns a mark of when a process began, which another one that is given its id has not; empty where the system tells none */
export function processStart(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[START_FIELD] ?? ''
  } catch {
    return ''
  }
}
