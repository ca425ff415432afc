import type { Stream } from '../../load/http/open-loop.ts'
import { http } from '../../load/http/http.ts'
import { answers, test } from '../../fixtures/index.ts'
import type { Endpoint } from '../../fixtures/targets/target.ts'

const ids = [
  'api.latency',
  'api.latency.p99',
  'api.errors',
  'messages.throughput',
  'messages.latency',
  'skills.search',
  'skills.overhead',
]

// Open model: requests arrive at each endpoint at a steady rate, 1000 a minute unless set otherwise, and messages and skills beside them,
// whatever the target does. Latency counts from the intended start.
test('the API answers quickly under a steady load', answers(...ids), async ({ lab, running, settings }) => {
  const arrivals = {
    kind: 'constant',
    perSecond: settings.PERF_API_RATE,
    durationMs: settings.PERF_API_DURATION * 1000,
  } as const
  const { messages, skills } = running.target
  const streams: Stream[] = (running.target.endpoints ?? []).map(request => ({
    request,
    arrivals,
    metric: 'api',
    labels: { endpoint: request.name },
  }))
  if (messages)
    streams.push({ request: messages, arrivals, metric: 'messages', labels: { endpoint: messages.name } })
  if (skills) {
    const { search, execute, serverTiming } = skills
    const labels = (role: string, { name }: Endpoint) => ({ role, endpoint: name })
    streams.push(
      { request: search, arrivals, metric: 'skills', labels: labels('search', search) },
      { request: execute, arrivals, metric: 'skills', labels: labels('execute', execute), serverTiming },
    )
  }
  lab.record(
    ...(await http.openLoop({
      ...running.requests(),
      warmUpMs: 500,
      streams,
    })),
  )
})
