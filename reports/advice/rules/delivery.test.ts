import { expect, test } from '@playwright/test'
import { adviceBy, runOf, sloOf, visits } from '../testing/example-run.ts'

const of = (value: number): number[] => Array.from({ length: 3 }, () => value)

test('a slow build is told, and whether its caches help', () => {
  const slo = sloOf('delivery.build', 'med<1000', { by: 'cache', minSamples: 3 })
  const built = (warmMs: number) =>
    runOf(
      [slo],
      [
        visits('delivery.build', { cache: 'cold' }, of(4000)),
        visits('delivery.build', { cache: 'warm' }, of(warmMs)),
      ],
    )
  expect(adviceBy('slow-delivery', built(3900))).toMatchObject({
    text: 'The build of the target takes long: delivery.build (cold) median 4.00 s (limit 1 s); delivery.build (warm) median 3.90 s (limit 1 s).',
    next: expect.stringContaining('Time its steps'),
    judgements: ['delivery.build (cold)', 'delivery.build (warm)'],
  })
  expect(adviceBy('slow-delivery', built(400))).toMatchObject({
    text: expect.stringContaining('With warm caches it takes 10 % of that.'),
    next: expect.stringContaining('Keep its caches'),
    judgements: ['delivery.build (cold)'],
  })
  expect(adviceBy('slow-delivery', runOf([slo], [visits('delivery.build', { cache: 'cold' }, of(10))]))).toBe(
    undefined,
  )
})

test('a heavy package is told with what weighs most in it', () => {
  const size = sloOf('delivery.size', 'med<1000000', { by: 'form', unit: 'bytes', minSamples: 3 })
  const parts = { maps: 3e6, 'index.js': 1e5 }
  const advice = adviceBy(
    'heavy-delivery',
    runOf(
      [size],
      [
        visits('delivery.size', { form: 'unpacked' }, of(3.1e6), 'bytes'),
        ...Object.entries(parts).map(([part, bytes]) =>
          visits('delivery.part', { part }, of(bytes), 'bytes'),
        ),
      ],
    ),
  )
  expect(advice?.text).toContain('Its heaviest parts: maps 3 MB, index.js 100 kB.')
})
