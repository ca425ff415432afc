import { pathToFileURL } from 'node:url'
import path from 'node:path'
import { writeFileSync } from 'node:fs'
import { expect, test } from '@playwright/test'
import { truthRequests as fleetRequests, withFleet } from '../../load/fleet/testing/fleet-truth.ts'
import { truthRequests, withScheduler } from '../../load/scheduler/testing/schedule-truth.ts'
import { startSuite } from './run-suite.ts'

const entry = pathToFileURL(path.join(import.meta.dirname, '../../fixtures/targets/target.ts')).href

test('a run that is interrupted leaves no schedule behind at a target that goes on', async ({}, info) => {
  await withScheduler({}, async (origin, kept) => {
    const file = info.outputPath('target.ts')
    const fields = JSON.stringify({ name: 'scheduler', baseURL: origin, schedule: truthRequests })
    writeFileSync(file, `import { defineTarget } from '${entry}'\nexport default defineTarget(${fields})\n`)
    const settings = { PERF_TARGET: file, PERF_SCHEDULE_DURATION: '3600' }
    const suite = startSuite(
      info.outputPath(),
      ['e2e/ai/schedule.spec.ts', '-g', 'keep time'],
      settings,
      'ai',
    )
    await expect.poll(() => kept.size, { timeout: 150_000 }).toBe(24)
    suite.interrupt()
    const run = await suite.ended
    expect(run.report?.run.status, run.output).toBe('interrupted')
    expect(kept.size).toBe(0)
  })
})

test('a run that is interrupted leaves no agents behind at a target that goes on', async ({}, info) => {
  await withFleet({}, async origin => {
    const file = info.outputPath('target.ts')
    const fields = JSON.stringify({ name: 'fleet', baseURL: origin, fleet: fleetRequests })
    writeFileSync(file, `import { defineTarget } from '${entry}'\nexport default defineTarget(${fields})\n`)
    // Fifty are due each 0.7 s: it goes on for ten minutes.
    const settings = { PERF_TARGET: file, PERF_AGENTS: '50000' }
    const suite = startSuite(
      info.outputPath(),
      ['e2e/fleet/spawn.spec.ts', '-g', 'come up quickly'],
      settings,
      'fleet',
    )
    const agents = async (): Promise<number> => {
      const { counts } = (await (await fetch(`${origin}/v2/pool`)).json()) as { counts: { all: number } }
      return counts.all
    }
    await expect.poll(agents, { timeout: 150_000 }).toBeGreaterThan(150)
    suite.interrupt()
    const run = await suite.ended
    expect(run.report?.run.status, run.output).toBe('interrupted')
    expect(await agents()).toBe(0)
  })
})
