import { expect, test } from '@playwright/test'
import { systemClock } from '../clock.ts'
import type { Measurement } from '../measure/measurement.ts'
import { measureScaling } from './scaling.ts'
import { runTasks } from './tasks-workload.ts'
import { TASK_MODES } from './task-requests.ts'
import type { TaskMode } from './task-requests.ts'
import { truthRequests as requests, withTasks } from './testing/task-truth.ts'

const AGENTS = 5
const modes = Object.fromEntries(TASK_MODES.map(mode => [mode, { agents: AGENTS, perSecond: 20 }])) as Record<
  TaskMode,
  { agents: number; perSecond: number }
>

const cases: [what: string, measure: (origin: string, signal: AbortSignal) => Promise<Measurement[]>][] = [
  [
    'of all modes',
    (origin, signal) =>
      runTasks({ origin, requests, modes, durationMs: 3_600_000 }, systemClock, undefined, signal),
  ],
  [
    'at once',
    (origin, signal) =>
      measureScaling(
        { origin, requests, levels: [4], agents: AGENTS, rounds: 1_000_000 },
        systemClock,
        undefined,
        signal,
      ),
  ],
]
for (const [what, measure] of cases)
  test(`no agent is left when a run is interrupted that has tasks done ${what}`, async () => {
    await withTasks({}, async (origin, asked) => {
      const halt = new AbortController()
      const measuring = measure(origin, halt.signal)
      await expect.poll(() => asked.get('PUT jobs')?.length).toBeGreaterThan(20)
      halt.abort()
      await measuring
      expect(asked.get('DELETE staff')).toHaveLength(AGENTS)
    })
  })
