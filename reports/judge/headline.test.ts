import { expect, test } from '@playwright/test'
import { exampleJudgement } from './testing/example-evidence.ts'
import { writeHeadline } from './headline.ts'
import type { Judgement, Verdict } from './slo.ts'

const of = (verdict: Verdict, id: string, more: Partial<Judgement> = {}): Judgement =>
  exampleJudgement({ id, title: `Title ${id}`, verdict, ...more })

const share = { unit: 'ratio', objective: 'rate>=0.99', limit: 0.99 } as const

test('one SLO that passed is named with its value and limit', () => {
  expect(writeHeadline([of('PASS', 'a')])).toBe('The one required SLO passed: Title a 84 ms (limit 200 ms).')
})

test('when all passed the tightest is named', () => {
  const warning = of('FAIL', 'w', { level: 'warn', observed: 900 })
  const all = [of('PASS', 'a', { observed: 20 }), of('PASS', 'b', { observed: 139 }), warning]
  expect(writeHeadline(all)).toBe('All 2 required SLOs passed. Tightest: Title b 139 ms (limit 200 ms).')
})

test('a share that must be large is as tight as what lacks to all, a count as large as it is', () => {
  const tightest = (...all: Judgement[]): string | undefined =>
    /Tightest: Title (\w)/.exec(writeHeadline(all))?.[1]
  const time = of('PASS', 't', { observed: 80 })
  expect(tightest(time, of('PASS', 's', { ...share, observed: 0.997 }))).toBe('t')
  expect(tightest(time, of('PASS', 's', { ...share, observed: 0.995 }))).toBe('s')
  expect(tightest(time, of('PASS', 's', { ...share, observed: 1, limit: 1 }))).toBe('t')
  const pace = { unit: 'per-second', objective: 'med>=5', limit: 5 } as const
  expect(tightest(time, of('PASS', 'p', { ...pace, observed: 20 }))).toBe('t')
  expect(tightest(time, of('PASS', 'p', { ...pace, observed: 10 }))).toBe('p')
  const none = { unit: 'count', objective: 'count==0', limit: 0, observed: 0 } as const
  expect(tightest(of('PASS', 'c', none), time)).toBe('t')
})

test('what failed comes first, and the worst of it with its value and limit', () => {
  const all = [
    of('NO_DATA', 'd'),
    of('PASS', 'p'),
    of('INCONCLUSIVE', 'i'),
    of('INVALID', 'v'),
    of('FAIL', 'a', { observed: 250 }),
    of('FAIL', 'b', { observed: 545, name: 'b (GET /api/agents)' }),
  ]
  expect(writeHeadline(all)).toBe(
    '2 of 6 required SLOs failed, 1 is invalid, 1 is inconclusive, 1 has no data. ' +
      'Worst: Title b, GET /api/agents 545 ms (limit 200 ms).',
  )
})

test('one that failed is told with its value, too', () => {
  expect(writeHeadline([of('FAIL', 'a', { observed: 250 }), of('PASS', 'b')])).toBe(
    '1 of 2 required SLOs failed. Worst: Title a 250 ms (limit 200 ms).',
  )
})

test('what neither passed nor failed is named, three of them', () => {
  const some = (count: number, verdict: Verdict): Judgement[] =>
    ['a', 'b', 'c', 'd', 'e'].slice(0, count).map(id => of(verdict, id))
  expect(writeHeadline([of('PASS', 'p'), ...some(2, 'INVALID')])).toBe(
    '2 of 3 required SLOs are invalid: Title a; Title b.',
  )
  expect(writeHeadline(some(3, 'NO_DATA'))).toBe(
    '3 of 3 required SLOs have no data: Title a; Title b; Title c.',
  )
  expect(writeHeadline(some(5, 'INCONCLUSIVE'))).toBe(
    '5 of 5 required SLOs are inconclusive: Title a; Title b; Title c; and 2 more.',
  )
})

test('a run without a required SLO says so', () => {
  expect(writeHeadline([of('FAIL', 'w', { level: 'warn' })])).toBe('The run judged no required SLO.')
  expect(writeHeadline([])).toBe('The run judged no required SLO.')
})
