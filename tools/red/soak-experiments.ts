import type { Choice, Experiment } from './experiment.ts'

const soak: Choice = { specs: ['e2e/soak/soak.spec.ts'], project: 'soak' }
const settings = { PERF_SOAK: '2m', PERF_AGENTS: '20', PERF_USERS: '3', PERF_API_RATE: '5' }

/** One fault each of what a target must not lose in long use; each is so large that two minutes tell it. */
export const soakExperiments: readonly Experiment[] = [
  {
    name: 'memory that is never given back',
    fault: { kind: 'leak', bytesPerSecond: 1_000_000 },
    choice: soak,
    settings,
    reds: ['soak.heap', 'soak.memory'],
    advice: ['leak'],
  },
  {
    name: 'memory that each request leaves behind',
    fault: { kind: 'request-leak', bytesPerRequest: 100_000 },
    choice: soak,
    settings,
    reds: ['soak.heap', 'soak.memory'],
    advice: ['leak'],
  },
  {
    name: 'files that are never closed',
    fault: { kind: 'descriptor-leak', everyMs: 500 },
    choice: soak,
    settings,
    reds: ['soak.descriptors'],
    advice: ['leak'],
  },
  {
    name: 'connections that are never closed',
    fault: { kind: 'socket-leak', everyMs: 500 },
    choice: soak,
    settings,
    reds: ['soak.connections'],
    advice: ['leak'],
  },
  {
    name: 'threads that are never ended',
    fault: { kind: 'thread-leak', everyMs: 4000 },
    choice: soak,
    settings,
    reds: ['soak.threads'],
    advice: ['leak'],
  },
  {
    name: 'a queue that nobody works on',
    fault: { kind: 'stuck-jobs', everyMs: 500 },
    choice: soak,
    settings,
    reds: ['soak.levels'],
    advice: ['leak'],
  },
  {
    name: 'answers that come later and later',
    fault: { kind: 'aging', msPerMinute: 100 },
    choice: soak,
    settings,
    reds: ['soak.latency'],
    advice: ['slows-down'],
  },
  {
    name: 'a target that is away at times',
    fault: { kind: 'error', path: '/api/agents', status: 503, share: 0.2 },
    choice: soak,
    settings,
    reds: ['soak.uptime'],
    advice: ['away'],
  },
  {
    name: 'updates lost in long use',
    fault: { kind: 'socket-drop', share: 0.01 },
    choice: soak,
    settings,
    reds: ['soak.lost'],
    advice: ['lost-updates'],
  },
  {
    name: 'training jobs that fail in long use',
    fault: { kind: 'error', path: '/api/training', status: 503, share: 0.05 },
    choice: { specs: ['e2e/soak/training.spec.ts'], project: 'soak' },
    settings: { ...settings, PERF_SOAK: '1m' },
    reds: ['training.endurance'],
    advice: ['failures'],
  },
]
