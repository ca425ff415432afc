import { answers, test } from '../../fixtures/index.ts'

// While the fleet reports and the viewers watch, the target cuts every socket at once. All come back by their own back-off, as a herd: how many
// within five seconds, how long each took, and which values nobody got meanwhile.
test(
  'after every socket was cut, all are back soon',
  answers('realtime.recovery', 'realtime.recovery.time', { lastsMs: () => 10_000 }),
  async ({ lab, running, swarm, settings }) => {
    await using fleet = await swarm()
    await fleet.connectAgents()
    await fleet.connectViewers()
    const breakIt = async (): Promise<void> => void (await running.breakTarget('dropSockets'))
    lab.record(...(await fleet.recover({ cause: 'drop', breakIt, perSecond: settings.PERF_RATE })))
  },
)
