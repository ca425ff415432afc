import { setTimeout as delay } from 'node:timers/promises'
import { CANARIES, PaintObserver } from '../../fixtures/browser/paint.ts'
import { openPage, untilReady } from '../../fixtures/browser/visit.ts'
import { answers, test } from '../../fixtures/index.ts'
import { canaryOf, dashboardOf, fleetOf, outageOf } from '../../fixtures/targets/parts.ts'
import { startSwarm } from '../../fixtures/targets/start-swarm.ts'
import { systemClock } from '../../load/clock.ts'

/** How long the page is without a socket. */
const WITHOUT_SECONDS = 5

// A real page loses its socket and gets no other: how long until it paints a value that was sent after that, which it must have asked for; and, once
// sockets are accepted again, how long until it is live.
test(
  'a page without a socket polls, and goes back to live',
  answers({
    needs: ['pages', 'realtime.agent', 'realtime.canary', 'outages.dropSockets', 'outages.refuseSockets'],
  }),
  async ({ lab, running, settings }) => {
    fleetOf(running)
    const dashboard = dashboardOf(running)
    const canary = canaryOf(running)
    const [drop, refuse] = [outageOf(running, 'dropSockets'), outageOf(running, 'refuseSockets')]
    const timeoutMs = settings.PERF_TIMEOUT * 1000
    await using swarm = await startSwarm(running, settings, { viewers: 0 })
    await swarm.connectAgents()
    await swarm.comeBack()
    await using context = await running.newContext()
    const { page } = await openPage(context, dashboard, timeoutMs)
    const paint = await PaintObserver.begin(page, canary, settings.PERF_AGENTS)
    const canaries = canary.agents ?? CANARIES
    const load = swarm.run({
      perSecond: settings.PERF_RATE,
      rounds: Number.MAX_SAFE_INTEGER,
      stage: 'steady',
      canaries,
    })
    const refusedAtMs = systemClock.nowMs()
    const lift = await refuse()
    try {
      await drop()
      await delay(WITHOUT_SECONDS * 1000)
    } finally {
      await lift()
    }
    const liftedAtMs = systemClock.nowMs()
    await untilReady(page, dashboard, timeoutMs)
    lab.sample('realtime.fallback', 'ms', systemClock.nowMs() - liftedAtMs, { way: 'to live' }, liftedAtMs)
    await swarm.halt()
    const { canaries: sent, window } = await load
    const painted = await paint.finish(sent, window, {})
    const times = painted
      .flatMap(({ metric, data }) =>
        metric === 'realtime.paint' && data.kind === 'samples' ? data.points : [],
      )
      .filter(({ atMs }) => atMs > refusedAtMs && atMs < liftedAtMs)
      .map(({ atMs, value }) => atMs + value - refusedAtMs)
    if (times.length > 0) {
      lab.sample('realtime.fallback', 'ms', Math.min(...times), { way: 'to polling' }, refusedAtMs)
    }
  },
)
