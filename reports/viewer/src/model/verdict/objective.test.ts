import { expect, test } from '@playwright/test'
import { direction, objectiveText, parseObjective } from './objective.ts'

test('every form of objective is taken apart', () => {
  expect(parseObjective('p(95)<200')).toEqual({ statistic: 'p95', operator: '<', limit: 200 })
  expect(parseObjective('p(99.9) <= 1000')).toEqual({ statistic: 'p99.9', operator: '<=', limit: 1000 })
  expect(parseObjective('rate>=0.999')).toEqual({ statistic: 'rate', operator: '>=', limit: 0.999 })
  expect(parseObjective('count==0')).toEqual({ statistic: 'count', operator: '==', limit: 0 })
  expect(parseObjective('>=5')).toEqual({ statistic: '', operator: '>=', limit: 5 })
  expect(parseObjective('as fast as it was')).toBeUndefined()
})

test('the operator says which side is good', () => {
  expect(['p(95)<200', 'avg<=1', 'rate>0.99', 'med>=0.9', 'count==0'].map(direction)).toEqual([
    'smaller',
    'smaller',
    'larger',
    'larger',
    'equal',
  ])
})

test('an objective is read out in its unit, and an unreadable one as written', () => {
  expect(objectiveText('p(95)<2000', 'ms')).toBe('p95 < 2 s')
  expect(objectiveText('med>=0.9', 'score')).toBe('median ≥ 0.9')
  expect(objectiveText('rate<0.01', 'ratio')).toBe('rate < 1 %')
  expect(objectiveText('>=5', 'per-second')).toBe('≥ 5 /s')
  expect(objectiveText('as fast as it was', 'ms')).toBe('as fast as it was')
})
