import { answers, test } from '../../fixtures/index.ts'

// The most load with every SLO of its workload held: doubled until one breaks, then bisected to within a tenth. Each load is held for 5 s, and the next
// begins when the target is at rest.
for (const [kind, name, needs] of [
  ['requests', 'requests a second', ['endpoints']],
  ['users', 'users', ['users']],
  ['agents', 'agents', ['realtime.agent', 'realtime.viewer']],
] as const) {
  test(`the most ${name} with every SLO held`, answers('capacity', { needs }), async ({ lab, searchFor }) => {
    lab.record(...(await searchFor(kind)))
  })
}
