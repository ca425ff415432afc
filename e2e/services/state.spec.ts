import { answers, test } from '../../fixtures/index.ts'

const COMMANDS = { perSecond: 200, durationMs: 5100 }
const READS = { agents: 500, perSecond: 200, durationMs: 6000 }
/** An agent's day of eight hours, a save each three minutes, in 16 seconds. */
const SAVES = { agents: 20, times: 160, rounds: 10, perSecond: 200, aloneMs: 500 }
const WRITES = { perSecond: 150, durationMs: 9000, callers: 50, times: 1000 }

// Open model, by each service's own protocol: what the platform's cache and store could do at best.
test(
  'Redis answers at once',
  answers('state.redis.direct', { lastsMs: () => COMMANDS.durationMs + 1500 }),
  async ({ lab, state }) => {
    lab.record(...(await state.redisCommands(COMMANDS)))
  },
)

test(
  'PostgreSQL answers soon',
  answers('state.postgres.direct', { lastsMs: () => COMMANDS.durationMs + 1500 }),
  async ({ lab, state }) => {
    lab.record(...(await state.postgresCommands(COMMANDS)))
  },
)

// Open model: 500 agents save a state each; then some are read more often than others, and all past the cache. What Redis counts meanwhile is held against what is told.
test(
  "agents' states are read from a cache",
  answers('state.hit', 'state.redis', 'state.postgres', 'state.reads.errors', {
    lastsMs: () => 2 * READS.durationMs + 3000,
  }),
  async ({ lab, state, settings }) => {
    lab.record(...(await state.reads({ ...READS, seed: settings.PERF_SEED })))
  },
)

// Agents save while they are read, in turns with reads alone. Then the target is killed, and what it had told as saved is read back.
test(
  'agents save their states while these are read, and nothing is lost',
  answers('state.saves', 'state.saves.errors', 'state.saves.slowdown', 'state.saves.lost', 'state.stale', {
    lastsMs: () =>
      (1000 * SAVES.agents * SAVES.times) / SAVES.perSecond + SAVES.rounds * SAVES.aloneMs + 4000,
  }),
  async ({ lab, state }) => {
    lab.record(...(await state.saves(SAVES)))
  },
)

// Trajectories at a steady rate, and then by more callers than the platform has connections to its database, each of which begins its next when the last is written.
test(
  'trajectories are written, also by more callers than there are connections',
  answers('db.writes', 'db.writes.errors', 'db.pool', { lastsMs: () => WRITES.durationMs + 6000 }),
  async ({ lab, state }) => {
    lab.record(...(await state.writes(WRITES)))
  },
)
