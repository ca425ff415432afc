import { answers, test } from '../../fixtures/index.ts'

// The same load with traces and metrics on and off (closed model, four at a time), in turns by chance; they are left on.
test(
  'observability costs little',
  answers('observability.overhead', { lastsMs: () => 30_000 }),
  async ({ lab, flows }) => {
    lab.record(...(await flows.overhead({ pairs: 70, turnMs: 200 })))
  },
)
