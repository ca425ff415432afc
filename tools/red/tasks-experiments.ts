import type { Choice, Experiment } from './experiment.ts'

const file = 'e2e/fleet/tasks.spec.ts'
const modes: Choice = { specs: [file], grep: 'of all modes', project: 'fleet' }
const atOnce: Choice = { specs: [file], grep: 'at once', project: 'fleet' }

/** A FAIL takes no more values than its confidence does. */
const brief = { PERF_AGENTS: '10', PERF_API_DURATION: '20', PERF_TIMEOUT: '5' }

/** One fault each of tasks that agents do. */
export const tasksExperiments: readonly Experiment[] = [
  {
    name: 'a mode that starves',
    fault: { kind: 'starved-mode', mode: 'scheduled' },
    choice: modes,
    settings: brief,
    // What is never begun is not done in time, either.
    reds: ['modes.scheduled', 'modes.errors'],
    advice: ['slow-tasks'],
  },
  {
    name: 'slow models',
    fault: { kind: 'slow-model', ms: 2500 },
    choice: modes,
    settings: brief,
    // Tasks of three steps take longer than the time-out.
    reds: [
      'modes.collaborative',
      'modes.autonomous',
      'modes.continuous',
      'modes.scheduled',
      'modes.errors',
      'tasks.throughput',
    ],
    advice: ['slow-tasks'],
  },
  {
    name: 'failing models',
    fault: { kind: 'failing-model', share: 0.1 },
    choice: modes,
    settings: brief,
    reds: ['modes.errors'],
    advice: ['failures'],
  },
  {
    name: 'a queue that loses',
    // What is lost is not done in time, either: one in 300 may be, for the SLO on failures.
    fault: { kind: 'lost-tasks', every: 300 },
    choice: modes,
    settings: brief,
    reds: ['tasks.delivery'],
    advice: ['task-delivery'],
  },
  {
    name: 'effects twice',
    fault: { kind: 'doubled-effects', every: 200 },
    choice: modes,
    settings: brief,
    reds: ['tasks.delivery'],
    advice: ['task-delivery'],
  },
  {
    name: 'a host killed in its work',
    // Once in the time of the run: about one task in 300.
    fault: { kind: 'killed-host', everyMs: 12_000, forgets: true },
    choice: modes,
    settings: brief,
    reds: ['tasks.delivery'],
    advice: ['task-delivery'],
  },
  {
    name: 'tasks one after the other',
    fault: { kind: 'serial-tasks' },
    choice: atOnce,
    settings: brief,
    reds: ['scaling.concurrency'],
    advice: ['serial-tasks'],
  },
  {
    name: 'torn state',
    fault: { kind: 'torn-ledger', ms: 5 },
    choice: atOnce,
    settings: brief,
    reds: ['scaling.torn'],
    advice: ['torn-state'],
  },
]
