import type { Experiment } from './experiment.ts'

/** Targets of the tests each of which costs too much. */
export const costsExperiments: readonly Experiment[] = [
  {
    name: 'a slow build of a fat package',
    choice: { specs: ['e2e/runtime/delivery.spec.ts'], project: 'runtime' },
    settings: { PERF_TARGET: 'fixtures/testing/costs/delivery-target.ts' },
    reds: ['delivery.install', 'delivery.build', 'delivery.size'],
    advice: ['slow-delivery', 'heavy-delivery'],
  },
]
