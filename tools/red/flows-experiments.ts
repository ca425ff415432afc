import type { Choice, Experiment } from './experiment.ts'

const workflows: Choice = { specs: ['e2e/fleet/workflows.spec.ts'], project: 'fleet' }

const memory: Choice = { specs: ['e2e/fleet/memory.spec.ts'], project: 'fleet' }

const pipeline: Choice = { specs: ['e2e/fleet/pipeline.spec.ts'], project: 'fleet' }

const observability: Choice = { specs: ['e2e/fleet/observability.spec.ts'], project: 'fleet' }

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
  {
    name: 'slow memory',
    fault: { kind: 'slow-memory', ms: 120 },
    choice: memory,
    settings: {},
    reds: ['memory.short', 'memory.session'],
    also: [],
    advice: ['slow-memory'],
  },
  {
    name: 'forgetful memory',
    fault: { kind: 'forgetful-memory', every: 101 },
    choice: memory,
    settings: {},
    reds: ['memory.short.errors', 'memory.session.errors'],
    advice: ['wrong-memory'],
  },
  {
    name: 'slow stage memory',
    fault: { kind: 'slow-stage', stage: 'memory', ms: 80 },
    choice: pipeline,
    settings: {},
    reds: ['pipeline.memory'],
    advice: ['slow-stage'],
  },
  {
    name: 'slow stage model',
    fault: { kind: 'slow-stage', stage: 'model', ms: 300 },
    choice: pipeline,
    settings: {},
    reds: ['pipeline', 'pipeline.model'],
    advice: ['slow-stage'],
  },
  {
    // Longer than both may take: whichever stage it is, it could have been the other.
    name: 'a stage that lies',
    fault: { kind: 'lying-stage', stage: 'memory', ms: 120 },
    choice: pipeline,
    settings: {},
    reds: ['pipeline.memory', 'pipeline.model'],
    verdict: 'INVALID',
    advice: ['untrusted'],
  },
  {
    name: 'tracing that costs a fifth',
    fault: { kind: 'costly-tracing', share: 0.2 },
    choice: observability,
    settings: {},
    reds: ['observability.overhead'],
    advice: ['costly-observability'],
  },
]
