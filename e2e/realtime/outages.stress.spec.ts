import { answers, test } from '../../fixtures/index.ts'

/** By how much the target is made slow, and how long each stage lasts. */
const LATE_MS = 300
const SLOW_SECONDS = 4

const ids = ['realtime.recovery', 'realtime.recovery.time']

// The target's process is killed and started again while the fleet reports: connections are refused until it listens.
test(
  'after a restart all are back soon',
  answers(...ids, { needs: ['outages.restart'] }),
  async ({ lab, running, swarm, settings }) => {
    await using fleet = await swarm()
    await fleet.connectAgents()
    await fleet.connectViewers()
    const breakIt = (): Promise<void> => running.restart()
    lab.record(...(await fleet.recover({ cause: 'restart', breakIt, perSecond: settings.PERF_RATE })))
  },
)

// The target goes silent on every open socket and closes none, as a peer does whose machine is gone: agents and viewers find out by its silence.
test(
  'after every socket went silent, all are back soon',
  answers(...ids, { needs: ['outages.silence'] }),
  async ({ lab, running, swarm, settings }) => {
    await using fleet = await swarm()
    await fleet.connectAgents()
    await fleet.connectViewers()
    let lift = async (): Promise<void> => {}
    const breakIt = async (): Promise<void> => void (lift = await running.breakTarget('silence'))
    try {
      lab.record(...(await fleet.recover({ cause: 'silence', breakIt, perSecond: settings.PERF_RATE })))
    } finally {
      await lift()
    }
  },
)

// What viewers are sent leaves late for a while, and then does not: what they hold meanwhile, and how soon the delay is worked off.
test(
  'a target that becomes slow is fast again afterwards',
  answers({ needs: ['realtime.agent', 'realtime.viewer', 'outages.slow'] }),
  async ({ lab, running, swarm, settings }) => {
    const perSecond = settings.PERF_RATE
    const rounds = Math.ceil(SLOW_SECONDS * perSecond)
    await using fleet = await swarm()
    await fleet.connectAgents()
    await fleet.connectViewers()
    const lift = await running.breakTarget('slow', LATE_MS)
    try {
      lab.record(...(await fleet.run({ perSecond, rounds, stage: 'steady', label: 'slow' })).measurements)
    } finally {
      await lift()
    }
    lab.record(...(await fleet.run({ perSecond, rounds, stage: 'steady', label: 'after' })).measurements)
  },
)
