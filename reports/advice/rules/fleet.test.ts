import { expect, test } from '@playwright/test'
import { adviceBy, events, runOf, sloOf, visits } from '../testing/example-run.ts'

const reversals = sloOf('fleet.autoscale.reversals', 'count==0', { unit: 'count', minSamples: 3 })
const change = (id: string) => sloOf(id, 'med<30000', { minSamples: 3 })

for (const [causes, text, next] of [
  [
    { 'fewer hosts under load': 4, 'more hosts without load': 1 },
    'The pool flaps: fewer hosts under load 4, more hosts without load 1 (fleet.autoscale.reversals 5 (limit 0)).',
    /^Set the mark/,
  ],
  [
    { 'a host died': 2 },
    'Hosts of agents die under their load: a host died 2 (fleet.autoscale.reversals 2 (limit 0)).',
    /^Look at how a host ends/,
  ],
] as const) {
  test(`changes against the load are told by their cause: ${Object.keys(causes)[0]}`, () => {
    const run = runOf([reversals], [events('fleet.autoscale.reversals', {}, 6, causes)])
    expect(adviceBy('pool-flaps', run)).toMatchObject({
      text,
      next: expect.stringMatching(next),
      judgements: ['fleet.autoscale.reversals'],
    })
  })
}

for (const [rule, id, text] of [
  [
    'slow-to-grow',
    'fleet.autoscale.up',
    'The pool is late with one host more: fleet.autoscale.up median 32.0 s',
  ],
  [
    'slow-to-shrink',
    'fleet.autoscale.down',
    'The pool keeps a host when its agents are gone: fleet.autoscale.down median 32.0 s',
  ],
] as const) {
  test(`${id} is told by ${rule} where it is missed, and not where it holds`, () => {
    const slo = change(id)
    const of = (value: number) => runOf([slo], [visits(id, {}, [value])])
    expect(adviceBy(rule, of(32_000))?.text).toContain(text)
    expect(adviceBy(rule, of(500))).toBeUndefined()
  })
}
