import { expect, test } from '@playwright/test'
import { arrivals } from '../arrivals.ts'
import type { ArrivalShape } from '../arrivals.ts'

/** What is said of a shape, which need not have the right type. */
function refusal(shape: unknown): string {
  try {
    arrivals(shape as ArrivalShape)
  } catch (error) {
    expect(error).toBeInstanceOf(RangeError)
    return (error as RangeError).message
  }
  return 'none'
}

const right: { [K in ArrivalShape['kind']]: Extract<ArrivalShape, { kind: K }> } = {
  constant: { kind: 'constant', perSecond: 1, durationMs: 1000 },
  ramp: { kind: 'ramp', fromPerSecond: 1, toPerSecond: 2, durationMs: 1000 },
  step: { kind: 'step', fromPerSecond: 1, toPerSecond: 2, steps: 2, holdMs: 100 },
  spike: { kind: 'spike', basePerSecond: 1, peakPerSecond: 2, atMs: 10, peakMs: 10, durationMs: 100 },
  burst: { kind: 'burst', size: 2, everyMs: 10, durationMs: 100 },
  sustained: { kind: 'sustained', perSecond: 2, rampMs: 10, holdMs: 10 },
  sinus: { kind: 'sinus', meanPerSecond: 2, amplitudePerSecond: 1, periodMs: 10, phase: 0, durationMs: 30 },
  poisson: { kind: 'poisson', perSecond: 2, durationMs: 100, seed: 1 },
  sequence: { kind: 'sequence', parts: [{ kind: 'constant', perSecond: 1, durationMs: 1000 }] },
  sum: { kind: 'sum', parts: [{ kind: 'constant', perSecond: 1, durationMs: 1000 }] },
  share: { kind: 'share', of: { kind: 'constant', perSecond: 1, durationMs: 1000 }, index: 1, count: 2 },
}

for (const [kind, shape] of Object.entries(right)) {
  const fields = Object.keys(shape).filter(name => name !== 'kind')

  test(`a ${kind} that is right is not refused`, () => {
    expect(refusal(shape)).toBe('none')
  })

  test(`a ${kind} is refused for each thing missing, not a finite number, or below 0, all named at once`, () => {
    for (const bad of [undefined, Number.NaN, Infinity, -5, '7', null]) {
      const wrong = { kind, ...Object.fromEntries(fields.map(name => [name, bad])) }
      const said = refusal(wrong)
      for (const name of fields) expect(said).toContain(`${name} = ${String(bad)} (allowed: `)
    }
  })

  test(`a ${kind} is refused for what it does not know`, () => {
    expect(refusal({ ...shape, rate: 3 })).toContain(`rate = 3 (allowed: only ${fields.join(', ')})`)
  })
}

test('a fault is named with its value and what is allowed', () => {
  expect(refusal({ kind: 'constant', perSecond: 0, durationMs: -1 })).toBe(
    'These arrivals cannot be: perSecond = 0 (allowed: a number above 0, at most 1000000000); ' +
      'durationMs = -1 (allowed: a number above 0, at most 10000000000).',
  )
})

test('an unknown kind is refused with those there are', () => {
  for (const kind of ['wave', 'toString', undefined, 3]) {
    const said = refusal({ kind, perSecond: 1 })
    expect(said).toContain(`kind = ${kind} (allowed: `)
    for (const known of Object.keys(right)) expect(said).toContain(known)
  }
})

test('what is no shape is refused', () => {
  expect(refusal(null)).toContain('shape = null')
  expect(refusal({ kind: 'sum', parts: [7] })).toContain('parts[0].shape = 7')
})

test('the faults of all parts are named by where they are', () => {
  const said = refusal({
    kind: 'sequence',
    parts: [
      { ...right.constant, perSecond: 0 },
      { kind: 'sum', parts: [right.poisson, { ...right.burst, size: 1.5 }, { kind: 'sum', parts: [] }] },
    ],
  })
  expect(said).toContain('parts[0].perSecond = 0')
  expect(said).toContain('parts[1].parts[1].size = 1.5 (allowed: a whole number')
  expect(said).toContain('parts[1].parts[2].parts = [] (allowed: a list of one shape or more)')
})

test('numbers that are allowed alone but not together are refused', () => {
  expect(refusal({ ...right.ramp, fromPerSecond: 0, toPerSecond: 0 })).toContain(
    'fromPerSecond + toPerSecond = 0',
  )
  expect(refusal({ ...right.step, fromPerSecond: 0, toPerSecond: 0 })).toContain(
    'fromPerSecond + toPerSecond = 0',
  )
  expect(refusal({ ...right.spike, peakPerSecond: 1 })).toContain(
    'peakPerSecond = 1 (allowed: above basePerSecond = 1)',
  )
  expect(refusal({ ...right.spike, atMs: 91 })).toContain(
    'atMs + peakMs = 101 (allowed: at most durationMs = 100)',
  )
  expect(refusal({ ...right.spike, atMs: 90 })).toBe('none')
  expect(refusal({ ...right.sinus, amplitudePerSecond: 2.1 })).toContain(
    'amplitudePerSecond = 2.1 (allowed: at most meanPerSecond = 2)',
  )
  expect(refusal({ ...right.sinus, amplitudePerSecond: 2 })).toBe('none')
})

test('numbers beyond their range are refused', () => {
  expect(refusal({ ...right.sinus, phase: 1 })).toContain('phase = 1 (allowed: 0 to below 1)')
  expect(refusal({ ...right.poisson, seed: 2 ** 32 })).toContain('seed = 4294967296')
  expect(refusal({ ...right.step, steps: 10_001 })).toContain('steps = 10001')
  expect(refusal({ ...right.step, steps: 0 })).toContain('steps = 0')
})

test('more Poisson arrivals than are kept, in all parts together, are refused with a remedy', () => {
  const half: ArrivalShape = { ...right.poisson, perSecond: 600, durationMs: 1e7 }
  const said = refusal({ kind: 'sum', parts: [half, { kind: 'sequence', parts: [half, right.constant] }] })
  expect(said).toContain('expected Poisson arrivals = 12000000 (allowed: at most 10000000')
  expect(said).toContain('share them among threads')
})

test('more arrivals than rounding leaves apart are refused with a remedy', () => {
  expect(refusal({ ...right.constant, perSecond: 1e6, durationMs: 1e6 })).toBe('none')
  expect(refusal({ ...right.constant, perSecond: 1e6, durationMs: 1e6 + 1 })).toContain(
    'at most 1000000000, got 1000001000',
  )
})
