import type { Inspector } from './inspector.ts'
import type { CallFrame, Place, Sources } from './sources.ts'

/** A CPU profile as V8 gives it. https://chromedevtools.github.io/devtools-protocol/v8/Profiler/#type-Profile */
export interface CpuProfile {
  nodes: { id: number; callFrame: CallFrame; children?: number[] }[]
  /** Ids of nodes, one for each sample. */
  samples?: number[]
  /** From the sample before to each, us. */
  timeDeltas?: number[]
}

/** What a heap profile tells of one function, and of those that it called. https://chromedevtools.github.io/devtools-protocol/v8/HeapProfiler/#type-SamplingHeapProfileNode */
interface HeapNode {
  callFrame: CallFrame
  /** What it allocated itself, bytes. */
  selfSize: number
  children: HeapNode[]
}

/** Allocations as V8 samples them. */
export interface HeapProfile {
  head: HeapNode
}

/** What was taken of a runtime in one stretch. */
export interface Profiles {
  cpu: CpuProfile
  heap: HeapProfile
}

/** A function of the target's own, with what it took itself of all, without what it called: 0 to 1. */
export interface OwnFunction extends Place {
  share: number
}

/** What V8 samples when no function runs: nobody's own. */
const NOT_BUSY = ['(idle)', '(program)', '(root)']

/** Between samples, us: 1 ms costs a process that is busy some percent. */
const INTERVAL_US = 1000

/** Between samples of what is allocated, bytes on average: V8's own. */
const SAMPLED_BYTES = 32_768

/** What is told of a target is what its people wrote: neither the runtime nor packages. */
const isOwn = (url: string): boolean =>
  url !== '' && !/^(?:node|evalmachine|wasm):/.test(url) && !url.includes('/node_modules/')

/**
 * Samples what a runtime does while something goes on, and what it allocates, garbage too.
 *
 * @throws ResourceError when it can't be asked
 */
export async function takeProfiles(inspector: Inspector, work: () => Promise<unknown>): Promise<Profiles> {
  await inspector.call('Profiler.enable')
  await inspector.call('HeapProfiler.enable')
  try {
    await inspector.call('Profiler.setSamplingInterval', { interval: INTERVAL_US })
    await inspector.call('HeapProfiler.startSampling', {
      samplingInterval: SAMPLED_BYTES,
      includeObjectsCollectedByMajorGC: true,
      includeObjectsCollectedByMinorGC: true,
    })
    await inspector.call('Profiler.start')
    await work()
    const { profile: cpu } = await inspector.call<{ profile: CpuProfile }>('Profiler.stop')
    const { profile: heap } = await inspector.call<{ profile: HeapProfile }>('HeapProfiler.stopSampling')
    return { cpu, heap }
  } finally {
    // It ends what is under way. Where the process has ended there is nothing to leave.
    await inspector.call('Profiler.disable').catch(() => {})
    await inspector.call('HeapProfiler.disable').catch(() => {})
  }
}

/** @returns CPU time of the process, all of its threads, ms @throws ResourceError when it can't be asked */
export async function cpuTimeMs(inspector: Inspector): Promise<number> {
  const { user, system } = await inspector.evaluate<NodeJS.CpuUsage>('process.cpuUsage()')
  return (user + system) / 1000
}

/** @returns the target's own functions by the busy time that they took themselves, the most first; of one function all places it was called from are taken together */
export function busiest(
  { nodes, samples = [], timeDeltas = [] }: CpuProfile,
  sources: Sources,
): OwnFunction[] {
  const frames = new Map(nodes.map(({ id, callFrame }) => [id, callFrame]))
  const taken = samples.flatMap((id, index) => {
    const frame = frames.get(id)
    // A sample stands for the time until the next.
    const us = timeDeltas[index + 1] ?? 0
    return frame && us > 0 && !NOT_BUSY.includes(frame.functionName) ? [[frame, us] as const] : []
  })
  return ownOf(taken, sources)
}

/** @returns the target's own functions by the bytes that they allocated themselves, the most first */
export function hungriest({ head }: HeapProfile, sources: Sources): OwnFunction[] {
  const taken: (readonly [CallFrame, number])[] = []
  for (const left = [head]; left.length > 0;) {
    const node = left.pop()
    if (!node) break
    if (node.selfSize > 0) taken.push([node.callFrame, node.selfSize])
    left.push(...node.children)
  }
  return ownOf(taken, sources)
}

function ownOf(taken: readonly (readonly [CallFrame, number])[], sources: Sources): OwnFunction[] {
  const own = new Map<string, { frame: CallFrame; amount: number }>()
  let all = 0
  for (const [frame, amount] of taken) {
    all += amount
    if (!isOwn(frame.url)) continue
    const key = `${frame.url}:${frame.lineNumber}:${frame.columnNumber}:${frame.functionName}`
    const one = own.get(key) ?? { frame, amount: 0 }
    one.amount += amount
    own.set(key, one)
  }
  return [...own.values()]
    .toSorted((a, b) => b.amount - a.amount)
    .map(({ frame, amount }) => ({ ...sources.placeOf(frame), share: amount / all }))
}
