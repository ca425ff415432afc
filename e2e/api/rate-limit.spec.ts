import { http } from '../../load/http/http.ts'
import { answers, test } from '../../fixtures/index.ts'
import { rateLimitOf } from '../../fixtures/targets/parts.ts'

// Past the limit each answer must be 429 and tell when to come back; and then the caller must be let in.
test('past its rate limit the API refuses as it should', answers('ratelimit'), async ({ lab, running }) => {
  const { request, limit, windowMs } = rateLimitOf(running)
  lab.record(
    ...(await http.rateLimit({
      ...running.requests(),
      request,
      limit,
      windowMs,
      labels: { endpoint: request.name },
    })),
  )
})
