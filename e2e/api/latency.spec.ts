import { answers, test } from '../../fixtures/index.ts'

const ids = [
  'api.latency',
  'api.latency.p99',
  'api.errors',
  'messages.throughput',
  'messages.latency',
  'skills.search',
  'skills.errors',
  'skills.overhead',
]

// Open model: requests arrive at each endpoint at a steady rate, 1000 a minute unless set otherwise, and messages and skills beside them,
// whatever the target does. Latency counts from the intended start.
test(
  'the API answers quickly under a steady load',
  answers(...ids, { lastsMs: ({ PERF_API_DURATION }) => PERF_API_DURATION * 1000 }),
  async ({ lab, http, target, settings }) => {
    const { endpoints = [], messages, skills } = target
    const arrivals = {
      kind: 'constant',
      perSecond: settings.PERF_API_RATE,
      durationMs: settings.PERF_API_DURATION * 1000,
    } as const
    const steady = (request: (typeof endpoints)[number], metric: string, labels = {}) => ({
      request,
      arrivals,
      metric,
      labels: { ...labels, endpoint: request.name },
    })
    const streams = [
      ...endpoints.map(request => steady(request, 'api')),
      ...(messages ? [steady(messages, 'messages')] : []),
      ...(skills
        ? [
            steady(skills.search, 'skills', { role: 'search' }),
            { ...steady(skills.execute, 'skills', { role: 'execute' }), serverTiming: skills.serverTiming },
          ]
        : []),
    ]
    lab.record(...(await http.openLoop({ warmUpMs: 500, streams })))
  },
)
