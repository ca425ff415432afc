import { answers, test } from '../../fixtures/index.ts'
import { connectionLimitOf, fleetOf } from '../../fixtures/targets/parts.ts'
import { startSwarm } from '../../fixtures/targets/start-swarm.ts'
import { limitMeasurement } from '../../load/swarm/limit-probe.ts'

const SECONDS = 3

/** Connections that are tried beyond the limit. */
const BEYOND = 5

// While the fleet reports and the viewers watch, more connect until the target refuses. From then on each must be refused in a way that tells a
// client to come back later; nobody who is connected may be cut, and what they are sent must not be late.
test(
  'at its connection limit the target refuses clearly, and serves the others as before',
  answers('realtime.limit', 'realtime.limit.latency'),
  async ({ lab, running, settings }) => {
    fleetOf(running)
    const { PERF_AGENTS: agents, PERF_USERS: users, PERF_RATE: perSecond } = settings
    const viewers = users - 1
    const free = connectionLimitOf(running) - agents - viewers
    await using swarm = await startSwarm(running, settings)
    await swarm.connectAgents()
    await swarm.connectViewers()
    const [load, found] = await Promise.all([
      swarm.run({ perSecond, rounds: Math.ceil(SECONDS * perSecond), stage: 'steady', label: 'limit' }),
      swarm.probeLimit({ free, beyond: BEYOND }),
    ])
    lab.record(...load.measurements, limitMeasurement(found, agents + viewers, load.window))
  },
)
