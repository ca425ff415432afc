import { chromium, expect, test } from '@playwright/test'
import { request } from 'undici'
import { chromiumOptions } from '../../fixtures/browser/chromium.ts'
import { CANARIES, PaintObserver } from '../../fixtures/browser/paint.ts'
import { openPage } from '../../fixtures/browser/visit.ts'
import { NeededBrowser } from '../../fixtures/targets/needed-browser.ts'
import { parseSettings } from '../../fixtures/settings/settings.ts'
import { loadTarget } from '../../fixtures/targets/load-target.ts'
import { withFault } from '../../fixtures/targets/reference/platform-faults.ts'
import { ownHere } from '../../fixtures/targets/owner/target-owner.ts'
import { RunningTarget } from '../../fixtures/targets/running-target.ts'
import { startSwarm } from '../../fixtures/targets/bound/start-swarm.ts'
import { readWhole } from '../../load/measure/histogram.ts'
import type { Measurement } from '../../load/measure/measurement.ts'
import { nearestRank } from '../../load/measure/nearest-rank.ts'

const AGENTS = 60
const USERS = 5
const settings = parseSettings({ PERF_AGENTS: String(AGENTS), PERF_USERS: String(USERS) })
const LATE_MS = 300

/** The reference platform, signed in to, for both tests: no fault of the one is left when the other begins. */
const browser = new NeededBrowser(() => chromium.launch(chromiumOptions(undefined)))
let running: RunningTarget
test.beforeAll(async () => {
  const loaded = await loadTarget({ settings, env: {} })
  running = await RunningTarget.prepare(loaded, ownHere(loaded.target, settings), settings, browser)
})
test.afterAll(async () => {
  await running?.stop()
  await browser[Symbol.asyncDispose]()
})

const find = (all: readonly Measurement[], metric: string): Measurement => {
  const found = all.find(one => one.metric === metric)
  if (!found) throw new Error(`There is no ${metric}.`)
  return found
}

function medianOf({ data }: Measurement): number {
  if (data.kind === 'histogram') return readWhole(data).percentile(50)
  if (data.kind !== 'samples') throw new Error('A median is of times.')
  const sorted = data.points.map(({ value }) => value).toSorted((a, b) => a - b)
  return nearestRank(sorted, 50) ?? Number.NaN
}

const clockErrorOf = ({ doubts }: Measurement): number =>
  doubts.reduce((sum, doubt) => sum + (doubt.kind === 'clock-uncertain' ? doubt.errorMs : 0), 0)

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length
const spread = (values: readonly number[]): number => Math.max(...values) - Math.min(...values)

// Clean and late stages in turns, so that what the machine does meanwhile meets both; how far stages of one kind differ is what the bound widens by.
// Six stages of 1.5 s and what is late in them make some 12 s.
test('what the target holds back by 300 ms is in the latency and in the paint, and nothing else is', async () => {
  const { realtime, pages } = running.target
  const [dashboard] = pages ?? []
  if (!realtime?.canary || !dashboard) throw new Error('The reference target has a canary and a page.')
  await using swarm = await startSwarm(running, settings)
  await swarm.connectAgents()
  await swarm.connectViewers()
  await using context = await running.newContext()
  const { page } = await openPage(context, dashboard, 30_000)
  const medians: Record<string, { clean: number[]; late: number[]; errorMs: number }> = {
    'realtime.latency': { clean: [], late: [], errorMs: 0 },
    'realtime.paint': { clean: [], late: [], errorMs: 0 },
  }
  for (const kind of ['clean', 'late', 'clean', 'late', 'clean', 'late'] as const) {
    const lift =
      kind === 'late' ? await withFault(running.reached(), { kind: 'socket-delay', ms: LATE_MS }) : undefined
    const paint = await PaintObserver.begin(page, realtime.canary, AGENTS)
    const stage = await swarm.run({ perSecond: 10, rounds: 15, stage: 'steady', canaries: CANARIES })
    const all = [...stage.measurements, ...(await paint.finish(stage.canaries, stage.window, {}))]
    await lift?.()
    for (const [metric, of] of Object.entries(medians)) {
      const measured = find(all, metric)
      of[kind].push(medianOf(measured))
      of.errorMs = Math.max(of.errorMs, clockErrorOf(measured))
    }
  }
  for (const [metric, { clean, late, errorMs }] of Object.entries(medians)) {
    const rise = mean(late) - mean(clean)
    const boundMs = 15 + errorMs + spread(clean) + spread(late)
    expect(Math.abs(rise - LATE_MS), `${metric} rose by ${rise} ms`).toBeLessThanOrEqual(boundMs)
  }
})

// 40 rounds at 10 a second, so that some updates are lost, and the wait for what may still come: some 7 s.
test('of updates that the target loses, exactly those are counted as lost', async () => {
  await using swarm = await startSwarm(running, settings)
  await swarm.connectAgents()
  await swarm.connectViewers()
  const lift = await withFault(running.reached(), { kind: 'socket-drop', share: 0.01 })
  const { measurements } = await swarm.run({ perSecond: 10, rounds: 40, stage: 'steady' })
  const { body } = await request(new URL('/metrics', running.baseURL))
  const dropped = Number(/^platform_updates_dropped_total (\d+)/m.exec(await body.text())?.[1])
  await lift()
  expect(dropped).toBeGreaterThan(0)
  expect(find(measurements, 'realtime.delivery').data).toMatchObject({
    total: (USERS - 1) * AGENTS * 40,
    bad: (USERS - 1) * dropped,
    causes: { lost: (USERS - 1) * dropped, duplicated: 0, reordered: 0 },
  })
})
