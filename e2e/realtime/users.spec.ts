import { visit } from '../../fixtures/browser/visit.ts'
import { answers, test } from '../../fixtures/index.ts'
import { dashboardOf, realtimeOf } from '../../fixtures/targets/parts.ts'
import { startSwarm } from '../../fixtures/targets/start-swarm.ts'
import { recordSessions } from '../../fixtures/targets/record-sessions.ts'

// While the fleet reports and all other users watch over sockets, one user after another opens the dashboard in a real browser.
test(
  'the dashboard is quick while all users watch',
  answers('users.ready', 'users.errors'),
  async ({ lab, running, settings }) => {
    realtimeOf(running)
    const dashboard = dashboardOf(running)
    await using swarm = await startSwarm(running, settings)
    await swarm.connectAgents()
    await swarm.connectViewers()

    const load = swarm.run({ perSecond: settings.PERF_RATE, rounds: Number.MAX_SAFE_INTEGER, phase: 'even' })
    for (let n = 0; n < settings.PERF_VISITS; n++) {
      await using context = await running.newContext()
      const { atMs, readyMs } = await visit(context, dashboard, settings.PERF_TIMEOUT * 1000)
      lab.sample('users.ready', 'ms', readyMs, { users: String(settings.PERF_USERS) }, atMs)
    }
    await swarm.halt()
    await load
    recordSessions(lab, await swarm.close(), settings.PERF_VISITS)
  },
)
