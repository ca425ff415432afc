import type { MetricDeclaration } from '../measure/metric.ts'

const wasm = { section: 'runtime', better: 'lower', overTime: false } as const

/** A function in WebAssembly against the same in JavaScript: labels `what` (pair and size of the input) and `where` (`process` or `page`). */
export const wasmMetrics: readonly MetricDeclaration[] = [
  {
    ...wasm,
    name: 'wasm.wrong',
    quantity: 'events',
    unit: 'count',
    title: 'Results of WebAssembly that differ',
    order: 570,
    about:
      'Each input once in a process and once in a page, before anything is timed there; the cause tells where the results differ first.',
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
      'How many times as fast, of each pair of turns, once warm: each in a process of its own, or in a page of its own (label `where`); below 1 JavaScript is faster.',
  },
  {
    ...wasm,
    name: 'wasm.time',
    quantity: 'time',
    unit: 'ms',
    title: 'Time of a call, warm',
    order: 572,
    about: 'The median of blocks of calls; labels `side` and `where`.',
  },
  {
    ...wasm,
    name: 'wasm.calls',
    quantity: 'level',
    unit: 'count',
    title: 'Calls that were timed',
    better: 'none',
    order: 572.5,
    about:
      'Of one side in all its turns: in processes 10 000 of the smallest input at least, unless a call takes longer than 3 ms; labels `side` and `where`.',
  },
  {
    ...wasm,
    name: 'wasm.cold',
    quantity: 'time',
    unit: 'ms',
    title: 'First call, with what it loads',
    order: 573,
    about: 'Of the smallest input, in a fresh process or page.',
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
