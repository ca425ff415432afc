import { expect, test } from '@playwright/test'
import { exampleJudgement } from '../../reports/judge/testing/example-evidence.ts'
import type { Judgement } from '../../reports/judge/slo.ts'
import { lacksOf } from './proof.ts'

const proof = { judged: ['api.latency'], passed: ['realtime.received'], seen: ['page.live'] }
const run = (...changed: Partial<Judgement>[]): Judgement[] => {
  const all = ['api.latency', 'realtime.received', 'page.live'].map(id =>
    exampleJudgement({ id, name: id, verdict: 'PASS', n: 20 }),
  )
  return all.map(one => ({ ...one, ...changed.find(({ id }) => id === one.id) }))
}

const cases: [what: string, judgements: Judgement[], lacks: RegExp[]][] = [
  ['in which all is proved lacks nothing', run(), []],
  ['may miss what is only to be judged', run({ id: 'api.latency', verdict: 'FAIL' }), []],
  [
    'whose API has no verdict',
    run({ id: 'api.latency', verdict: 'NO_DATA', n: 0 }),
    [/^api\.latency has no verdict \(NO_DATA\): /],
  ],
  [
    'whose viewers were told nothing',
    run({ id: 'realtime.received', verdict: 'FAIL' }),
    [/^realtime\.received has not passed \(FAIL\): /],
  ],
  [
    'that saw one change of the page, too few for a verdict',
    run({ id: 'page.live', verdict: 'INCONCLUSIVE', n: 1 }),
    [],
  ],
  [
    'that saw no change of the page',
    run({ id: 'page.live', verdict: 'NO_DATA', n: 0 }),
    [/^page\.live has no value \(NO_DATA\): /],
  ],
  ['that asked for less', run().slice(0, 2), [/^page\.live was not asked\.$/]],
]
for (const [what, judgements, lacks] of cases) {
  test(`a run of a product ${what}`, () => {
    expect(lacksOf(judgements, proof)).toEqual(lacks.map(one => expect.stringMatching(one)))
  })
}
