import { answers, test } from '../../fixtures/index.ts'

const CALLS = 120
const PER_SECOND = 12

// Calls are made through the target, each at its own time (open model). Then the provider is asked when each came to it and its tokens left: what is beyond that is the target's.
test(
  'the target adds little to the time of its model, fails no call, and accounts for each as the provider does',
  answers('agent.overhead', 'agent.overhead.total', 'agent.errors', 'llm.cost.platform', {
    lastsMs: () => (1000 * CALLS) / PER_SECOND + 5000,
  }),
  async ({ lab, llm }) => {
    const durationMs = (1000 * CALLS) / PER_SECOND
    const arrivals = { kind: 'constant', perSecond: PER_SECOND, durationMs } as const
    lab.record(...(await llm.through({ arrivals, calls: CALLS })))
  },
)
