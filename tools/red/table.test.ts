import { expect, test } from '@playwright/test'
import { exampleJudgement } from '../../reports/judge/testing/example-evidence.ts'
import { outcomeOf, unexpected, unexplained } from './outcome.ts'
import { writeHeading, writeRow, writeTime } from './table.ts'

const id = 'api.latency'
const of = (name: string, verdict: 'PASS' | 'FAIL' | 'INVALID' | 'INCONCLUSIVE') =>
  exampleJudgement({ id, name, verdict })

test('an SLO that one endpoint fails has failed, and one that all endpoints pass has passed', () => {
  expect(outcomeOf(id, [of('a', 'PASS'), of('b', 'FAIL'), of('c', 'INVALID')])).toMatchObject({
    verdict: 'FAIL',
    judgement: { name: 'b' },
  })
  expect(outcomeOf(id, [of('a', 'PASS'), of('b', 'INCONCLUSIVE')]).verdict).toBe('INCONCLUSIVE')
  expect(outcomeOf(id, [of('a', 'PASS'), of('b', 'PASS')]).verdict).toBe('PASS')
})

test('an SLO that the run says nothing of has no data', () => {
  expect(outcomeOf('api.errors', [of('a', 'PASS')])).toEqual({ id: 'api.errors', verdict: 'NO_DATA' })
})

test('a failed SLO is explained by the advice of a rule that knows the cause, and by no other', () => {
  const judgements = [of('a', 'FAIL'), of('b', 'FAIL'), of('c', 'PASS')]
  const by = (rule: string) => ({ rule, priority: 'HIGH', text: '', next: '', judgements: ['a'] }) as const
  const left = (rule: string) =>
    unexplained([id], ['right'], { judgements, advice: [{ ...by(rule), judgements: ['a'] }] })
  expect(left('right')).toEqual(['b'])
  expect(left('wrong')).toEqual(['a', 'b'])
  expect(unexplained([id], ['right'], { judgements })).toEqual(['a', 'b'])
  expect(unexplained(['other'], ['right'], { judgements })).toEqual([])
  expect(
    unexplained([id], ['right'], { judgements: [...judgements, of('d', 'INVALID')] }, 'INVALID'),
  ).toEqual(['d'])
})

test('an SLO of level error that fails without being named is unexpected', () => {
  const other = (own: string, verdict: 'PASS' | 'FAIL' | 'INVALID' | 'INCONCLUSIVE' = 'FAIL') =>
    exampleJudgement({ id: own, name: `${own} (b)`, verdict })
  const judgements = [
    of('a', 'FAIL'),
    other('also'),
    other('stray'),
    other('warns'),
    other('void', 'INVALID'),
  ]
  const also = [{ id: 'also', because: 'It is slow for the same reason.' }]
  const required = [id, 'also', 'stray', 'void']
  expect(unexpected([id], also, required, judgements)).toEqual(['stray (b)'])
  expect(unexpected([], [], required, judgements)).toEqual(['a', 'also (b)', 'stray (b)'])
})

test('a row shows verdict, SLO, observed value and objective', () => {
  const judgement = exampleJudgement({ verdict: 'FAIL', observed: 1310 })
  expect(writeRow({ id, verdict: 'FAIL', judgement }, 'FAIL')).toEqual([
    '  FAIL          api.latency                           1.31 s   p(95)<200',
  ])
})

test('a row whose verdict is not the wanted one says why, within 80 columns', () => {
  const judgement = exampleJudgement({
    id: 'lighthouse.best-practices',
    verdict: 'INVALID',
    objective: 'rate>=0.999',
    because: 'The load generator was up to 120 ms late, in 3 s. '.repeat(3),
  })
  const lines = writeRow({ id: judgement.id, verdict: 'INVALID', judgement }, 'FAIL')
  expect(lines.length).toBe(4)
  for (const line of lines) expect(line.length).toBeLessThanOrEqual(80)
  expect(
    lines
      .slice(1)
      .map(line => line.trim())
      .join(' '),
  ).toBe(judgement.because.trim())
  expect(writeRow({ id, verdict: 'NO_DATA' }, 'FAIL').at(1)).toContain('left no judgement')
})

test('a heading leaves room for the time, however long the fault is', () => {
  const heading = writeHeading('slow answers', { kind: 'delay', path: `/${'x'.repeat(90)}`, ms: 1300 })
  expect(heading + writeTime(94_000)).toHaveLength(80)
  expect(heading + writeTime(94_000)).toMatch(/^slow answers {2}\{"kind":"delay".*… +1 min 34 s$/)
  expect(writeHeading('no fault', undefined) + writeTime(9000)).toHaveLength(80)
})
