import type { MetricDeclaration } from '../measure/metric.ts'

const wasm = { section: 'runtime', better: 'lower', overTime: false } as const

/** A function in WebAssembly against the same in JavaScript: label `what` (pair and size of the input). */
export const wasmMetrics: readonly MetricDeclaration[] = [
  {
    ...wasm,
    name: 'wasm.wrong',
    quantity: 'events',
    unit: 'count',
    title: 'Results of WebAssembly that differ',
    order: 570,
    about: 'Each input once, before anything is timed; the cause tells where the results differ first.',
  },
  {
    ...wasm,
    name: 'wasm.multiplier',
    quantity: 'multiple',
    unit: 'times',
    title: 'WebAssembly against JavaScript',
    better: 'higher',
    order: 571,
    view: { kind: 'strip' },
    about:
      'How many times as fast, of each pair of turns: each in a process of its own, once warm; below 1 JavaScript is faster.',
  },
  {
    ...wasm,
    name: 'wasm.time',
    quantity: 'time',
    unit: 'ms',
    title: 'Time of a call, warm',
    order: 572,
    about: 'The median of blocks of calls; label `side`.',
  },
  {
    ...wasm,
    name: 'wasm.cold',
    quantity: 'time',
    unit: 'ms',
    title: 'First call, with what it loads',
    order: 573,
    about: 'Of the smallest input, in a fresh process.',
  },
  {
    ...wasm,
    name: 'wasm.memory',
    quantity: 'size',
    unit: 'bytes',
    title: 'Memory that a call in WebAssembly leaves',
    order: 574,
    about:
      'By how much the resident memory of the process grew by the call, over the second half of its calls.',
  },
  {
    ...wasm,
    name: 'wasm.concurrent',
    quantity: 'rate',
    unit: 'per-second',
    title: 'Calls of WebAssembly instances at once',
    better: 'higher',
    order: 575,
    about: 'Of all instances together, each in a thread; label `instances`.',
  },
]
