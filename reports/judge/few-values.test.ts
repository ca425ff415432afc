import { expect, test } from '@playwright/test'
import type { MeasurementData } from '../../load/measure/measurement.ts'
import {
  exampleMeasurement,
  exampleSlo,
  histogramOf,
  samplesOf,
  tallyOf,
  times,
} from './testing/example-evidence.ts'
import { judge } from './judge.ts'
import type { Slo, Verdict } from './slo.ts'

/** `minSamples` withholds a PASS, never a FAIL that the confidence has: what is judged, and what must come of it. */
const cases: [
  what: string,
  slo: [objective: string, more?: Partial<Slo>],
  data: MeasurementData,
  verdict: Verdict,
][] = [
  [
    '250 of 250 requests failed',
    ['rate<0.01', { unit: 'ratio', minSamples: 1000 }],
    tallyOf([[250, 250]]),
    'FAIL',
  ],
  [
    'none of 250 requests failed',
    ['rate<0.01', { unit: 'ratio', minSamples: 1000 }],
    tallyOf([[250, 0]]),
    'INCONCLUSIVE',
  ],
  [
    '3 of 250 requests failed',
    ['rate<0.01', { unit: 'ratio', minSamples: 1000 }],
    tallyOf([[250, 3]]),
    'INCONCLUSIVE',
  ],
  [
    'none of 40 agents connected',
    ['rate>=0.999', { unit: 'ratio', minSamples: 1000 }],
    tallyOf([[40, 40]]),
    'FAIL',
  ],
  [
    'all of 999 agents connected',
    ['rate>=0.999', { unit: 'ratio', minSamples: 1000 }],
    tallyOf([[999, 0]]),
    'INCONCLUSIVE',
  ],
  [
    '1 of 3 events that must not be',
    ['count==0', { unit: 'count', minSamples: 1000 }],
    tallyOf([[3, 1]]),
    'FAIL',
  ],
  [
    'none of 3 events that must not be',
    ['count==0', { unit: 'count', minSamples: 1000 }],
    tallyOf([[3, 0]]),
    'INCONCLUSIVE',
  ],
  ['3 of 3 visits too slow', ['p(95)<2000', { minSamples: 15 }], samplesOf(times(3, 5000)), 'FAIL'],
  ['3 of 3 visits quick', ['p(95)<2000', { minSamples: 15 }], samplesOf(times(3, 500)), 'INCONCLUSIVE'],
  [
    '2 of 2 medians too low',
    ['med>=0.9', { unit: 'score', minSamples: 3 }],
    samplesOf(times(2, 0.4)),
    'FAIL',
  ],
  [
    '1 of 1 median too low',
    ['med>=0.9', { unit: 'score', minSamples: 3 }],
    samplesOf(times(1, 0.4)),
    'INCONCLUSIVE',
  ],
  [
    '2 of 2 medians high',
    ['med>=0.9', { unit: 'score', minSamples: 3 }],
    samplesOf(times(2, 0.95)),
    'INCONCLUSIVE',
  ],
  [
    '900 slow answers of 1000',
    ['p(95)<200', { minSamples: 1000 }],
    histogramOf(times(900, 900).map((ms, i) => [ms, i % 30])),
    'FAIL',
  ],
  [
    '900 quick answers of 1000',
    ['p(95)<200', { minSamples: 1000 }],
    histogramOf(times(900, 90).map((ms, i) => [ms, i % 30])),
    'INCONCLUSIVE',
  ],
  ['11 large means', ['avg<100', { minSamples: 20 }], samplesOf(times(11, 500)), 'INCONCLUSIVE'],
  ['15 large means of 20', ['avg<100', { minSamples: 20 }], samplesOf(times(15, 500)), 'FAIL'],
  [
    'slow answers, where 95 % confidence is asked',
    ['p(95)<2000', { minSamples: 15, passConfidence: 0.999 }],
    samplesOf(times(1, 5000)),
    'INCONCLUSIVE',
  ],
]

for (const [what, [objective, more], data, verdict] of cases) {
  test(`${what}, for ${objective}: ${verdict}`, () => {
    const [judged] = judge([exampleSlo(objective, more)], [exampleMeasurement(data)])
    expect(judged?.verdict).toBe(verdict)
    expect(judged?.because.startsWith('Too few')).toBe(
      verdict === 'INCONCLUSIVE' && (judged?.n ?? 0) < (more?.minSamples ?? 0),
    )
  })
}

test('a FAIL of few values is told as any other', () => {
  const slo = exampleSlo('rate<0.01', {
    unit: 'ratio',
    minSamples: 1000,
    words: { noun: 'requests', bad: 'failed' },
  })
  const [judged] = judge([slo], [exampleMeasurement(tallyOf([[250, 250]]))])
  expect(judged?.because).toBe('250 of 250 requests failed (100 %, status 500); under 1 % may.')
})
