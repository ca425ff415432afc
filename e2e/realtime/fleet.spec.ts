import { answers, test } from '../../fixtures/index.ts'

const ids = [
  'connect',
  'connect.time',
  'latency',
  'paint',
  'refresh',
  'staleness',
  'delivery',
  'received',
  'frames',
  'held',
].map(name => `realtime.${name}`)

/** Rounds in which all agents update together: as many as the refresh SLO needs. */
const REFRESH_ROUNDS = 20

// All agents connect; the viewers and one observed page watch. First the agents' turns are spread over the period, as those of a
// fleet are: latency, staleness, delivery, and canaries up to the painted pixel. Then all update together, round by round: the refresh.
test(
  'what the fleet reports is seen at once, and all of it',
  answers(...ids, {
    needs: ['realtime.agent'],
    lastsMs: ({ PERF_DURATION, PERF_RATE }) => (PERF_DURATION + REFRESH_ROUNDS / PERF_RATE + 3) * 1000,
  }),
  async ({ lab, swarm, dashboard, target, settings }) => {
    const { PERF_AGENTS: agents, PERF_RATE: perSecond, PERF_DURATION: seconds } = settings
    await using fleet = await swarm()
    lab.record(...(await fleet.connectViewers()), ...(await fleet.connectAgents()))

    await using context = await dashboard.newContext()
    const observed = target.pages && target.realtime?.canary && (await dashboard.open(context)).page
    const paint = observed && (await dashboard.watch(observed, agents))
    const { canaries } = dashboard
    const rounds = Math.ceil(seconds * perSecond)
    const spread = await fleet.run({ perSecond, rounds, stage: 'steady', canaries })
    lab.record(...spread.measurements)
    if (paint) {
      const labels = { agents: String(agents) }
      // Of values that were never sent no pixel tells.
      const unsent = spread.measurements.find(({ metric }) => metric === 'load.messages')?.doubts
      lab.record(...(await paint.finish(spread.canaries, spread.window, labels, unsent)))
    }

    // Of a quick run the refresh is not asked: its rounds take as long as all the rest.
    if (settings.PERF_QUICK === '1') return
    const together = await fleet.run({ perSecond, rounds: REFRESH_ROUNDS, stage: 'together' })
    lab.record(...together.measurements)
  },
)

// Where the target's agents are not ours, the viewers report what they see of them. That they see something is all that is judged.
test(
  'what viewers see of agents that report by themselves',
  answers('realtime.received', 'realtime.frames', 'realtime.held', {
    needs: ['realtime.viewer'],
    without: ['realtime.agent'],
    lastsMs: ({ PERF_DURATION }) => PERF_DURATION * 1000,
  }),
  async ({ lab, swarm, settings }) => {
    const { PERF_RATE: perSecond, PERF_DURATION: seconds } = settings
    await using fleet = await swarm()
    lab.record(...(await fleet.connectViewers()))
    const rounds = Math.ceil(seconds * perSecond)
    lab.record(...(await fleet.run({ perSecond, rounds, stage: 'steady', label: 'observed' })).measurements)
  },
)
