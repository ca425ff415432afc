import path from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Inspector } from './inspector.ts'

/** A CPU profile as V8 gives it. https://chromedevtools.github.io/devtools-protocol/v8/Profiler/#type-Profile */
export interface CpuProfile {
  nodes: {
    id: number
    callFrame: { functionName: string; url: string; /** From 0. */ lineNumber: number }
  }[]
  /** Ids of nodes, one for each sample. */
  samples?: number[]
  /** From the sample before to each, us. */
  timeDeltas?: number[]
}

/** A function of the target's own. */
export interface BusyFunction {
  name: string
  /** From the target's working folder where it is in it. */
  file: string
  /** From 1. */
  line: number
  /** Share of the time in which the runtime was busy that it took itself, without what it called, 0 to 1. */
  share: number
}

/** What V8 samples when no function runs: nobody's own. */
const NOT_BUSY = ['(idle)', '(program)', '(root)']

/** Between samples, us: 1 ms costs a process that is busy some percent. */
const INTERVAL_US = 1000

/** What is told of a target is what its people wrote: neither the runtime nor packages. */
const isOwn = (url: string): boolean =>
  url !== '' && !/^(?:node|evalmachine|wasm):/.test(url) && !url.includes('/node_modules/')

/**
 * Samples what a runtime does while something goes on.
 *
 * @throws ResourceError when it can't be asked
 */
export async function profileCpu(inspector: Inspector, work: () => Promise<unknown>): Promise<CpuProfile> {
  await inspector.call('Profiler.enable')
  try {
    await inspector.call('Profiler.setSamplingInterval', { interval: INTERVAL_US })
    await inspector.call('Profiler.start')
    await work()
    return (await inspector.call<{ profile: CpuProfile }>('Profiler.stop')).profile
  } finally {
    // It ends a profile that is under way. Where the process has ended there is nothing to leave.
    await inspector.call('Profiler.disable').catch(() => {})
  }
}

/**
 * @param folder that files are told from
 * @returns the target's own functions by the time that they took themselves, the most first; of one function all places it was called from are taken together
 */
export function busiest({ nodes, samples = [], timeDeltas = [] }: CpuProfile, folder = '/'): BusyFunction[] {
  const frames = new Map(nodes.map(({ id, callFrame }) => [id, callFrame]))
  const own = new Map<string, { frame: CpuProfile['nodes'][number]['callFrame']; us: number }>()
  let busyUs = 0
  for (const [index, id] of samples.entries()) {
    const frame = frames.get(id)
    // A sample stands for the time until the next.
    const us = timeDeltas[index + 1] ?? 0
    if (!frame || us <= 0 || NOT_BUSY.includes(frame.functionName)) continue
    busyUs += us
    if (!isOwn(frame.url)) continue
    const key = `${frame.url}:${frame.lineNumber}:${frame.functionName}`
    const one = own.get(key) ?? { frame, us: 0 }
    one.us += us
    own.set(key, one)
  }
  return [...own.values()]
    .toSorted((a, b) => b.us - a.us)
    .map(({ frame, us }) => ({
      name: frame.functionName || '(anonymous)',
      file: fileOf(frame.url, folder),
      line: frame.lineNumber + 1,
      share: us / busyUs,
    }))
}

function fileOf(url: string, folder: string): string {
  const file = url.startsWith('file:') ? fileURLToPath(url) : url
  const within = path.relative(folder, file)
  return within.startsWith('..') || path.isAbsolute(within) ? file : within
}
