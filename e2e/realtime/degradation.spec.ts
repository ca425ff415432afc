import { setTimeout as delay } from 'node:timers/promises'
import { CANARIES, PaintObserver } from '../../fixtures/browser/paint.ts'
import { openPage, visit } from '../../fixtures/browser/visit.ts'
import { answers, test } from '../../fixtures/index.ts'
import { agentOf, dashboardOf, realtimeOf } from '../../fixtures/targets/parts.ts'
import { startSwarm } from '../../fixtures/targets/start-swarm.ts'

/** The shares of the fleet that report while the page is observed. */
const LEVELS = [0, 0.1, 0.5, 1]

/** How long canaries are watched at each level. */
const PAINT_SECONDS = 1.5

// One real page, with none, a tenth, half and all of the agents reporting: how soon it is ready, how quickly it answers its user, for how long its
// frames are blocked, and in a second visit how soon it paints what an agent sent. A curve, without a limit.
test(
  'the page under a growing fleet',
  answers({ needs: ['pages', 'realtime.agent'] }),
  async ({ lab, running, settings }) => {
    const dashboard = dashboardOf(running)
    agentOf(running)
    const { canary } = realtimeOf(running)
    const timeoutMs = settings.PERF_TIMEOUT * 1000
    const levels = new Set(LEVELS.map(share => Math.round(share * settings.PERF_AGENTS)))
    for (const agents of levels) {
      const labels = { agents: String(agents) }
      await using swarm = await startSwarm(running, settings, { agents, viewers: 0 })
      await swarm.connectAgents()
      const canaries = canary?.agents ?? CANARIES
      const load = swarm.run({
        perSecond: settings.PERF_RATE,
        rounds: Number.MAX_SAFE_INTEGER,
        stage: 'steady',
        canaries,
      })
      try {
        await using first = await running.newContext()
        const seen = await visit(first, dashboard, timeoutMs, dashboard.interactions)
        lab.sample('users.degradation.ready', 'ms', seen.readyMs, labels, seen.atMs)
        lab.sample('users.degradation.long-frames', 'ms', seen.longFramesMs, labels, seen.atMs)
        for (const { durationMs } of seen.interactions) {
          lab.sample('users.degradation.inp', 'ms', durationMs, labels, seen.atMs)
        }
        await using second = await running.newContext()
        const { page, atMs, readyMs } = await openPage(second, dashboard, timeoutMs)
        lab.sample('users.degradation.ready', 'ms', readyMs, labels, atMs)
        if (canary && agents > 0) {
          const paint = await PaintObserver.begin(page, canary, agents)
          await delay(PAINT_SECONDS * 1000)
          await swarm.halt()
          const { canaries: sent, window } = await load
          const painted = await paint.finish(sent, window, labels)
          for (const one of painted.filter(({ metric }) => metric === 'realtime.paint')) {
            lab.record({ ...one, metric: 'users.degradation.paint' })
          }
        }
      } finally {
        await swarm.halt()
        lab.record(...(await load).measurements.filter(({ metric }) => !metric.startsWith('realtime.')))
      }
    }
  },
)
