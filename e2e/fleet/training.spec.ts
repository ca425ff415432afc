import { answers, test } from '../../fixtures/index.ts'

const JOBS = { concurrent: { atOnce: 100, jobs: 300 }, spike: 200 }

/** 1000 trajectories in all; where batches take long, as many as are judged. */
const BATCHES = { trajectories: 8, batches: 125, atOnce: 10, durationMs: 20_000, atLeast: 30 }

// Jobs of one trajectory: 100 at once (closed model), and 200 in one moment (open model). Each is followed to its end. Over time they come while agents
// work: see tasks.spec.ts.
test(
  'training jobs are taken and done, and their status is told, however many come at once',
  answers('training.concurrent', 'training.spike', 'training.status', { lastsMs: () => 3000 }),
  async ({ lab, flows }) => {
    lab.record(...(await flows.trainingJobs(JOBS)))
  },
)

// One trajectory alone, and as the last of 21, in turns by chance.
test(
  'a trajectory takes as long among others as alone',
  answers('training.trajectory', { lastsMs: () => 10_000 }),
  async ({ lab, flows }) => {
    lab.record(...(await flows.trajectories({ others: 20, rounds: 80 })))
  },
)

// Ten batches are under way at a time (closed model). The target's memory is read before and after.
test(
  'batches of trajectories are done in time',
  answers('training.batch', 'training.batch.errors', 'training.memory', { lastsMs: () => 7000 }),
  async ({ lab, flows }) => {
    lab.record(...(await flows.batches(BATCHES)))
  },
)
