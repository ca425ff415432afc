import { expect, test } from '@playwright/test'
import { meets, ObjectiveError, parseObjective, parseStatistic, smallerIsBetter } from './objective.ts'

test('an objective is a statistic, a comparison and a limit', () => {
  expect(parseObjective('p(95)<200')).toEqual({
    statistic: { kind: 'percentile', percentile: 95 },
    operator: '<',
    limit: 200,
  })
  expect(parseObjective('p(99.9)<=0.5')).toEqual({
    statistic: { kind: 'percentile', percentile: 99.9 },
    operator: '<=',
    limit: 0.5,
  })
  expect(parseObjective('p(99.95)<200').statistic).toEqual({ kind: 'percentile', percentile: 99.95 })
  expect(parseObjective('rate>=0.999')).toEqual({ statistic: { kind: 'rate' }, operator: '>=', limit: 0.999 })
  expect(parseObjective('count==0')).toEqual({ statistic: { kind: 'count' }, operator: '==', limit: 0 })
  expect(parseObjective('avg<100')).toEqual({ statistic: { kind: 'avg' }, operator: '<', limit: 100 })
  expect(parseObjective('slope>-0.5')).toEqual({ statistic: { kind: 'slope' }, operator: '>', limit: -0.5 })
})

test('the median is the 50th percentile, and blanks mean nothing', () => {
  expect(parseObjective('med>0.9')).toEqual(parseObjective('p(50)>0.9'))
  expect(parseObjective('  p( 95 ) < 200 ')).toEqual(parseObjective('p(95)<200'))
})

const WRONG = [
  '',
  'p(95)',
  'p95<200',
  'p(0)<200',
  'p(100)<200',
  'p(101)<200',
  'p(95)<-1',
  'p(95)==200',
  'p(95)<200ms',
  'p(95)=>200',
  'avg<-100',
  'avg==100',
  'mean<100',
  'med==1',
  'rate==0',
  'count<1',
  'count>=0',
  'p(95)<200 || rate<1',
]
for (const text of WRONG) {
  test(`the objective "${text}" is refused with its text and the grammar`, () => {
    expect(() => parseObjective(text)).toThrow(ObjectiveError)
    expect(() => parseObjective(text)).toThrow(
      `"${text}" can't be read. Write p(N), med, rate, avg, slope, leak or drift with`,
    )
  })
}

test('the error of an objective has a code that does not change with its words', () => {
  expect(new ObjectiveError('Any words.')).toMatchObject({ code: 'ERR_OBJECTIVE', message: 'Any words.' })
})

test('a value exactly at the limit meets <=, >= and ==, not < and >', () => {
  const at = (objective: string, value: number): boolean => meets(parseObjective(objective), value)
  expect([199, 200, 201].map(value => at('p(95)<200', value))).toEqual([true, false, false])
  expect([199, 200, 201].map(value => at('p(95)<=200', value))).toEqual([true, true, false])
  expect([199, 200, 201].map(value => at('p(95)>200', value))).toEqual([false, false, true])
  expect([199, 200, 201].map(value => at('p(95)>=200', value))).toEqual([false, true, true])
  expect([0, 1].map(value => at('count==0', value))).toEqual([true, false])
})

test('smaller is better below a limit, larger above it', () => {
  const asked = ['p(95)<1', 'p(95)<=1', 'p(95)>1', 'p(95)>=1'].map(parseObjective)
  expect(asked.map(smallerIsBetter)).toEqual([true, true, false, false])
})

test('a slope has a label only where one is given, and no other statistic has one', () => {
  expect(parseObjective('slope<1').statistic).toStrictEqual({ kind: 'slope' })
  expect(parseObjective('slope(agents)<1').statistic).toStrictEqual({ kind: 'slope', over: 'agents' })
  expect(parseObjective('avg<1').statistic).toStrictEqual({ kind: 'avg' })
  expect(parseStatistic(' count ')).toStrictEqual({ kind: 'count' })
})
