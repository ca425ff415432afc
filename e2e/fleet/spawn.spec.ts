import { answers, test } from '../../fixtures/index.ts'

/** An idle agent is asked for so often, while all run. */
const ALLOCATE = { perSecond: 100, durationMs: 2400 }

/** So many come and go at once, when all have come and gone, while it is read what they leave behind. */
const FEW = 200

const ids = [
  'fleet.spawn',
  'fleet.spawn.p95',
  'fleet.spawned',
  'fleet.allocate',
  'fleet.allocated',
  'fleet.cleanup',
  'fleet.cleanup.memory',
]

// A batch of 50 agents is due each 0.7 s (open model), and each counts from that moment to its answer to a first message. Then idle ones are asked for and given back while all run (open model), all are let go, and the pool is asked what is left. Some come and go again, and sockets and memory are read after each round.
test(
  'agents come up quickly, are handed out, and go without a trace',
  answers(...ids, { lastsMs: ({ PERF_AGENTS }) => ALLOCATE.durationMs + 14 * PERF_AGENTS + 6000 }),
  async ({ lab, fleet, settings }) => {
    lab.record(...(await fleet.run({ agents: settings.PERF_AGENTS, allocate: ALLOCATE })))
    lab.record(...(await fleet.remains({ agents: Math.min(FEW, settings.PERF_AGENTS) })))
  },
)
