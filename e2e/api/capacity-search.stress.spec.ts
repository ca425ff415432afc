import { agentsWorkload } from '../../fixtures/capacity/agents-workload.ts'
import { findCapacity } from '../../fixtures/capacity/find-capacity.ts'
import { learnRest } from '../../fixtures/capacity/learn-rest.ts'
import { requestsWorkload } from '../../fixtures/capacity/requests-workload.ts'
import { usersWorkload } from '../../fixtures/capacity/users-workload.ts'
import { answers, test } from '../../fixtures/index.ts'

// The most load with every SLO of its workload held: doubled until one breaks, then bisected to within a tenth. Each load is held for 5 s, and the next
// begins when the target is at rest.
for (const [name, workloadOf, needs] of [
  ['requests a second', requestsWorkload, ['endpoints']],
  ['users', usersWorkload, ['users']],
  ['agents', agentsWorkload, ['realtime.agent', 'realtime.viewer']],
] as const) {
  test(
    `the most ${name} with every SLO held`,
    answers('capacity', { needs }),
    async ({ lab, running, settings }) => {
      const workload = workloadOf(running, settings)
      const recovered = await learnRest(running.reached(), settings.PERF_TIMEOUT * 1000)
      lab.record(...(await findCapacity(workload, recovered)))
    },
  )
}
