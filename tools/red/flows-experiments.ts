import type { Choice, Experiment } from './experiment.ts'

const workflows: Choice = { specs: ['e2e/fleet/workflows.spec.ts'], project: 'fleet' }

/** One fault each of what a platform does for its agents. */
export const flowsExperiments: readonly Experiment[] = [
  {
    name: 'parallel steps one after another',
    fault: { kind: 'serial-workflows' },
    choice: workflows,
    settings: {},
    reds: ['workflow.parallel', 'workflow.dag'],
    advice: ['serial-workflow'],
  },
  {
    name: 'failing workflows',
    fault: { kind: 'error', path: '/api/workflows', status: 503, share: 0.01 },
    choice: workflows,
    settings: {},
    reds: ['workflow.sequential'],
    advice: ['failures'],
  },
]
