import { answers, test } from '../../fixtures/index.ts'

const ids = ['fleet.autoscale.up', 'fleet.autoscale.down', 'fleet.autoscale.reversals']

// Agents past the pool's mark come and go three times. Between, they stay for a cool-down, in which a pool that flaps lets a host go.
test(
  'the pool follows its load up and down, and does not flap',
  answers(...ids, { lastsMs: () => 15_000 }),
  async ({ lab, fleet, target }) => {
    const coolDownMs = target.fleet?.pool?.coolDownMs ?? 0
    test.setTimeout(test.info().timeout + 8 * coolDownMs)
    lab.record(...(await fleet.autoscale()))
  },
)
