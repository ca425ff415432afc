import { answers, test } from '../../fixtures/index.ts'

const AT_ONCE = 50

// 50 requests at the same moment, to each endpoint in turn, and none of them may fail.
test(
  'the API answers many requests at once',
  answers('api.concurrent', { lastsMs: () => 4000 }),
  async ({ lab, http, target }) => {
    const arrivals = { kind: 'burst', size: AT_ONCE, everyMs: 1000, durationMs: 1000 } as const
    for (const request of target.endpoints ?? []) {
      const labels = { endpoint: request.name }
      lab.record(
        ...(await http.openLoop({ streams: [{ request, arrivals, metric: 'api.concurrent', labels }] })),
      )
    }
  },
)

const AGENTS = { users: 100, journeys: 10 }

// Closed model: 100 agents at once, each with 10 messages through the pipeline, the next when the last is answered.
test(
  'the pipeline serves many agents at once',
  answers('agents.concurrent', 'agents.concurrent.success', { lastsMs: () => 3000 }),
  async ({ lab, http, target, settings }) => {
    if (!target.messages) return
    const { name, ...request } = target.messages
    lab.record(
      ...(await http.users({
        mix: { classes: [{ name: 'agent', weight: 1, steps: [{ name, request }] }] },
        model: { kind: 'closed', ...AGENTS, holdMs: settings.PERF_TIMEOUT * AGENTS.journeys * 1000 },
        seed: settings.PERF_SEED,
        metric: 'agents',
        labels: {},
      })),
    )
  },
)
