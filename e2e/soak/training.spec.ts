import { answers, test } from '../../fixtures/index.ts'

const JOBS_PER_SECOND = 10
const LONGEST_MS = 300_000

// Jobs of one trajectory that come at a steady rate (open model), for as long as the soak, five minutes at most. Each is followed to its end.
test(
  'training jobs are taken and done for minutes, and their status is told',
  answers('training.endurance', 'training.status', {
    lastsMs: ({ PERF_SOAK }) => Math.min(LONGEST_MS, PERF_SOAK * 1000) + 3000,
  }),
  async ({ lab, flows, settings }) => {
    const durationMs = Math.min(LONGEST_MS, settings.PERF_SOAK * 1000)
    lab.record(...(await flows.trainingJobs({ endurance: { perSecond: JOBS_PER_SECOND, durationMs } })))
  },
)
