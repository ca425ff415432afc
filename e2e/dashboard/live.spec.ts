import { answers, test } from '../../fixtures/index.ts'

/** Intervals to watch: one more than the SLO needs, and one for the beginning. */
const REFRESHES = 22

// A page that is left open: how often what it shows changes, and how soon what arrives is painted, whoever sent it and by whatever protocol. Where the
// target's agents are ours, they report meanwhile.
test(
  'the page refreshes by itself, and paints at once what arrives',
  answers('page.refresh', 'page.live', { needs: ['pages[0].live'] }),
  async ({ dashboard, lab, settings, swarm, target }) => {
    const watch = (): Promise<void> =>
      dashboard.eachPage(async (page, labels) => lab.record(...(await page.watchLive(REFRESHES, labels))))
    if (!target.realtime?.agent) {
      await watch()
      return
    }
    await using fleet = await swarm({ viewers: 0 })
    await fleet.connectAgents()
    const load = fleet.runUntilHalted({ perSecond: settings.PERF_RATE })
    try {
      await watch()
    } finally {
      await fleet.halt()
      lab.record(...(await load).measurements.filter(({ metric }) => !metric.startsWith('realtime.')))
    }
  },
)
