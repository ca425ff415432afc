import type { Experiment } from './experiment.ts'

/** Targets of the tests each of which costs too much, and a page that keeps something of each use. */
export const costsExperiments: readonly Experiment[] = [
  {
    name: 'a page that keeps its listeners',
    fault: { kind: 'page-leak' },
    choice: { specs: ['e2e/runtime/page-leak.spec.ts'], project: 'runtime' },
    settings: { PERF_AGENTS: '20' },
    reds: ['page.leak'],
    advice: ['page-leak'],
  },
  {
    name: 'a slow build of a fat package',
    choice: { specs: ['e2e/runtime/delivery.spec.ts'], project: 'runtime' },
    settings: { PERF_TARGET: 'fixtures/testing/costs/delivery-target.ts' },
    reds: ['delivery.install', 'delivery.build', 'delivery.size'],
    advice: ['slow-delivery', 'heavy-delivery'],
  },
  {
    name: 'a wrong answer in WebAssembly',
    choice: { specs: ['e2e/runtime/wasm.spec.ts'], project: 'runtime' },
    settings: { PERF_TARGET: 'fixtures/testing/costs/wrong-wasm-target.ts' },
    reds: ['wasm.equal'],
    advice: ['wrong-wasm'],
  },
  {
    name: 'a slow function that keeps memory',
    choice: { specs: ['e2e/runtime/wasm.spec.ts'], project: 'runtime' },
    settings: { PERF_TARGET: 'fixtures/testing/costs/slow-wasm-target.ts' },
    reds: ['wasm.memory', 'wasm.concurrent'],
    advice: ['costly-wasm'],
  },
]
