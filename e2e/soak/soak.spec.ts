import { answers, test } from '../../fixtures/index.ts'

const ids = [
  'load',
  'heap',
  'memory',
  'descriptors',
  'connections',
  'threads',
  'levels',
  'latency',
  'uptime',
  'lost',
  'own',
  'own.heap',
  'own.descriptors',
].map(name => `soak.${name}`)

// All that the target is used for at once, for as long as PERF_SOAK says. What it holds after hours that it did not hold before, it loses; what grows slower,
// does not hold; and each second somebody asks whether it is there.
test(
  'the target is after long use what it was before',
  answers(...ids, { lastsMs: ({ PERF_SOAK }) => 1000 * PERF_SOAK + 15_000 }),
  async ({ soak }) => {
    await soak.run()
  },
)
