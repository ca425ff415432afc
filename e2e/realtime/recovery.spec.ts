import { answers, test } from '../../fixtures/index.ts'
import { fleetOf, outageOf } from '../../fixtures/targets/parts.ts'
import { startSwarm } from '../../fixtures/targets/start-swarm.ts'

// While the fleet reports and the viewers watch, the target cuts every socket at once. All come back by their own back-off, as a herd: how many
// within five seconds, how long each took, and which values nobody got meanwhile.
test(
  'after every socket was cut, all are back soon',
  answers('realtime.recovery', 'realtime.recovery.time'),
  async ({ lab, running, settings }) => {
    fleetOf(running)
    const drop = outageOf(running, 'dropSockets')
    await using swarm = await startSwarm(running, settings)
    await swarm.connectAgents()
    await swarm.connectViewers()
    lab.record(
      ...(await swarm.recover({
        cause: 'drop',
        breakIt: async () => void (await drop()),
        perSecond: settings.PERF_RATE,
      })),
    )
  },
)
