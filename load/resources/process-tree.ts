import { readdir, readFile, readlink } from 'node:fs/promises'
import pidusage from 'pidusage'
import { readProcess as readTimes } from './other-programs.ts'
import { processTree } from './process-children.ts'
import { ResourceError } from './resource-error.ts'

/** Linux tells processors' time in ticks of so many ms, on every machine that Node.js runs on. https://man7.org/linux/man-pages/man7/time.7.html */
const TICK_MS = 10

/** What one process uses. What only Linux tells is `undefined` elsewhere, and where this user may not see it. */
export interface ProcessUse {
  pid: number
  /** When it began, as Linux has it: another with its number began at another time. */
  began: string | undefined
  /** CPU time that it has used since it began, to 10 ms on Linux. */
  cpuMs: number
  /** CPU time of those that it had begun and that have ended, once it has waited for them. */
  waitedMs: number | undefined
  /** For how long it has been running. */
  ageMs: number
  /** Resident memory. */
  rssBytes: number
  threads: number | undefined
  /** Open files, sockets among them. */
  descriptors: number | undefined
  sockets: number | undefined
}

/**
 * Reads what a process uses, and all that it and its children have begun; the process itself is the first.
 *
 * @param counts whether threads and open files are wanted: a process may have thousands, and each is asked for. Default true.
 * @throws ResourceError when it is gone, or the system does not tell its children
 */
export async function readTree(pid: number, counts = true): Promise<[ProcessUse, ...ProcessUse[]]> {
  if (!(pid > 0)) throw new ResourceError('ERR_RESOURCES_SILENT', 'The target has no process now.')
  const pids = await processTree(pid).catch((cause: Error) => {
    throw new ResourceError('ERR_RESOURCES_CONTENT', sentenceOf(pid, cause), { cause })
  })
  // What has ended is read before what goes on: whoever ends in between counts in the next reading, and in none twice.
  const ended = await Promise.all(pids.map(timesOf))
  // A child may end while it is read; with the root all is gone.
  const read = await Promise.allSettled(pids.map((one, index) => readProcess(one, ended[index], counts)))
  const [root] = read
  if (root?.status !== 'fulfilled')
    throw new ResourceError('ERR_RESOURCES_CONTENT', unseenOf(pid), { cause: root?.reason })
  return [root.value, ...read.slice(1).flatMap(one => (one.status === 'fulfilled' ? [one.value] : []))]
}

/** @returns resident memory of a process and all that it has begun, bytes; what they share is counted in each @throws ResourceError like `readTree` */
export async function treeMemory(pid: number): Promise<number> {
  return (await readTree(pid, false)).reduce((sum, { rssBytes }) => sum + rssBytes, 0)
}

/** https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html */
async function timesOf(pid: number): Promise<ReturnType<typeof readTimes>> {
  return readTimes(await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => ''))
}

async function readProcess(
  pid: number,
  times: ReturnType<typeof readTimes>,
  counts: boolean,
): Promise<ProcessUse> {
  const [{ ctime, elapsed, memory }, threads, open] = await Promise.all([
    pidusage(pid),
    counts ? threadsOf(pid) : undefined,
    counts ? openOf(pid) : undefined,
  ])
  return {
    pid,
    began: times?.began,
    cpuMs: ctime,
    waitedMs: times && TICK_MS * times.waited,
    ageMs: elapsed,
    rssBytes: memory,
    threads,
    descriptors: open?.length,
    sockets: open?.filter(one => one.startsWith('socket:')).length,
  }
}

/** https://man7.org/linux/man-pages/man5/proc_pid_status.5.html */
async function threadsOf(pid: number): Promise<number | undefined> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
  const found = /^Threads:\s*(\d+)/m.exec(status)?.[1]
  return found === undefined ? undefined : Number(found)
}

/** What each descriptor leads to, such as `socket:[123]`. https://man7.org/linux/man-pages/man5/proc_pid_fd.5.html */
async function openOf(pid: number): Promise<string[] | undefined> {
  const folder = `/proc/${pid}/fd`
  const names = await readdir(folder).catch(() => undefined)
  // One that is closed while it is read counts all the same.
  return names && Promise.all(names.map(name => readlink(`${folder}/${name}`).catch(() => '')))
}

/** @returns what to tell of a process that is not there any more */
export const goneOf = (pid: number): string =>
  `Process ${pid}, of which the target's use of the machine is read, is gone: the target has ended, or runs as another process now. Start it anew.`

/** Whoever may not see a process is told by the system that there is none, and yet that it may not be ended. https://docs.kernel.org/filesystems/proc.html (hidepid) */
function unseenOf(pid: number): string {
  try {
    process.kill(pid, 0)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EPERM')
      return `Process ${pid} belongs to another user, and /proc hides it (hidepid). Run the suite as the user that the target runs as, or give the target "resources.prometheus".`
  }
  return goneOf(pid)
}

const sentenceOf = (pid: number, { message }: Error): string =>
  message === 'No matching pid found'
    ? unseenOf(pid)
    : `The processes that process ${pid} has begun can't be listed (${message}). Install "ps" (procps), or give the target "resources.prometheus".`
