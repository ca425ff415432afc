import { answers, test } from '../../fixtures/index.ts'

/** The agents connect in so many parts, and the memory that each adds is one value. */
const PARTS = 3

// The server's resident memory before and after each third of the agents has connected, each time when it has collected its garbage. It is
// started afresh for that where it can be: a server that was busy has memory to spare, and new connections would seem to cost nothing.
test(
  'a connection costs the server little memory',
  answers('realtime.memory', { lastsMs: () => 6000 }),
  async ({ lab, running, swarm, settings, target }) => {
    if (target.outages?.restart) await running.restart()
    await using fleet = await swarm({ viewers: 0 })
    const agents = settings.PERF_AGENTS
    let beforeBytes = await running.memoryBytes()
    for (let part = 0; part < PARTS; part++) {
      const from = Math.floor((part * agents) / PARTS)
      const open = await fleet.countConnected({ from, to: Math.floor(((part + 1) * agents) / PARTS) })
      const afterBytes = await running.memoryBytes()
      if (beforeBytes === undefined || afterBytes === undefined) return
      if (open > 0) lab.sample('realtime.memory', 'bytes', (afterBytes - beforeBytes) / open)
      beforeBytes = afterBytes
    }
  },
)
