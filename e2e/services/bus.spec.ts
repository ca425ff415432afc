import { answers, test } from '../../fixtures/index.ts'

/** Events a second of each kind. */
const RATE = [100, 50, 50, 10]

/** Events a second in a burst: of the first kind. */
const BURST = [500]

/** How long the bus is used while it is broken, ms; and then until events pass again. A broker takes long to be back. */
const BROKEN_MS = 8000
const CRASHED_MS = 14_000

/** What is asked whatever the load. */
const account = ['bus.loss', 'bus.duplicates']
const recovery = ['bus.recovery', 'bus.recovery.time']
const steady = ['bus.sent', 'bus.drained', 'bus.depth', ...account]

// Open model: each event counts from when it was due until a consumer has worked on it.
test(
  'events of four kinds are delivered at once, all of them',
  answers('bus.rate', ...steady, { lastsMs: ({ PERF_BUS_DURATION }) => PERF_BUS_DURATION * 1000 + 10_000 }),
  async ({ lab, bus, settings }) => {
    lab.record(
      ...(await bus.run({ load: 'rate', perSecond: RATE, durationMs: settings.PERF_BUS_DURATION * 1000 })),
    )
  },
)

test(
  'a burst of events is delivered at once, and leaves nothing in the queues',
  answers('bus.burst', ...steady, { lastsMs: ({ PERF_BUS_DURATION }) => PERF_BUS_DURATION * 1000 + 10_000 }),
  async ({ lab, bus, settings }) => {
    lab.record(
      ...(await bus.run({ load: 'burst', perSecond: BURST, durationMs: settings.PERF_BUS_DURATION * 1000 })),
    )
  },
)

// Every event is accounted for, to the broker's own word that its queues are empty.
for (const fault of ['consumer', 'publisher', 'partition'] as const) {
  test(
    `nothing that was confirmed is lost through the fault of a ${fault}`,
    answers(...recovery, ...account, { needs: [`bus.faults.${fault}`], lastsMs: () => BROKEN_MS + 6000 }),
    async ({ lab, bus }) => {
      lab.record(...(await bus.broken(fault, { perSecond: RATE, durationMs: BROKEN_MS })))
    },
  )
}

test(
  'nothing that was confirmed is lost when the broker crashes and is started again',
  answers(...recovery, ...account, { lastsMs: () => CRASHED_MS + 24_000 }),
  async ({ lab, bus }) => {
    lab.record(...(await bus.broken('broker', { perSecond: RATE, durationMs: CRASHED_MS })))
  },
)
