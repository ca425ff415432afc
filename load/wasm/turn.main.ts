import { readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import { moduleBeside } from '../module-beside.ts'
import { compareModules } from './compare-modules.ts'
import { timeModule } from './time-module.ts'
import type { InstanceTold, Told, Turn } from './turn.ts'
import { importModule } from './wasm-module.ts'

process.once('disconnect', () => process.exit(0))
process.once('message', (turn: Turn) => {
  follow(turn)
    .catch((thrown: unknown): Told => ({ kind: 'failed', message: messageOf(thrown).split('\n')[0] ?? '' }))
    .then(told => process.send?.(told, () => process.exit(0)))
    .catch(() => process.exit(1))
})

/** What modules throw that were compiled to WebAssembly is often no Error. */
const messageOf = (thrown: unknown): string => (thrown instanceof Error ? thrown.message : String(thrown))

const textOf = (file: string): string => readFileSync(file, 'utf8')

async function follow(turn: Turn): Promise<Told> {
  switch (turn.kind) {
    case 'compare':
      return compareModules(turn.baseline, turn.candidate, turn.inputs.map(textOf))
    case 'time':
      return timeModule(turn.module, turn.inputs.map(textOf), turn, { usedMs, heldBytes })
    case 'at-once':
      return atOnce(turn)
  }
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
  await (await importModule(module)).prepare?.()
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
            worker.once('exit', code => reject(new Error(`one of its threads ended (code ${code})`)))
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
