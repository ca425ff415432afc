import { answers, test } from '../../fixtures/index.ts'

// Past the limit each answer must be 429 and tell when to come back; and then the caller must be let in.
test(
  'past its rate limit the API refuses as it should',
  answers('ratelimit', { lastsMs: () => 3000 }),
  async ({ lab, http, target }) => {
    if (!target.rateLimit) return
    const labels = { endpoint: target.rateLimit.request.name }
    lab.record(...(await http.rateLimit({ ...target.rateLimit, labels })))
  },
)
