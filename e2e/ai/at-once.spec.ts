import { answers, test } from '../../fixtures/index.ts'

// One call and ten at once, in turns: each pair is compared with itself.
test(
  'ten calls at once wait hardly longer than one, and are answered hardly slower',
  answers('llm.concurrent', 'llm.concurrent.rate', { lastsMs: () => 25_000 }),
  async ({ lab, llm }) => {
    lab.record(...(await llm.atOnce({ calls: 10, pairs: 10 })))
  },
)
