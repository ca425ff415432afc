import { http } from '../../load/http/http.ts'
import { answers, test } from '../../fixtures/index.ts'
import { endpointsOf } from '../../fixtures/targets/parts.ts'

const CONNECTIONS = [10, 50, 100]
const SECONDS = 1

// Closed model: as many clients as there are connections, each with one request under way; how many come back a second.
test(
  'the API carries many requests a second',
  answers('api.capacity'),
  async ({ lab, running, settings }) => {
    for (const request of endpointsOf(running)) {
      for (const connections of CONNECTIONS) {
        lab.record(
          ...(await http.closedLoop({
            origin: running.baseURL,
            headers: running.headers(),
            requests: [{ request, labels: { endpoint: request.name } }],
            connections,
            seconds: SECONDS,
            timeoutSeconds: settings.PERF_TIMEOUT,
            metric: 'api',
            labels: {},
          })),
        )
      }
    }
  },
)
