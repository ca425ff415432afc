import { expect, test } from '@playwright/test'
import type { Slo } from '../../judge/slo.ts'
import { adviceBy, events, runOf, sloOf, visits } from '../testing/example-run.ts'
import { testRules } from '../testing/rule-rows.ts'

const multiplier = sloOf('wasm.multiplier', 'med>=52', {
  by: 'what',
  unit: 'times',
  level: 'warn',
  minSamples: 10,
})
const equal = sloOf('wasm.wrong', 'count==0', { by: 'pair', unit: 'count', minSamples: 1 })

test('a claim that is not met is answered with the measured interval, and what such claims rest on', () => {
  const ratios = [0.5, 0.8, 0.5, 0.8, 0.5, 0.8, 0.5, 0.8, 0.5, 0.8]
  const advice = adviceBy(
    'claimed-wasm',
    runOf([multiplier], [visits('wasm.multiplier', { what: 'tree, 107 kB' }, ratios, 'times')]),
  )
  // Of logarithms: the middle of the means of all pairs is that of one of each, the root of 0.5 x 0.8.
  expect(advice).toMatchObject({
    priority: 'LOW',
    text: expect.stringContaining('it was 0.632x (0.5x to 0.8x) for tree, 107 kB.'),
    next: expect.stringContaining('a call of a remote model'),
  })
  const met = runOf(
    [multiplier],
    [
      visits(
        'wasm.multiplier',
        { what: 'a' },
        ratios.map(one => 100 * one),
        'times',
      ),
    ],
  )
  expect(adviceBy('claimed-wasm', met)).toBeUndefined()
})

test('of a claim only the limits are told that are missed, and only the works that miss them', () => {
  const floor = { ...multiplier, id: 'wasm.multiplier.floor', objective: 'med>=40' }
  const of = (...slos: Slo[]) =>
    adviceBy(
      'claimed-wasm',
      runOf(slos, [
        visits('wasm.multiplier', { what: 'tree' }, [45], 'times'),
        visits('wasm.multiplier', { what: 'lexer' }, [60], 'times'),
      ]),
    )
  expect(of(multiplier, floor)).toMatchObject({
    text: 'WebAssembly is not 52 times as fast as JavaScript: of the same work with the same result it was 45x (45x to 45x) for tree.',
    judgements: ['wasm.multiplier (tree)'],
  })
  expect(of(multiplier, { ...floor, objective: 'med>=50' })?.text).toContain('is not 50 or 52 times as fast')
  const own = of({ ...multiplier, objective: 'med>=47.5', level: 'error' })
  expect(own).toMatchObject({ priority: 'HIGH', text: expect.stringContaining('is not 47.5 times as fast') })
  expect(own?.next).not.toContain('Nothing is wrong')
  expect(of(floor)).toBeUndefined()
})

test('a wrong answer is told with where it differs', () => {
  const cause = 'pair, 8.3 kB: result.body.0.end is 4 rather than 3'
  const run = runOf([equal], [events('wasm.wrong', { pair: 'pair' }, 3, { [cause]: 1 })])
  expect(adviceBy('wrong-wasm', run)).toMatchObject({
    text: expect.stringContaining('do not do the same (pair, '),
    judgements: ['wasm.wrong (pair)'],
  })
  expect(
    adviceBy('wrong-wasm', runOf([equal], [events('wasm.wrong', { pair: 'pair' }, 3, {})])),
  ).toBeUndefined()
})

const kept = sloOf('wasm.memory', 'med<1000000', { unit: 'bytes', minSamples: 10 })
const concurrent = sloOf('wasm.concurrent', 'med>100', { unit: 'per-second', minSamples: 10 })

testRules([
  {
    what: 'each call of a function in WebAssembly keeps memory',
    rule: 'costly-wasm',
    slos: [kept],
    slow: [visits('wasm.memory', {}, [8e6], 'bytes')],
    text: 'The function in WebAssembly costs much: wasm.memory median 8 MB (limit 1 MB).',
    next: 'call free() or delete() on each result',
    good: [visits('wasm.memory', {}, [1000], 'bytes')],
  },
  {
    what: 'a function in WebAssembly does little at once',
    rule: 'costly-wasm',
    slos: [concurrent],
    slow: [visits('wasm.concurrent', {}, [12], 'per-second')],
    text: 'The function in WebAssembly costs much: wasm.concurrent median 12 /s (limit 100 /s).',
    next: 'share one compiled module among the instances',
    good: [visits('wasm.concurrent', {}, [4000], 'per-second')],
  },
])
