import { http } from '../../load/http/http.ts'
import { answers, test } from '../../fixtures/index.ts'
import { usersOf } from '../../fixtures/targets/parts.ts'
import { SCENARIOS } from '../../fixtures/user-scenarios.ts'

// Closed model: users who come one after the other and stay, each doing what the weights of the target's `users` say, with time to think.
for (const { name, users, perSecond, holdMs } of SCENARIOS) {
  test(`the API serves ${users} users`, answers(`mix.${name}`), async ({ lab, running, settings }) => {
    lab.record(
      ...(await http.users({
        ...running.requests(),
        mix: usersOf(running),
        model: { kind: 'closed', users, perSecond, holdMs },
        seed: settings.PERF_SEED,
        metric: 'mix',
        labels: { mix: name },
      })),
    )
  })
}
