import { expect, test } from '@playwright/test'
import type { MetricDeclaration } from '../load/measure/metric.ts'
import { Catalogue, MetricError } from './catalogue.ts'

const depth: MetricDeclaration = {
  name: 'queue.depth',
  quantity: 'level',
  unit: 'count',
  title: 'Waiting jobs',
  better: 'lower',
  section: 'work-queue',
  order: 1,
  overTime: true,
}
const failures: MetricDeclaration = {
  ...depth,
  name: 'queue.failures',
  quantity: 'events',
  title: 'Failed jobs',
  overTime: false,
  order: 0,
}
const catalogue = new Catalogue([depth, failures], [])

test('declarations of one name that differ are an error that names both', () => {
  const other = { ...depth, title: 'Depth of the queue', unit: 'ms', quantity: 'time' } as const
  expect(() => new Catalogue([depth, other], [])).toThrow(
    /"queue\.depth" \("Waiting jobs"\) is declared with quantity "level", unit "count".*again \("Depth of the queue"\) with quantity "time", unit "ms"/,
  )
  expect(() => new Catalogue([depth, { ...depth, section: 'other' }], [])).toThrow(MetricError)
})

test('the same declaration may be there twice, whatever the order of its fields', () => {
  const { name, ...rest } = depth
  expect(new Catalogue([depth, { ...rest, name }], []).declarations.metrics).toEqual([depth])
})

test('all faults of all declarations are told at once', () => {
  const wrong = [
    { ...depth, name: 'Queue depth' },
    { ...depth, name: 'a', unit: 'ms' as const },
    { ...depth, name: 'b', title: ' ' },
    { ...failures, name: 'c', overTime: true },
    { ...depth, name: 'd', order: Number.NaN },
  ]
  const faults = [
    "These metrics can't be used:",
    '  "Queue depth" is no name of a metric: write small letters, digits, - and dots.',
    '  "a" is a level in ms: its unit is count.',
    '  "b" has no title.',
    '  "c" counts events, which are not drawn over time: set overTime to false.',
    '  "d" has order NaN: use a number.',
  ]
  expect(() => new Catalogue(wrong, [])).toThrow(faults.join('\n'))
})

test('a metric that is not declared is an error, with the name that was probably meant', () => {
  expect(() => catalogue.require('queue.dept', 'count', 'samples')).toThrow(
    'There is no metric "queue.dept", did you mean "queue.depth"?',
  )
  expect(() => catalogue.require('heat', 'count', 'samples')).toThrow(
    'There is no metric "heat". Declare it in the "metrics" of the target',
  )
})

test('another unit than the declared one is an error, and so are events that are values', () => {
  expect(() => catalogue.require('queue.depth', 'ms', 'samples')).toThrow(
    'declared in count, and a value in ms',
  )
  expect(() => catalogue.require('queue.depth', 'count', 'tally')).toThrow('set its quantity to "events"')
  expect(() => catalogue.require('queue.failures', 'count', 'samples')).toThrow('use lab.count')
  expect(catalogue.require('queue.failures', 'count', 'tally')).toBe(failures)
  expect(catalogue.require('queue.depth', 'count', 'series')).toBe(depth)
})
