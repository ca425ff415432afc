import { answers, test } from '../../fixtures/index.ts'
import { fleetOf } from '../../fixtures/targets/parts.ts'
import { startSwarm } from '../../fixtures/targets/start-swarm.ts'
import { connectedOf } from '../../load/swarm/swarm-measurements.ts'

/** The agents connect in so many parts, and the memory that each adds is one value. */
const PARTS = 3

// The server's resident memory before and after each third of the agents has connected, each time when it has collected its garbage. It is
// started afresh for that where it can be: a server that was busy has memory to spare, and new connections would seem to cost nothing.
test(
  'a connection costs the server little memory',
  answers('realtime.memory'),
  async ({ lab, running, settings }) => {
    fleetOf(running)
    if (running.canRestart) await running.restart()
    await using swarm = await startSwarm(running, settings, { viewers: 0 })
    const agents = settings.PERF_AGENTS
    let beforeBytes = await running.memoryBytes()
    for (let part = 0; part < PARTS; part++) {
      const range = {
        from: Math.floor((part * agents) / PARTS),
        to: Math.floor(((part + 1) * agents) / PARTS),
      }
      const open = connectedOf(await swarm.connectAgents(range))
      const afterBytes = await running.memoryBytes()
      if (beforeBytes === undefined || afterBytes === undefined) return
      if (open > 0) lab.sample('realtime.memory', 'bytes', (afterBytes - beforeBytes) / open)
      beforeBytes = afterBytes
    }
  },
)
