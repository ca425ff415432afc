import { answers, test } from '../../fixtures/index.ts'

const CALLS = 80
const PER_SECOND = 8

// Calls are made through the target, each at its own time (open model), while a page is open. The provider tells when the first token of each left, the page when its answer was painted.
test(
  'an answer shows in the page soon after its first token',
  answers('ai.paint', { lastsMs: () => (1000 * CALLS) / PER_SECOND + 5000 }),
  async ({ lab, llm, dashboard }) => {
    await using context = await dashboard.newContext()
    const { page } = await dashboard.open(context)
    const durationMs = (1000 * CALLS) / PER_SECOND
    const arrivals = { kind: 'constant', perSecond: PER_SECOND, durationMs } as const
    const watch = dashboard.answerWatch(page)
    lab.record(...(await llm.shown({ arrivals, calls: CALLS, watch })))
  },
)
