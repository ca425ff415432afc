import { answers, test } from '../../fixtures/index.ts'

const ids = ['llm.ttft', 'llm.gap', 'llm.rate', 'llm.total', 'llm.errors', 'llm.cost']

// Each call is made at its own time, with a prompt of its own (open model), and counts from that moment: a provider that stalls makes all wait that fell due. Then it is asked what it accounted for of some of them.
test(
  'tokens come soon and steadily, no call fails, and each is accounted for',
  answers(...ids, {
    lastsMs: ({ PERF_LLM_CALLS, PERF_LLM_RATE }) => (PERF_LLM_CALLS / PERF_LLM_RATE) * 1000,
  }),
  async ({ lab, llm, settings: { PERF_LLM_CALLS, PERF_LLM_RATE } }) => {
    const durationMs = (PERF_LLM_CALLS / PERF_LLM_RATE) * 1000
    const arrivals = { kind: 'constant', perSecond: PERF_LLM_RATE, durationMs } as const
    lab.record(...(await llm.open({ arrivals })))
  },
)

// As many calls as come back (closed model): how much a provider gives.
test(
  'ten clients take what a provider gives',
  answers({ needs: ['llm'], lastsMs: () => 5000 }),
  async ({ lab, llm }) => {
    lab.record(...(await llm.closed({ clients: 10, durationMs: 5000 })))
  },
)
