import { answers, test } from '../../fixtures/index.ts'
import { fleetOf, outageOf, restartOf } from '../../fixtures/targets/parts.ts'
import { startSwarm } from '../../fixtures/targets/start-swarm.ts'

/** By how much the target is made slow, and how long each stage lasts. */
const LATE_MS = 300
const SLOW_SECONDS = 4

const ids = ['realtime.recovery', 'realtime.recovery.time']

// The target's process is killed and started again while the fleet reports: connections are refused until it listens.
test(
  'after a restart all are back soon',
  answers(...ids, { needs: ['start'] }),
  async ({ lab, running, settings }) => {
    fleetOf(running)
    const breakIt = restartOf(running)
    await using swarm = await startSwarm(running, settings)
    await swarm.connectAgents()
    await swarm.connectViewers()
    lab.record(...(await swarm.recover({ cause: 'restart', breakIt, perSecond: settings.PERF_RATE })))
  },
)

// The target goes silent on every open socket and closes none, as a peer does whose machine is gone: agents and viewers find out by its silence.
test(
  'after every socket went silent, all are back soon',
  answers(...ids, { needs: ['outages.silence'] }),
  async ({ lab, running, settings }) => {
    fleetOf(running)
    const silence = outageOf(running, 'silence')
    await using swarm = await startSwarm(running, settings)
    await swarm.connectAgents()
    await swarm.connectViewers()
    let lift = async (): Promise<void> => {}
    try {
      lab.record(
        ...(await swarm.recover({
          cause: 'silence',
          breakIt: async () => void (lift = await silence()),
          perSecond: settings.PERF_RATE,
        })),
      )
    } finally {
      await lift()
    }
  },
)

// What viewers are sent leaves late for a while, and then does not: what they hold meanwhile, and how soon the delay is worked off.
test(
  'a target that becomes slow is fast again afterwards',
  answers({ needs: ['realtime.agent', 'realtime.viewer', 'outages.slow'] }),
  async ({ lab, running, settings }) => {
    fleetOf(running)
    const slow = outageOf(running, 'slow')
    const perSecond = settings.PERF_RATE
    const rounds = Math.ceil(SLOW_SECONDS * perSecond)
    await using swarm = await startSwarm(running, settings)
    await swarm.connectAgents()
    await swarm.connectViewers()
    const lift = await slow(LATE_MS)
    try {
      lab.record(...(await swarm.run({ perSecond, rounds, stage: 'steady', label: 'slow' })).measurements)
    } finally {
      await lift()
    }
    lab.record(...(await swarm.run({ perSecond, rounds, stage: 'steady', label: 'after' })).measurements)
  },
)
