import type { Choice, Experiment } from './experiment.ts'

const schedules: Choice = { specs: ['e2e/ai/schedule.spec.ts'], project: 'ai' }
const steadily: Choice = { ...schedules, grep: 'keep time' }

/** One fault each of a platform's scheduler. */
export const scheduleExperiments: readonly Experiment[] = [
  {
    name: 'late schedules',
    fault: { kind: 'schedule-late', ms: 1300 },
    choice: steadily,
    settings: {},
    reds: ['scheduler.drift'],
    advice: ['late-schedules'],
  },
  {
    name: 'moments left out',
    fault: { kind: 'schedule-skip', every: 20 },
    choice: schedules,
    settings: {},
    reds: ['scheduler.missed', 'scheduler.missed.restart'],
    advice: ['missed-schedules'],
  },
  {
    name: 'calls doubled',
    fault: { kind: 'schedule-double', every: 20 },
    choice: schedules,
    settings: {},
    reds: ['scheduler.duplicated', 'scheduler.duplicated.restart'],
    advice: ['doubled-schedules'],
  },
]
