import { answers, test } from '../../fixtures/index.ts'

/** How long the page is without a socket. */
const WITHOUT_MS = 5000

const needs = [
  'pages',
  'realtime.agent',
  'realtime.canary',
  'outages.dropSockets',
  'outages.refuseSockets',
] as const

// A real page loses its socket and gets no other: how long until it paints a value that was sent after that, which it must have asked for; and, once
// sockets are accepted again, how long until it is live.
test(
  'a page without a socket polls, and goes back to live',
  answers({ needs }),
  async ({ lab, running, swarm, dashboard, settings, clock, pause }) => {
    await using fleet = await swarm({ viewers: 0 })
    await fleet.connectAgents()
    await fleet.comeBack()
    await using context = await dashboard.newContext()
    const { page } = await dashboard.open(context)
    const paint = await dashboard.watch(page, settings.PERF_AGENTS)
    const load = fleet.runUntilHalted({ perSecond: settings.PERF_RATE, canaries: dashboard.canaries })
    const refusedAtMs = clock.nowMs()
    const lift = await running.breakTarget('refuseSockets')
    try {
      await running.breakTarget('dropSockets')
      await pause(WITHOUT_MS)
    } finally {
      await lift()
    }
    const liftedAtMs = clock.nowMs()
    await dashboard.untilReady(page)
    lab.sample('realtime.fallback', 'ms', clock.nowMs() - liftedAtMs, { way: 'to live' }, liftedAtMs)
    await fleet.halt()
    const { canaries: sent, window } = await load
    const painted = (await paint?.finish(sent, window, {})) ?? []
    const times = painted
      .flatMap(({ metric, data }) =>
        metric === 'realtime.paint' && data.kind === 'samples' ? data.points : [],
      )
      .filter(({ atMs, censored }) => !censored && atMs > refusedAtMs && atMs < liftedAtMs)
      .map(({ atMs, value }) => atMs + value - refusedAtMs)
    if (times.length > 0) {
      lab.sample('realtime.fallback', 'ms', Math.min(...times), { way: 'to polling' }, refusedAtMs)
    }
  },
)
