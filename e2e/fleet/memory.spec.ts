import { answers, test } from '../../fixtures/index.ts'

const LOAD = { perSecond: 100, durationMs: 10_200 }

const ids = ['memory.short', 'memory.short.errors', 'memory.session', 'memory.session.errors']

// Open model: memories and sessions are begun at a steady rate, each written, read back, changed or cleared, and read again.
test(
  'memory is quick, and gives what was written',
  answers(...ids, { lastsMs: () => LOAD.durationMs + 1500 }),
  async ({ lab, flows }) => {
    lab.record(...(await flows.memory(LOAD)))
  },
)
