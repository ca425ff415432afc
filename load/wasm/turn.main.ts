import { readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import { moduleBeside } from '../module-beside.ts'
import { differenceOf } from './difference.ts'
import type { HotTime, InstanceTold, Told, Turn } from './turn.ts'
import { importModule } from './wasm-module.ts'
import type { WasmModule } from './wasm-module.ts'

/** A function has so much CPU time before it is timed, of what it is timed for: what is called often is compiled anew. */
const WARM_SHARE = 0.7

const BLOCKS = 11

process.once('disconnect', () => process.exit(0))
process.once('message', (turn: Turn) => {
  follow(turn)
    .catch((error: Error): Told => ({ kind: 'failed', message: error.message.split('\n')[0] ?? '' }))
    .then(told => process.send?.(told, () => process.exit(0)))
    .catch(() => process.exit(1))
})

const textOf = (file: string): string => readFileSync(file, 'utf8')

async function follow(turn: Turn): Promise<Told> {
  switch (turn.kind) {
    case 'compare': {
      const [baseline, candidate] = await Promise.all([turn.baseline, turn.candidate].map(loaded))
      if (!baseline || !candidate) throw new Error('it is not there')
      const differences = []
      for (const input of turn.inputs.map(textOf))
        differences.push(
          differenceOf(await resultOf(baseline, input), await resultOf(candidate, input)) ?? null,
        )
      return { kind: 'compare', differences }
    }
    case 'time': {
      const inputs = turn.inputs.map(textOf)
      const module = await importPrepared(turn.module)
      const startMs = performance.now()
      await module.load?.()
      await module.run(inputs[0] ?? '')
      const coldMs = performance.now() - startMs
      const hot: HotTime[] = []
      for (const input of inputs) hot.push(await timeHot(module, input, turn.hotMs))
      return { kind: 'time', coldMs, hot }
    }
    case 'at-once':
      return atOnce(turn)
  }
}

async function importPrepared(url: string): Promise<WasmModule> {
  const module = await importModule(url)
  await module.prepare?.()
  return module
}

async function loaded(url: string): Promise<WasmModule> {
  const module = await importPrepared(url)
  await module.load?.()
  return module
}

async function resultOf(module: WasmModule, input: string): Promise<unknown> {
  const result = await module.run(input)
  return module.compared ? module.compared(result as never) : result
}

async function timeHot(module: WasmModule, input: string, hotMs: number): Promise<HotTime> {
  const blockMs = hotMs / BLOCKS
  const warm = await block(module, input, Infinity, WARM_SHARE * hotMs)
  const atOnce = Math.max(1, Math.ceil((warm.calls * blockMs) / (WARM_SHARE * hotMs)))
  const times: number[] = []
  let calls = 0
  let [halfBytes, halfCalls] = [0, 0]
  for (let n = 0; n < BLOCKS; n++) {
    if (n === BLOCKS >> 1) [halfBytes, halfCalls] = [await heldBytes(), calls]
    const one = await block(module, input, atOnce, Infinity)
    times.push(one.tookMs / one.calls)
    calls += one.calls
  }
  const grownBytes = Math.max(0, (await heldBytes()) - halfBytes) / (calls - halfCalls)
  const callMs = times.toSorted((a, b) => a - b)[BLOCKS >> 1] ?? 0
  return { callMs, calls, grownBytes }
}

/** Calls until there were so many, or it has had so much CPU time. */
async function block(module: WasmModule, input: string, most: number, cpuMs: number) {
  const [startMs, startCpuMs] = [performance.now(), usedMs()]
  let calls = 0
  do {
    // What is no promise is not waited for: a turn of the event loop takes longer than a small parse.
    const result = module.run(input)
    if (result instanceof Promise) await result
    calls += 1
  } while (calls < most && usedMs() - startCpuMs < cpuMs)
  return { calls, tookMs: performance.now() - startMs }
}

/** Without garbage. The memory of WebAssembly is resident, and no part of the heap. */
async function heldBytes(): Promise<number> {
  globalThis.gc?.()
  // What is let go of by finalisers goes a turn later.
  await new Promise(resolve => setImmediate(resolve))
  globalThis.gc?.()
  return process.memoryUsage.rss()
}

function usedMs(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

async function atOnce({
  module,
  input,
  instances,
  forMs,
}: Extract<Turn, { kind: 'at-once' }>): Promise<Told> {
  await importPrepared(module)
  const main = moduleBeside('./instance.worker', import.meta.url)
  const workers = Array.from(
    { length: instances },
    () => new Worker(main, { workerData: { module, input: textOf(input), forMs } }),
  )
  const next = (): Promise<InstanceTold[]> =>
    Promise.all(
      workers.map(
        worker =>
          new Promise<InstanceTold>((resolve, reject) => {
            worker.once('message', resolve)
            worker.once('error', reject)
          }),
      ),
    )
  await next()
  const over = next()
  const [startMs, startCpuMs] = [performance.now(), usedMs()]
  for (const worker of workers) worker.postMessage('go')
  const told = await over
  const tookMs = performance.now() - startMs
  const sum = (of: keyof InstanceTold): number => told.reduce((all, one) => all + one[of], 0)
  return {
    kind: 'at-once',
    perSecond: (1000 * sum('calls')) / tookMs,
    utilisation: sum('utilisation') / instances,
    cpu: (usedMs() - startCpuMs) / tookMs / Math.min(instances, availableParallelism()),
  }
}
