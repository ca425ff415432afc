import { visit, VisitError } from '../../fixtures/browser/visit.ts'
import { answers, test } from '../../fixtures/index.ts'
import { dashboardOf, realtimeOf } from '../../fixtures/targets/parts.ts'
import { startSwarm } from '../../fixtures/targets/start-swarm.ts'

/** Sessions of each viewer: a share of failures below 1 % takes at least 66 sessions without one to be believed. */
const SHIFTS = 2

/** A visit that fails is a failed session, and not the end of the spec. */
function orVisitError(error: unknown): VisitError {
  if (error instanceof VisitError) return error
  throw error
}

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
        stage: 'steady',
      })
      for (let n = shift; n < settings.PERF_VISITS; n += SHIFTS) {
        await using context = await running.newContext()
        const seen = await visit(context, dashboard, settings.PERF_TIMEOUT * 1000).catch(orVisitError)
        if (seen instanceof VisitError) lab.count('users.errors', seen.message)
        else {
          lab.sample('users.ready', 'ms', seen.readyMs, users, seen.atMs)
          lab.count('users.errors')
        }
      }
      await swarm.halt()
      lab.record(...(await load).measurements.filter(({ metric }) => !metric.startsWith('realtime.')))
      for (const session of await swarm.close()) {
        lab.count('users.errors', session.kind === 'held' ? undefined : session.cause)
      }
    }
  },
)
