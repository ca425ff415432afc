import { answers, test } from '../../fixtures/index.ts'

const JOBS = { concurrent: { atOnce: 100, jobs: 300 }, spike: 200 }

/** 1000 trajectories in all. */
const BATCHES = { trajectories: 8, batches: 125, atOnce: 10, durationMs: 20_000 }

// Jobs of one trajectory: 100 at once (closed model), 200 in one moment, and 20 a second (open model). Each is followed to its end.
test(
  'training jobs are taken and done, and their status is told, at once and over time',
  answers('training.concurrent', 'training.spike', 'training.sustained', 'training.status', {
    lastsMs: ({ PERF_API_DURATION }) => PERF_API_DURATION * 1000 + 6000,
  }),
  async ({ lab, flows, settings }) => {
    const sustained = { perSecond: 20, durationMs: settings.PERF_API_DURATION * 1000 }
    lab.record(...(await flows.trainingJobs({ ...JOBS, sustained })))
  },
)

// One trajectory alone, and as the last of 21, in turns by chance.
test(
  'a trajectory takes as long among others as alone',
  answers('training.trajectory', { lastsMs: () => 18_000 }),
  async ({ lab, flows }) => {
    lab.record(...(await flows.trajectories({ others: 20, rounds: 100 })))
  },
)

// Ten batches are under way at a time (closed model). The target's memory is read before and after.
test(
  'batches of trajectories are done in time',
  answers('training.batch', 'training.batch.errors', 'training.memory', { lastsMs: () => 12_000 }),
  async ({ lab, flows }) => {
    lab.record(...(await flows.batches(BATCHES)))
  },
)
