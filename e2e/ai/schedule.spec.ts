import { answers, test } from '../../fixtures/index.ts'

/** Schedules of each kind: by a cron pattern, and by an interval. */
const SCHEDULES = 12

/** The target is killed and started again so long after the schedules are made, and they are watched for so long in all, ms. */
const RESTART = { afterMs: 4000, durationMs: 15_000 }

// The target is asked to call back every 1.5 to 3 s; each call is held against the moment that was due.
test(
  'schedules keep time: each moment is called once',
  answers('scheduler.drift', 'scheduler.missed', 'scheduler.duplicated', {
    lastsMs: ({ PERF_SCHEDULE_DURATION }) => 1000 * PERF_SCHEDULE_DURATION + 10_000,
  }),
  async ({ lab, schedule, settings }) => {
    const durationMs = 1000 * settings.PERF_SCHEDULE_DURATION
    lab.record(...(await schedule.run({ schedules: SCHEDULES, durationMs, over: 'steady' })))
  },
)

// The target's process is killed while schedules are due. What falls due meanwhile is to be called late, and nothing twice.
test(
  'schedules outlive a restart of the target',
  answers('scheduler.missed.restart', 'scheduler.duplicated.restart', {
    lastsMs: () => RESTART.durationMs + 10_000,
  }),
  async ({ lab, schedule, running, pause }) => {
    const [measured] = await Promise.all([
      schedule.run({ schedules: SCHEDULES, durationMs: RESTART.durationMs, over: 'restart' }),
      pause(RESTART.afterMs).then(() => running.restart()),
    ])
    lab.record(...measured)
  },
)
