import { answers, test } from '../../fixtures/index.ts'

/** The shares of the fleet that report while the page is observed. */
const LEVELS = [0, 0.1, 0.5, 1]

/** How long canaries are watched at each level. */
const PAINT_MS = 1500

// One real page, with none, a tenth, half and all of the agents reporting: how soon it is ready, how quickly it answers its user, for how long its
// frames are blocked, and in a second visit how soon it paints what an agent sent. A curve, without a limit.
test(
  'the page under a growing fleet',
  answers({ needs: ['pages', 'realtime.agent'], lastsMs: () => 20_000 }),
  async ({ lab, swarm, dashboard, settings, pause }) => {
    const levels = new Set(LEVELS.map(share => Math.round(share * settings.PERF_AGENTS)))
    for (const agents of levels) {
      const labels = { agents: String(agents) }
      await using fleet = await swarm({ agents, viewers: 0 })
      await fleet.connectAgents()
      const load = fleet.runUntilHalted({ perSecond: settings.PERF_RATE, canaries: dashboard.canaries })
      try {
        await using first = await dashboard.newContext()
        const seen = await dashboard.use(first)
        lab.sample('users.degradation.ready', 'ms', seen.readyMs, labels, seen.atMs)
        lab.sample('users.degradation.long-frames', 'ms', seen.longFramesMs, labels, seen.atMs)
        for (const { durationMs } of seen.interactions) {
          lab.sample('users.degradation.inp', 'ms', durationMs, labels, seen.atMs)
        }
        await using second = await dashboard.newContext()
        const { page, atMs, readyMs } = await dashboard.open(second)
        lab.sample('users.degradation.ready', 'ms', readyMs, labels, atMs)
        const paint = agents > 0 ? await dashboard.watch(page, agents) : undefined
        if (paint) {
          await pause(PAINT_MS)
          await fleet.halt()
          const { canaries: sent, window } = await load
          const painted = await paint.finish(sent, window, labels)
          for (const one of painted.filter(({ metric }) => metric === 'realtime.paint')) {
            lab.record({ ...one, metric: 'users.degradation.paint' })
          }
        }
      } finally {
        await fleet.halt()
        lab.record(...(await load).measurements.filter(({ metric }) => !metric.startsWith('realtime.')))
      }
    }
  },
)
