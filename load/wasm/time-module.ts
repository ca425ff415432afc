import type { HotTime, TimePlan, Told } from './turn.ts'
import { importModule } from './wasm-module.ts'
import type { WasmModule } from './wasm-module.ts'

/** A function is called with each input for so long before any is timed, of what it is timed for: what is called often is compiled anew. */
const WARM_SHARE = 0.7

/** So many blocks of calls are timed at least. */
const BLOCKS = 11

/** However many calls are asked for, after so long no more are begun, ms. */
const MOST_MS = 3000

/** What time and memory are told by. */
export interface Meter {
  /** Time that the function had, ms: of the CPU where that is told. */
  readonly usedMs: () => number
  /** What is held once garbage is collected, bytes. */
  readonly heldBytes: () => Promise<number>
}

/** In a page nobody tells of CPU time and of memory. */
const ofPage: Meter = { usedMs: () => performance.now(), heldBytes: async () => 0 }

/**
 * Times the first call of a module's function, with what it loads, and then calls with each input, once it is warm. It needs nothing of Node.js: a page
 * imports it as well.
 *
 * @param url of the module
 * @param inputs texts
 * @param meter default: the clock alone
 * @throws Error when there is none, or its function throws
 */
export async function timeModule(
  url: string,
  inputs: readonly string[],
  { hotMs, calls }: TimePlan,
  meter: Meter = ofPage,
): Promise<Extract<Told, { kind: 'time' }>> {
  const module = await importModule(url)
  await module.prepare?.()
  const startMs = performance.now()
  await module.load?.()
  await module.run(inputs[0] ?? '')
  const coldMs = performance.now() - startMs
  const warmMs = WARM_SHARE * hotMs
  const most: number[] = []
  for (const input of inputs) {
    const warm = await block(module, input, { most: Infinity, usedMs: warmMs }, meter)
    most.push(Math.max(1, Math.ceil((warm.calls * hotMs) / warmMs / BLOCKS)))
  }
  const hot: HotTime[] = []
  for (const [index, input] of inputs.entries())
    hot.push(await timeHot(module, input, most[index] ?? 1, index === 0 ? calls : 0, meter))
  return { kind: 'time', coldMs, hot }
}

/** @param most calls of a block @param least calls of all blocks, unless they take too long */
async function timeHot(
  module: WasmModule,
  input: string,
  most: number,
  least: number,
  meter: Meter,
): Promise<HotTime> {
  const times: number[] = []
  let [calls, tookMs] = [0, 0]
  let [halfBytes, halfCalls] = [0, 0]
  while (times.length < BLOCKS || (calls < least && tookMs < MOST_MS)) {
    if (times.length === BLOCKS >> 1) [halfBytes, halfCalls] = [await meter.heldBytes(), calls]
    const one = await block(module, input, { most, usedMs: Infinity }, meter)
    times.push(one.tookMs / one.calls)
    calls += one.calls
    tookMs += one.tookMs
  }
  const grownBytes = Math.max(0, (await meter.heldBytes()) - halfBytes) / (calls - halfCalls)
  const callMs = times.toSorted((a, b) => a - b)[times.length >> 1] ?? 0
  return { callMs, calls, grownBytes }
}

/** Calls until there were so many, or it has had so much time. */
async function block(
  module: WasmModule,
  input: string,
  until: { most: number; usedMs: number },
  { usedMs }: Meter,
) {
  const [startMs, startUsedMs] = [performance.now(), usedMs()]
  let calls = 0
  do {
    // What is no promise is not waited for: a turn of the event loop takes longer than a small parse.
    const result = module.run(input)
    if (result instanceof Promise) await result
    calls += 1
  } while (calls < until.most && usedMs() - startUsedMs < until.usedMs)
  return { calls, tookMs: performance.now() - startMs }
}
