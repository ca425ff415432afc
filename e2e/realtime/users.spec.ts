import { answers, test } from '../../fixtures/index.ts'

/** Sessions of each viewer: a share of failures below 1 % takes at least 66 sessions without one to be believed. */
const SHIFTS = 2

// While the fleet reports and all other users watch over sockets, one user after another opens the dashboard in a real browser. Half
// way through, the viewers leave and come back.
test(
  'the dashboard is quick while all users watch',
  answers('users.ready', 'users.errors', { lastsMs: ({ PERF_VISITS }) => PERF_VISITS * 1200 + 5000 }),
  async ({ lab, swarm, dashboard, settings }) => {
    const users = { users: String(settings.PERF_USERS) }
    for (let shift = 0; shift < SHIFTS; shift++) {
      await using fleet = await swarm()
      await fleet.connectAgents()
      await fleet.connectViewers()
      const load = fleet.runUntilHalted({ perSecond: settings.PERF_RATE })
      for (let n = shift; n < settings.PERF_VISITS; n += SHIFTS) {
        await using context = await dashboard.newContext()
        const seen = await dashboard.tryVisit(context)
        if ('fault' in seen) lab.count('users.errors', seen.fault)
        else {
          lab.sample('users.ready', 'ms', seen.readyMs, users, seen.atMs)
          lab.count('users.errors')
        }
      }
      await fleet.halt()
      lab.record(...(await load).measurements.filter(({ metric }) => !metric.startsWith('realtime.')))
      for (const session of await fleet.close()) {
        lab.count('users.errors', session.kind === 'held' ? undefined : session.cause)
      }
    }
  },
)
