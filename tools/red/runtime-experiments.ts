import type { Choice, Experiment } from './experiment.ts'

const resources: Choice = { specs: ['e2e/runtime/resources.spec.ts'], project: 'runtime' }

/** One fault each of how the platform uses its machine. */
export const runtimeExperiments: readonly Experiment[] = [
  {
    name: 'a busy event loop',
    fault: { kind: 'block', ms: 960, everyMs: 1000 },
    choice: resources,
    // A profile would name the function, which is another rule's.
    settings: { PERF_AGENTS: '20', PERF_USERS: '2', PERF_API_RATE: '2', PERF_PROFILE: '0' },
    reds: ['resources.cpu.idle', 'resources.cpu.load'],
    advice: ['blocked-loop'],
  },
  {
    name: 'a function that burns CPU',
    fault: { kind: 'burn', ms: 150, everyMs: 1000 },
    choice: resources,
    settings: { PERF_AGENTS: '20', PERF_USERS: '2', PERF_API_RATE: '2' },
    reds: ['resources.cpu.idle'],
    advice: ['busy-function'],
  },
  {
    name: 'memory that grows by itself',
    fault: { kind: 'leak', bytesPerSecond: 12_000_000 },
    choice: resources,
    settings: { PERF_AGENTS: '20', PERF_USERS: '2', PERF_API_RATE: '2' },
    reds: ['resources.memory'],
    advice: ['target-memory'],
  },
  {
    name: 'much garbage',
    fault: { kind: 'garbage', objects: 1_500_000, everyMs: 2000 },
    choice: resources,
    settings: { PERF_AGENTS: '20', PERF_USERS: '2', PERF_API_RATE: '2' },
    reds: ['resources.gc'],
    advice: ['long-collections'],
  },
  {
    name: 'threads that stay',
    fault: { kind: 'thread-leak', everyMs: 5000 },
    choice: resources,
    settings: { PERF_AGENTS: '20', PERF_USERS: '2', PERF_API_RATE: '2' },
    reds: ['resources.threads'],
    advice: ['left-running'],
  },
  {
    name: 'files that stay open',
    fault: { kind: 'descriptor-leak', everyMs: 500 },
    choice: resources,
    settings: { PERF_AGENTS: '20', PERF_USERS: '2', PERF_API_RATE: '2' },
    reds: ['resources.descriptors'],
    advice: ['left-running'],
  },
]
