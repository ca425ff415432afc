import type { Choice, Experiment } from './experiment.ts'

const file = 'e2e/fleet/training.spec.ts'
const training = (grep: string, specs = [file]): Choice => ({ specs, grep, project: 'fleet' })

/** A FAIL takes no more values than its confidence does. */
const brief = { PERF_API_DURATION: '10' }

/** One fault each of training jobs. */
export const trainingExperiments: readonly Experiment[] = [
  {
    name: 'failing training jobs',
    fault: { kind: 'error', path: '/api/training', status: 503, share: 0.05 },
    choice: training('training jobs|batches', [file, 'e2e/fleet/tasks.spec.ts']),
    settings: brief,
    reds: ['training.concurrent', 'training.spike', 'training.sustained', 'training.batch.errors'],
    advice: ['failures'],
  },
  {
    name: 'slow status of training jobs',
    fault: { kind: 'delay', path: '/api/training/', ms: 400 },
    choice: training('training jobs'),
    settings: brief,
    reds: ['training.status'],
    advice: ['slow-training'],
  },
  {
    name: 'trajectories one after the other',
    fault: { kind: 'serial-training' },
    choice: training('among others'),
    settings: brief,
    reds: ['training.trajectory'],
    advice: ['training-crowded'],
  },
  {
    name: 'slow trajectories',
    fault: { kind: 'slow-training', ms: 5000 },
    choice: training('batches'),
    settings: brief,
    reds: ['training.batch'],
    advice: ['slow-training'],
  },
]
