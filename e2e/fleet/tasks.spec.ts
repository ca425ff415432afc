import { answers, test } from '../../fixtures/index.ts'

/** Somewhat more than each mode is to do a second. */
const MODES = {
  collaborative: { agents: 10, perSecond: 8 },
  autonomous: { agents: 50, perSecond: 30 },
  continuous: { agents: 20, perSecond: 280 },
  scheduled: { agents: 15, perSecond: 10 },
} as const

/** Training jobs that come a second meanwhile. */
const JOBS_PER_SECOND = 20

/** Some more than are judged: of a platform that may fail one task in a hundred, some rounds say nothing. */
const ROUNDS = 36

const ids = [
  'modes.collaborative',
  'modes.autonomous',
  'modes.continuous',
  'modes.scheduled',
  'modes.errors',
  'modes.latency',
  'tasks.throughput',
  'tasks.delivery',
  'training.sustained',
  'training.status',
]

// Tasks of all modes and training jobs are due at intended times (open model), and each counts from when it was due to its end, which an event or its status tells. Then those tasks are looked for that did not end.
test(
  'agents of all modes keep their promises while all of them work, and training jobs are done beside them',
  answers(...ids, { lastsMs: ({ PERF_API_DURATION }) => PERF_API_DURATION * 1000 + 4000 }),
  async ({ lab, tasks, flows, settings }) => {
    const durationMs = settings.PERF_API_DURATION * 1000
    const measured = await Promise.all([
      tasks.run({ modes: MODES, durationMs }),
      flows.trainingJobs({ sustained: { perSecond: JOBS_PER_SECOND, durationMs } }),
    ])
    lab.record(...measured.flat())
  },
)

// One after the other, and at once, in turns by chance; what all tasks write is read meanwhile.
test(
  'tasks at once do not wait for each other, and what they share stays whole',
  answers('scaling.concurrency', 'scaling.consistency', 'scaling.torn', { lastsMs: () => 17_000 }),
  async ({ lab, tasks }) => {
    lab.record(...(await tasks.scaling({ levels: [10, 50, 100], agents: 50, rounds: ROUNDS })))
  },
)
