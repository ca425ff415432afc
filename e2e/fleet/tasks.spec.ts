import { answers, test } from '../../fixtures/index.ts'

/** Somewhat more than each mode is to do a second. */
const MODES = {
  collaborative: { agents: 10, perSecond: 8 },
  autonomous: { agents: 50, perSecond: 30 },
  continuous: { agents: 20, perSecond: 240 },
  scheduled: { agents: 15, perSecond: 10 },
} as const

const ids = [
  'modes.collaborative',
  'modes.autonomous',
  'modes.continuous',
  'modes.scheduled',
  'modes.errors',
  'modes.latency',
  'tasks.throughput',
  'tasks.delivery',
]

// Tasks of all modes are due at intended times (open model), and each counts from when it was due to its end, which an event or its status tells. Then those are looked for that did not end.
test(
  'agents of all modes keep their promises while all of them work',
  answers(...ids, { lastsMs: ({ PERF_API_DURATION }) => PERF_API_DURATION * 1000 + 4000 }),
  async ({ lab, tasks, settings }) => {
    lab.record(...(await tasks.run({ modes: MODES, durationMs: settings.PERF_API_DURATION * 1000 })))
  },
)

// One after the other, and at once, in turns by chance; what all tasks write is read meanwhile.
test(
  'tasks at once do not wait for each other, and what they share stays whole',
  answers('scaling.concurrency', 'scaling.torn', { lastsMs: () => 25_000 }),
  async ({ lab, tasks }) => {
    lab.record(...(await tasks.scaling({ levels: [10, 50, 100], agents: 50 })))
  },
)
