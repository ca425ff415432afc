/** @returns whether a process is there. Signal 0 is sent to nobody: it tells. A process of another user is there (EPERM). */
export function processIsThere(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
