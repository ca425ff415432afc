import { CANARIES, PaintObserver } from '../../fixtures/browser/paint.ts'
import { openPage } from '../../fixtures/browser/visit.ts'
import { answers, test } from '../../fixtures/index.ts'
import { realtimeOf } from '../../fixtures/targets/parts.ts'
import { startSwarm } from '../../fixtures/targets/start-swarm.ts'

const ids = ['connect', 'connect.time', 'latency', 'paint', 'refresh', 'staleness', 'delivery'].map(
  name => `realtime.${name}`,
)

/** Rounds in which all agents update together: as many as the refresh SLO needs. */
const REFRESH_ROUNDS = 20

// All agents connect; the viewers and one observed page watch. First the agents' turns are spread over the period, as those of a
// fleet are: latency, staleness, delivery, and canaries up to the painted pixel. Then all update together, round by round: the refresh.
test(
  'what the fleet reports is seen at once, and all of it',
  answers(...ids),
  async ({ lab, running, settings }) => {
    const { PERF_AGENTS: agents, PERF_RATE: perSecond, PERF_DURATION: seconds } = settings
    const { canary } = realtimeOf(running)
    await using swarm = await startSwarm(running, settings)
    lab.record(...(await swarm.connectViewers()))
    lab.record(...(await swarm.connectAgents()))

    await using context = await running.newContext()
    const observed = canary && running.target.pages?.[0]
    const page = observed && (await openPage(context, observed, settings.PERF_TIMEOUT * 1000)).page
    const paint = canary && page && (await PaintObserver.begin(page, canary, agents))
    const canaries = canary?.agents ?? CANARIES
    const spread = await swarm.run({
      perSecond,
      rounds: Math.ceil(seconds * perSecond),
      stage: 'steady',
      canaries,
    })
    lab.record(...spread.measurements)
    if (paint) lab.record(...(await paint.finish(spread.canaries, spread.window, { agents: String(agents) })))

    const together = await swarm.run({ perSecond, rounds: REFRESH_ROUNDS, stage: 'together' })
    lab.record(...together.measurements)
  },
)

// Where the target's agents are not ours, the viewers report what they see of them. No limit.
test(
  'what viewers see of agents that report by themselves',
  answers({ needs: ['realtime.viewer'], without: ['realtime.agent'] }),
  async ({ lab, running, settings }) => {
    const { PERF_RATE: perSecond, PERF_DURATION: seconds } = settings
    await using swarm = await startSwarm(running, settings)
    lab.record(...(await swarm.connectViewers()))
    const rounds = Math.ceil(seconds * perSecond)
    lab.record(...(await swarm.run({ perSecond, rounds, stage: 'steady', label: 'observed' })).measurements)
  },
)
