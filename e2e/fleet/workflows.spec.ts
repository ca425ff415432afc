import { answers, test } from '../../fixtures/index.ts'

// The same steps one after another, all at once and in a graph: one workflow at a time, in turns, from the request for it until it is done.
test(
  'steps of a workflow that need not wait do not',
  answers('workflow.sequential', 'workflow.parallel', 'workflow.dag', { lastsMs: () => 15_000 }),
  async ({ lab, flows }) => {
    lab.record(...(await flows.workflows()))
  },
)
