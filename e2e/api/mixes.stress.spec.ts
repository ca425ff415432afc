import { answers, test } from '../../fixtures/index.ts'

// Closed model: users who come one after the other and stay, each doing what the weights of the target's `users` say, with time to think.
for (const name of ['light', 'moderate', 'heavy', 'stress'] as const) {
  test(
    `the API serves a ${name} mix of users`,
    answers(`mix.${name}`),
    async ({ lab, http, target, scenario, settings }) => {
      const { users, perSecond, holdMs } = scenario(name)
      const mix = target.users ?? { classes: [] }
      const model = { kind: 'closed', users, perSecond, holdMs } as const
      const seed = settings.PERF_SEED
      lab.record(...(await http.users({ mix, model, seed, metric: 'mix', labels: { mix: name } })))
    },
  )
}
