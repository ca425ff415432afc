import { answers, test } from '../../fixtures/index.ts'
import { pollingOf } from '../../fixtures/targets/parts.ts'
import { startSwarm } from '../../fixtures/targets/start-swarm.ts'

const SECONDS = 4

// While the fleet reports, all users poll, as their pages would if they could not keep a socket: how often they really get an answer, and how
// long what they hold has been out of date.
test(
  'who polls sees nothing old',
  answers('realtime.polling', 'realtime.polling.age'),
  async ({ lab, running, settings }) => {
    pollingOf(running)
    const perSecond = settings.PERF_RATE
    await using swarm = await startSwarm(running, settings, { listen: 'polling' })
    await swarm.connectAgents()
    await swarm.connectViewers()
    const rounds = Math.ceil(SECONDS * perSecond)
    lab.record(...(await swarm.run({ perSecond, rounds, stage: 'steady', label: 'polling' })).measurements)
  },
)
