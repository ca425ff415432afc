import { performance } from 'node:perf_hooks'
import { parentPort, workerData } from 'node:worker_threads'
import type { InstanceTold } from './turn.ts'
import { importModule } from './wasm-module.ts'

/** Of how many calls the clock is looked at before and between: a function is warm by then. */
const WARM_MS = 150

const { module: url, input, forMs } = workerData as { module: string; input: string; forMs: number }
const module = await importModule(url)
await module.load?.()
await callFor(WARM_MS)
parentPort?.once('message', () => void runFor(forMs))
parentPort?.postMessage('ready')

async function runFor(ms: number): Promise<void> {
  const before = performance.eventLoopUtilization()
  const calls = await callFor(ms)
  const { utilization } = performance.eventLoopUtilization(before)
  parentPort?.postMessage({ calls, utilisation: utilization } satisfies InstanceTold)
}

/** @returns how many calls there were time for */
async function callFor(ms: number): Promise<number> {
  const endMs = performance.now() + ms
  let count = 0
  while (performance.now() < endMs) {
    await module.run(input)
    count += 1
  }
  return count
}
