import { answers, test } from '../../fixtures/index.ts'

const SECONDS = 3

/** Connections that are tried beyond the limit. */
const BEYOND = 5

// While the fleet reports and the viewers watch, more connect until the target refuses. From then on each must be refused in a way that tells a
// client to come back later; nobody who is connected may be cut, and what they are sent must not be late.
test(
  'at its connection limit the target refuses clearly, and serves the others as before',
  answers('realtime.limit', 'realtime.limit.latency', { lastsMs: () => (SECONDS + 3) * 1000 }),
  async ({ lab, swarm, target, settings }) => {
    const { PERF_AGENTS: agents, PERF_USERS: users, PERF_RATE: perSecond } = settings
    const free = (target.realtime?.connectionLimit ?? 0) - agents - (users - 1)
    await using fleet = await swarm()
    await fleet.connectAgents()
    await fleet.connectViewers()
    const stage = {
      perSecond,
      rounds: Math.ceil(SECONDS * perSecond),
      stage: 'steady',
      label: 'limit',
    } as const
    lab.record(...(await fleet.measureLimit(stage, { free, beyond: BEYOND })))
  },
)
