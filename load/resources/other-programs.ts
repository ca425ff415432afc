import { readdirSync, readFileSync } from 'node:fs'
import { systemClock } from '../clock.ts'
import type { Doubt } from '../measure/measurement.ts'
import { WorstSpans } from '../measure/health/worst-spans.ts'

/** Linux tells what runs on a machine in files; to read them at once takes a seventh of the processors' time. https://man7.org/linux/man-pages/man5/proc.5.html */
export interface ProcFiles {
  /** Names of what is in `/proc`. */
  list(): string[]
  /** Text of a file there, such as `stat` or `1/stat`. */
  read(name: string): string
}

/** Processors' time since the machine started, in ticks. */
export interface ProcessorTime {
  total: number
  idle: number
  /** What other machines took of those that this one believes to have. */
  stolen: number
}

/** A process, and the processors' time that it has used, in ticks. */
export interface ProcessTime {
  parent: number
  /** When it began: another with its number began at another time. */
  began: string
  used: number
  /** What those that it had begun have used until their ends, and those that these had begun, as far as each was waited for. */
  waited: number
}

const EVERY_MS = 1000

/** With less than this share of the processors idle, what wants one waits for it. */
const FULL = 0.1

/** Others that take less than this share are what runs on any machine: that the processors are full is the run's own doing then. */
const LEAST_SHARE = 0.25

/** Of the kernel, which works for all alike. */
const KERNEL = 2

/**
 * Watches what other programs than those of the run take of the machine that a target of the run's own runs on. Where all processors are busy, the target had to wait
 * for them, and is slower than it is. Only what surely is of others counts: processes that were there for two looks, a second apart, and what a hypervisor took.
 * Processes are looked at only while the processors are busy. Linux only: elsewhere nothing is told.
 */
export class OtherPrograms {
  readonly #root: number
  readonly #files: ProcFiles
  readonly #shares = new WorstSpans()
  /** What of the last look is the run's. */
  #own: ReadonlySet<string> = new Set()
  #before: (ProcessorTime & { atMs: number }) | undefined
  #processes: ReadonlyMap<number, ProcessTime> | undefined
  #timer: NodeJS.Timeout | undefined

  /** @param root process that has begun all of the run */
  constructor(root: number, files: ProcFiles = procFiles) {
    this.#root = root
    this.#files = files
  }

  /** Looks once a second, until `stop`. */
  start(): void {
    if (process.platform !== 'linux') return
    const look = (): void => {
      this.#timer = setTimeout(look, EVERY_MS).unref()
      this.look(systemClock.nowMs())
    }
    look()
  }

  stop(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
  }

  /** Holds what was used since the last look against it. @param atMs of the look, epoch ms */
  look(atMs: number): void {
    const now = readProcessors(this.#readOrNothing('stat'))
    const before = this.#before
    this.#before = { ...now, atMs }
    if (!before) return
    const total = now.total - before.total
    const isFull = now.idle - before.idle < FULL * total
    const earlier = this.#processes
    const processes = isFull ? this.#readProcesses() : undefined
    this.#processes = processes
    if (!processes) return
    this.#own = this.#ownOf(processes)
    if (!earlier) return
    const share = (this.#usedByOthers(earlier, processes) + now.stolen - before.stolen) / total
    if (share < LEAST_SHARE) return
    for (let second = before.atMs; second < atMs; second += EVERY_MS)
      this.#shares.note(second, Math.min(1, share))
  }

  /** @returns a doubt of what was measured since a moment, epoch ms */
  doubtSince(atMs: number): Doubt | undefined {
    const spans = this.#shares.spans(atMs)
    if (!spans) return undefined
    const { worst, ...seconds } = spans
    return { kind: 'machine-busy', share: worst, ...seconds }
  }

  /** What the run has begun; what of it has lost its parent stays its own. */
  #ownOf(processes: ReadonlyMap<number, ProcessTime>): ReadonlySet<string> {
    const isOwn = (pid: number): boolean => {
      const one = processes.get(pid)
      return one !== undefined && (pid === this.#root || this.#own.has(keyOf(pid, one)) || isOwn(one.parent))
    }
    return new Set([...processes].flatMap(([pid, one]) => (isOwn(pid) ? keyOf(pid, one) : [])))
  }

  #usedByOthers(earlier: ReadonlyMap<number, ProcessTime>, now: ReadonlyMap<number, ProcessTime>): number {
    let sum = 0
    for (const [pid, one] of now) {
      const was = earlier.get(pid)
      if (!was || was.began !== one.began) continue
      if (pid === KERNEL || one.parent === KERNEL || this.#own.has(keyOf(pid, one))) continue
      sum += one.used - was.used
    }
    return sum
  }

  #readProcesses(): ReadonlyMap<number, ProcessTime> {
    const pids = this.#files.list().filter(name => /^\d+$/.test(name))
    return new Map(
      pids.flatMap(pid => {
        const one = readProcess(this.#readOrNothing(`${pid}/stat`))
        return one ? [[Number(pid), one] as const] : []
      }),
    )
  }

  /** A process may end while it is read, and a sandbox may hide the files: then no processor is ever busy. */
  #readOrNothing(name: string): string {
    try {
      return this.#files.read(name)
    } catch {
      return ''
    }
  }
}

const keyOf = (pid: number, { began }: ProcessTime): string => `${pid} ${began}`

const procFiles: ProcFiles = {
  list: () => readdirSync('/proc'),
  read: name => readFileSync(`/proc/${name}`, 'utf8'),
}

/** @param stat `/proc/stat`, whose first line is of all processors: https://man7.org/linux/man-pages/man5/proc_stat.5.html */
export function readProcessors(stat: string): ProcessorTime {
  const [user = 0, nice = 0, system = 0, idle = 0, waiting = 0, irq = 0, softIrq = 0, stolen = 0] = stat
    .slice(0, stat.indexOf('\n'))
    .split(/\s+/)
    .slice(1)
    .map(Number)
  return {
    total: user + nice + system + idle + waiting + irq + softIrq + stolen,
    idle: idle + waiting,
    stolen,
  }
}

/**
 * @param stat `/proc/<pid>/stat`, whose second field is a name that may hold blanks and brackets: https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html
 * @returns `undefined` when it is none
 */
export function readProcess(stat: string): ProcessTime | undefined {
  const end = stat.lastIndexOf(')')
  if (end < 0) return undefined
  // From the third field on.
  const fields = stat.slice(end + 2).split(' ')
  const [parent, user, system, began] = [fields[1], fields[11], fields[12], fields[19]]
  if (began === undefined) return undefined
  const waited = Number(fields[13]) + Number(fields[14])
  return { parent: Number(parent), began, used: Number(user) + Number(system), waited }
}
