import type { Choice } from './experiment.ts'

/** A run without a fault, all of whose required SLOs must pass. */
export interface Control {
  name: string
  choice: Choice
  settings: Readonly<Record<string, string>>
}

/**
 * Every spec of the projects `perf`, but the one that only reports (capacity), at a reduced load; `fleet`, `ai`, `services` and `runtime`, as they are.
 *
 * `soak` has none: in the two minutes of its experiments only `soak.lost` can pass, as every other of its SLOs has no data before 10 minutes (`soak.latency`) to
 * 12 hours (`soak.memory`). That they all pass in a day of a target which loses nothing is held by `fixtures/soak/soak-watch.test.ts`.
 */
export const controls: readonly Control[] = [
  {
    name: 'no fault',
    choice: {
      specs: [
        'e2e/dashboard/',
        'e2e/realtime/',
        'e2e/api/latency.spec.ts',
        'e2e/api/at-once.spec.ts',
        'e2e/api/rate-limit.spec.ts',
      ],
    },
    settings: {
      PERF_AGENTS: '1000',
      PERF_USERS: '50',
      PERF_RATE: '1',
      PERF_DURATION: '8',
      PERF_API_RATE: '60',
      PERF_API_DURATION: '18',
    },
  },
  {
    name: 'no fault of the fleet',
    choice: { specs: ['e2e/fleet/'], project: 'fleet' },
    settings: { PERF_AGENTS: '1000', PERF_API_DURATION: '61' },
  },
  {
    name: 'no fault of models and schedules',
    choice: { specs: ['e2e/ai/'], project: 'ai' },
    settings: { PERF_LLM_CALLS: '1000', PERF_LLM_RATE: '50' },
  },
  { name: 'no fault of services', choice: { specs: ['e2e/services/'], project: 'services' }, settings: {} },
  {
    name: 'no fault of the runtime',
    choice: { specs: ['e2e/runtime/'], project: 'runtime' },
    settings: { PERF_INSTALL: '1' },
  },
]
