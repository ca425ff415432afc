import { answers, test } from '../../fixtures/index.ts'

// While the fleet reports, all users poll, as their pages would if they could not keep a socket: how often they really get an answer, and how
// long what they hold has been out of date. How long they are watched follows how often they ask.
test(
  'who polls sees nothing old',
  answers('realtime.polling', 'realtime.polling.age', { lastsMs: () => 7000 }),
  async ({ lab, swarm, settings, pollingMs }) => {
    const perSecond = settings.PERF_RATE
    await using fleet = await swarm({ listen: 'polling' })
    await fleet.connectAgents()
    lab.record(...(await fleet.connectViewers()))
    const rounds = Math.ceil((pollingMs / 1000) * perSecond)
    lab.record(...(await fleet.run({ perSecond, rounds, stage: 'steady', label: 'polling' })).measurements)
  },
)
