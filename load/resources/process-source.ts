import { systemClock } from '../clock.ts'
import type { Clock } from '../clock.ts'
import { readTree } from './process-tree.ts'
import type { ProcessUse } from './process-tree.ts'
import type { Figure, ResourceReading, ResourceSource } from './resource-source.ts'

/** What Linux alone tells. */
const COUNTED = ['threads', 'descriptors', 'sockets'] as const

/** Reads what a process and all that it has begun use, by the operating system. */
export class ProcessSource implements ResourceSource {
  readonly tells: readonly Figure[]
  readonly #pid: () => number
  readonly #clock: Clock
  #last: { atMs: number; processes: ReadonlyMap<number, ProcessUse> } | undefined
  #main: number | undefined
  #restarts = 0

  /** @param pid asked for at each reading: what is restarted has another @param tells default: what this system tells of its processes */
  constructor(
    pid: () => number,
    tells: readonly Figure[] = figuresOf(process.platform),
    clock: Clock = systemClock,
  ) {
    this.#pid = pid
    this.tells = tells
    this.#clock = clock
  }

  async read(): Promise<ResourceReading> {
    const read = await readTree(this.#pid())
    const now = { atMs: this.#clock.nowMs(), processes: new Map(read.map(one => [one.pid, one])) }
    const cpu = this.#last && coresBetween(this.#last, now)
    this.#last = now
    if (this.#main === undefined || !now.processes.has(this.#main)) {
      if (this.#main !== undefined) this.#restarts++
      this.#main = mainOf(read)
    }
    const reading: ResourceReading = {
      restarts: this.#restarts,
      memory: read.reduce((sum, { rssBytes }) => sum + rssBytes, 0),
      ...(cpu === undefined ? {} : { cpu }),
      untold: {},
    }
    for (const figure of COUNTED.filter(one => this.tells.includes(one))) {
      const counts = read.flatMap(one => one[figure] ?? [])
      if (counts.length === read.length) reading[figure] = counts.reduce((sum, count) => sum + count, 0)
      else reading.untold = { ...reading.untold, [figure]: hiddenOf(figure, read) }
    }
    return reading
  }

  async close(): Promise<void> {}
}

/**
 * @returns the process that stands for all of them, until it ends: the one that holds more than half of the memory, as what a supervisor starts anew, else the
 *   first
 */
function mainOf(read: readonly [ProcessUse, ...ProcessUse[]]): number {
  const half = read.reduce((sum, { rssBytes }) => sum + rssBytes, 0) / 2
  return (read.find(({ rssBytes }) => rssBytes > half) ?? read[0]).pid
}

/** What a system tells of the processes of its user: Linux more than others. */
const figuresOf = (platform: NodeJS.Platform): readonly Figure[] =>
  platform === 'linux' ? ['cpu', 'memory', 'threads', 'descriptors', 'sockets'] : ['cpu', 'memory']

interface Looked {
  atMs: number
  processes: ReadonlyMap<number, ProcessUse>
}

/** What a process used that ended meanwhile is not known; one that began meanwhile counts from its beginning. */
function coresBetween(before: Looked, after: Looked): number | undefined {
  const spanMs = after.atMs - before.atMs
  if (spanMs <= 0) return undefined
  let usedMs = 0
  for (const { pid, cpuMs, ageMs } of after.processes.values()) {
    const earlier = before.processes.get(pid)
    // The system gives the id of a process that has ended to another one.
    const isSame = earlier !== undefined && earlier.cpuMs <= cpuMs
    if (isSame) usedMs += cpuMs - earlier.cpuMs
    else if (ageMs <= spanMs) usedMs += cpuMs
  }
  return usedMs / spanMs
}

function hiddenOf(figure: (typeof COUNTED)[number], read: readonly ProcessUse[]): string {
  const hidden = read.filter(one => one[figure] === undefined).map(({ pid }) => pid)
  return `The ${figure} of process ${hidden.join(', ')} can't be read in /proc: it belongs to another user, or has just ended. Run the suite as the user that the target runs as.`
}
