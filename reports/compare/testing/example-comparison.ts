import type { Compared, Comparison } from '../../comparison.ts'

/** A run beside a baseline, of which one response time took 40 ms and takes 84 ms. */
export function exampleComparison(more: Partial<Compared> = {}): Comparison {
  return {
    baseline: { name: 'main', runs: ['1', '2'], savedAt: '2026-11-26T00:00:00.000Z' },
    differences: [],
    rows: [
      {
        name: 'api.latency',
        title: 'Response time',
        metric: 'api.latency',
        labels: {},
        unit: 'ms',
        statistic: 'p(95)',
        before: 40,
        after: 84,
        change: { estimate: 1.1, low: 0.9, high: 1.3, of: 'figure' },
        verdict: 'REGRESSED',
        because: 'It is so.',
        ...more,
      },
    ],
  }
}
