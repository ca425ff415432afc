import { answers, test } from '../../fixtures/index.ts'

// The same load with traces and metrics on and off (closed model, four at a time), in turns by chance; they are left on.
test(
  'observability costs little',
  answers('observability.overhead', { lastsMs: () => 43_000 }),
  async ({ lab, flows }) => {
    lab.record(...(await flows.overhead({ pairs: 100, turnMs: 200 })))
  },
)
