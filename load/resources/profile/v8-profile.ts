import type { Inspector } from '../inspector.ts'
import { StackSum } from './call-tree.ts'
import type { CallTree } from './call-tree.ts'
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

/** What V8 puts all stacks under. */
const ROOT = '(root)'

/** What V8 samples when no function runs: nobody's own. */
const NOT_BUSY = ['(idle)', '(program)', ROOT]

/** Between samples, us. The sampler wakes so often whether the process is busy or not: some percent of a core in any case, which is much of what a light load takes. */
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
export function busiest(profile: CpuProfile, sources: Sources): OwnFunction[] {
  return ownOf(
    [...stacksOf(profile)].flatMap(({ stack, us }) => {
      const frame = stack.at(-1)
      return frame ? [[frame, us] as const] : []
    }),
    sources,
  )
}

/** @returns who called whom in the busy time, ms */
export function busyCalls(profile: CpuProfile, sources: Sources): CallTree {
  const sum = new StackSum()
  for (const { stack, us } of stacksOf(profile))
    sum.add(
      stack.map(frame => sources.placeOf(frame)),
      us / 1000,
    )
  return sum.tree()
}

/** @returns the target's own functions by the bytes that they allocated themselves, the most first */
export function hungriest({ head }: HeapProfile, sources: Sources): OwnFunction[] {
  return ownOf(
    nodesOf(head).map(({ node }) => [node.callFrame, node.selfSize]),
    sources,
  )
}

/** @returns who called whom to allocate, bytes */
export function allocatingCalls({ head }: HeapProfile, sources: Sources): CallTree {
  const sum = new StackSum()
  for (const { node, stack } of nodesOf(head))
    sum.add(
      stack.map(frame => sources.placeOf(frame)),
      node.selfSize,
    )
  return sum.tree()
}

/** The stacks that were busy, the outermost function first, each with the time that was sampled in it. */
function stacksOf({
  nodes,
  samples = [],
  timeDeltas = [],
}: CpuProfile): { stack: CallFrame[]; us: number }[] {
  const times = new Map<number, number>()
  for (const [index, id] of samples.entries())
    // A sample stands for the time until the next.
    times.set(id, (times.get(id) ?? 0) + Math.max(0, timeDeltas[index + 1] ?? 0))
  const callers = new Map(nodes.flatMap(node => (node.children ?? []).map(child => [child, node])))
  const found = nodes.map(node => ({ node, us: times.get(node.id) ?? 0 }))
  return found
    .filter(({ node, us }) => us > 0 && !NOT_BUSY.includes(node.callFrame.functionName))
    .map(({ node, us }) => {
      const stack: CallFrame[] = []
      for (let at: CpuProfile['nodes'][0] | undefined = node; at; at = callers.get(at.id))
        if (at.callFrame.functionName !== ROOT) stack.unshift(at.callFrame)
      return { stack, us }
    })
}

/** What allocated something, with the stack that it is the end of. */
function nodesOf(head: HeapNode): { node: HeapNode; stack: CallFrame[] }[] {
  const found: { node: HeapNode; stack: CallFrame[] }[] = []
  for (const left = [{ node: head, stack: [] as CallFrame[] }]; left.length > 0;) {
    const one = left.pop()
    if (!one) break
    const { node } = one
    const stack = node.callFrame.functionName === ROOT ? one.stack : [...one.stack, node.callFrame]
    if (node.selfSize > 0) found.push({ node, stack })
    left.push(...node.children.map(child => ({ node: child, stack })))
  }
  return found
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
