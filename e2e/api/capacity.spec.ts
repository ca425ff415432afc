import { answers, test } from '../../fixtures/index.ts'

const CONNECTIONS = [10, 50, 100]
const SECONDS = 1

// Closed model: as many clients as there are connections, each with one request under way; how many come back a second, of each endpoint alone and of
// all of them, shuffled.
test(
  'the API carries many requests a second',
  answers('api.capacity', { lastsMs: () => 12_000 }),
  async ({ lab, http, target }) => {
    const each = (target.endpoints ?? []).map(request => ({ request, labels: { endpoint: request.name } }))
    const alone = each.map(one => ({ requests: [one], labels: {} }))
    const together = each.length > 1 ? [{ requests: each, labels: { among: 'all endpoints' } }] : []
    for (const load of [...alone, ...together]) {
      for (const connections of CONNECTIONS) {
        lab.record(...(await http.closedLoop({ ...load, connections, seconds: SECONDS, metric: 'api' })))
      }
    }
  },
)
