import { readdir, readFile, readlink } from 'node:fs/promises'
import pidusage from 'pidusage'
import { processTree } from './process-children.ts'
import { ResourceError } from './resource-error.ts'

/** What one process uses. What only Linux tells is `undefined` elsewhere, and where this user may not see it. */
export interface ProcessUse {
  pid: number
  /** CPU time that it has used since it began, to 10 ms on Linux. */
  cpuMs: number
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
 * @throws ResourceError when it is gone, or the system does not tell its children
 */
export async function readTree(pid: number): Promise<[ProcessUse, ...ProcessUse[]]> {
  const pids = await processTree(pid).catch((cause: Error) => {
    throw new ResourceError('ERR_RESOURCES_CONTENT', sentenceOf(pid, cause), { cause })
  })
  // A child may end while it is read; with the root all is gone.
  const read = await Promise.allSettled(pids.map(readProcess))
  const [root] = read
  if (root?.status !== 'fulfilled')
    throw new ResourceError('ERR_RESOURCES_CONTENT', goneOf(pid), { cause: root?.reason })
  return [root.value, ...read.slice(1).flatMap(one => (one.status === 'fulfilled' ? [one.value] : []))]
}

/** @returns resident memory of a process and all that it has begun, bytes; what they share is counted in each @throws ResourceError like `readTree` */
export async function treeMemory(pid: number): Promise<number> {
  return (await readTree(pid)).reduce((sum, { rssBytes }) => sum + rssBytes, 0)
}

async function readProcess(pid: number): Promise<ProcessUse> {
  const [{ ctime, elapsed, memory }, threads, open] = await Promise.all([
    pidusage(pid),
    threadsOf(pid),
    openOf(pid),
  ])
  return {
    pid,
    cpuMs: ctime,
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

const goneOf = (pid: number): string =>
  `Process ${pid}, of which the target's use of the machine is read, is gone: the target has ended, or runs as another process now. Start it anew.`

const sentenceOf = (pid: number, { message }: Error): string =>
  message === 'No matching pid found'
    ? goneOf(pid)
    : `The processes that process ${pid} has begun can't be listed (${message}). Install "ps" (procps), or give the target "resources.prometheus".`
