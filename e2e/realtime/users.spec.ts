import { visit } from '../../fixtures/browser/visit.ts'
import { answers, test } from '../../fixtures/index.ts'
import { dashboardOf, realtimeOf } from '../../fixtures/targets/parts.ts'
import { recordSessions } from '../../fixtures/targets/record-sessions.ts'
import { startSwarm } from '../../fixtures/targets/start-swarm.ts'

/** Sessions of each viewer: a share of failures below 1 % takes at least 66 sessions without one to be believed. */
const SHIFTS = 2

// While the fleet reports and all other users watch over sockets, one user after another opens the dashboard in a real browser. Half
// way through, the viewers leave and come back.
test(
  'the dashboard is quick while all users watch',
  answers('users.ready', 'users.errors'),
  async ({ lab, running, settings }) => {
    realtimeOf(running)
    const dashboard = dashboardOf(running)
    const users = { users: String(settings.PERF_USERS) }
    for (let shift = 0; shift < SHIFTS; shift++) {
      await using swarm = await startSwarm(running, settings)
      await swarm.connectAgents()
      await swarm.connectViewers()
      const load = swarm.run({
        perSecond: settings.PERF_RATE,
        rounds: Number.MAX_SAFE_INTEGER,
        phase: 'even',
      })
      for (let n = shift; n < settings.PERF_VISITS; n += SHIFTS) {
        await using context = await running.newContext()
        const { atMs, readyMs } = await visit(context, dashboard, settings.PERF_TIMEOUT * 1000)
        lab.sample('users.ready', 'ms', readyMs, users, atMs)
        recordSessions(lab, [{ kind: 'held' }])
      }
      await swarm.halt()
      await load
      recordSessions(lab, await swarm.close())
    }
  },
)
