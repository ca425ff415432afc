import { cpus } from 'node:os'
import { systemClock } from '../clock.ts'
import type { Clock } from '../clock.ts'
import { goneOf, readTree } from './process-tree.ts'
import type { ProcessUse } from './process-tree.ts'
import { ResourceError } from './resource-error.ts'
import type { Figure, ResourceReading, ResourceSource } from './resource-source.ts'

/** More than these are never busy. */
const CORES = cpus().length

/** What Linux alone tells. */
const COUNTED = ['threads', 'descriptors', 'sockets'] as const

/** Reads what a process and all that it has begun use, by the operating system. */
export class ProcessSource implements ResourceSource {
  readonly tells: readonly Figure[]
  readonly #pid: () => number
  readonly #clock: Clock
  readonly #readTree: typeof readTree
  #last: Looked | undefined
  #main: ProcessUse | undefined
  #root: ProcessUse | undefined
  #restarts = 0

  /**
   * @param pid asked for at each reading: what is restarted has another
   * @param tells default: what this system tells of its processes
   * @param tree what reads a process and all that it has begun. Default: the operating system
   */
  constructor(
    pid: () => number,
    tells: readonly Figure[] = figuresOf(process.platform),
    clock: Clock = systemClock,
    tree = readTree,
  ) {
    this.#pid = pid
    this.tells = tells
    this.#clock = clock
    this.#readTree = tree
  }

  async read(): Promise<ResourceReading> {
    const counted = COUNTED.filter(one => this.tells.includes(one))
    const read = await this.#readTree(this.#pid(), counted.length > 0)
    this.#requireSame(read[0])
    const now = { atMs: this.#clock.nowMs(), processes: new Map(read.map(one => [one.pid, one])), owedMs: 0 }
    const used = this.#last && usedBetween(this.#last, now)
    this.#last = { ...now, owedMs: used?.owedMs ?? 0 }
    const cpu = used?.cores
    if (this.#main === undefined || !isSame(this.#main, now.processes.get(this.#main.pid))) {
      if (this.#main !== undefined) this.#restarts++
      this.#main = mainOf(read)
    }
    const reading: ResourceReading = {
      restarts: this.#restarts,
      memory: read.reduce((sum, { rssBytes }) => sum + rssBytes, 0),
      ...(cpu === undefined ? {} : { cpu }),
      untold: {},
    }
    for (const figure of counted) {
      const counts = read.flatMap(one => one[figure] ?? [])
      if (counts.length === read.length) reading[figure] = counts.reduce((sum, count) => sum + count, 0)
      else reading.untold = { ...reading.untold, [figure]: hiddenOf(figure, read) }
    }
    return reading
  }

  async close(): Promise<void> {}

  /** What is begun anew has another number: who has this one now, and began later, is a stranger. @throws ResourceError */
  #requireSame(root: ProcessUse): void {
    if (this.#root?.pid === root.pid && !isSame(this.#root, root))
      throw new ResourceError('ERR_RESOURCES_CONTENT', goneOf(root.pid))
    this.#root = root
  }
}

/** The system gives the number of a process that has ended to another one. Where it does not tell when one began, that is not known. */
const isSame = (earlier: ProcessUse, now: ProcessUse | undefined): boolean =>
  now !== undefined && (earlier.began ?? now.began) === (now.began ?? earlier.began)

/**
 * @returns the process that stands for all of them, until it ends: the one that holds more than half of the memory, as what a supervisor starts anew, else the
 *   first
 */
function mainOf(read: readonly [ProcessUse, ...ProcessUse[]]): ProcessUse {
  const half = read.reduce((sum, { rssBytes }) => sum + rssBytes, 0) / 2
  return read.find(({ rssBytes }) => rssBytes > half) ?? read[0]
}

/** What a system tells of the processes of its user: Linux more than others. */
const figuresOf = (platform: NodeJS.Platform): readonly Figure[] =>
  platform === 'linux' ? ['cpu', 'memory', 'threads', 'descriptors', 'sockets'] : ['cpu', 'memory']

interface Looked {
  atMs: number
  processes: ReadonlyMap<number, ProcessUse>
  /** CPU time, counted before, of what had ended by then and was not waited for, ms. */
  owedMs: number
}

/**
 * What ends between two readings is counted by whoever had begun it: Linux adds its time to that of its parent, which waits for it. Of that what was counted
 * while it went on is taken off; what nobody waits for is not known. What began meanwhile counts from its beginning.
 *
 * @returns busy cores, and what is left to take off from the next reading: who ends while the others are read is waited for after it
 */
function usedBetween(before: Looked, after: Looked): { cores: number; owedMs: number } | undefined {
  const spanMs = after.atMs - before.atMs
  if (spanMs <= 0) return undefined
  let [usedMs, waitedMs, countedMs] = [0, 0, 0]
  for (const now of after.processes.values()) {
    const earlier = before.processes.get(now.pid)
    const { cpuMs, waitedMs: endedMs = earlier?.waitedMs ?? 0, ageMs } = now
    if (earlier !== undefined && isSame(earlier, now) && earlier.cpuMs <= cpuMs) {
      usedMs += cpuMs - earlier.cpuMs
      waitedMs += endedMs - (earlier.waitedMs ?? endedMs)
    } else if (ageMs <= spanMs) {
      usedMs += cpuMs
      waitedMs += endedMs
    }
  }
  for (const earlier of before.processes.values())
    if (!isSame(earlier, after.processes.get(earlier.pid)))
      countedMs += earlier.cpuMs + (earlier.waitedMs ?? 0)
  const beyondMs = waitedMs - countedMs - before.owedMs
  const cores = (usedMs + Math.max(0, beyondMs)) / spanMs
  return {
    // Who could not be read at the end was not counted before, and may have run for hours.
    cores: Math.min(cores, CORES),
    owedMs: Math.min(countedMs, Math.max(0, -beyondMs)),
  }
}

function hiddenOf(figure: (typeof COUNTED)[number], read: readonly ProcessUse[]): string {
  const hidden = read.filter(one => one[figure] === undefined).map(({ pid }) => pid)
  return `The ${figure} of process ${hidden.join(', ')} can't be read in /proc: it belongs to another user, or has just ended. Run the suite as the user that the target runs as.`
}
