import { expect, test } from '@playwright/test'
import type { Measurement } from '../../../load/measure/measurement.ts'
import type { Slo } from '../../judge/slo.ts'
import { adviceBy, events, runOf, sloOf, visits } from '../testing/example-run.ts'

const share = sloOf('instances.share', 'avg<=1.1', { unit: 'times' })
const least = sloOf('instances.share', 'avg>=0.9', { unit: 'times' })
const lost = (metric: string): Slo => sloOf(metric, 'count==0', { unit: 'count' })
const inTime = (metric: string): Slo => sloOf(metric, 'med<30000')

const cases: [rule: string, slo: Slo, bad: Measurement, good: Measurement, text: string][] = [
  [
    'uneven-instances',
    share,
    visits('instances.share', {}, [5], 'times'),
    visits('instances.share', {}, [1], 'times'),
    'does not share tasks out evenly',
  ],
  [
    'uneven-instances',
    least,
    visits('instances.share', {}, [0], 'times'),
    visits('instances.share', {}, [1], 'times'),
    'leaves instances without any task',
  ],
  [
    'late-instances',
    inTime('instances.up'),
    visits('instances.up', {}, [40_000]),
    visits('instances.up', {}, [400]),
    'are late: instances.up median 40.0 s',
  ],
  [
    'lost-on-the-way-down',
    lost('instances.down.lost'),
    events('instances.down.lost', {}, 200, { 'status 404': 3 }),
    events('instances.down.lost', {}, 200),
    'status 404: 3.',
  ],
  [
    'instance-stays-away',
    inTime('instances.back'),
    visits('instances.back', {}, [40_000]),
    visits('instances.back', {}, [400]),
    'is not back in time',
  ],
  [
    'lost-with-instance',
    lost('instances.kill.lost'),
    events('instances.kill.lost', {}, 200, { 'not done in time: it is "running"': 3 }),
    events('instances.kill.lost', {}, 200),
    'it is "running": 3.',
  ],
]
for (const [rule, slo, bad, good, text] of cases) {
  test(`${rule} is told with its figures, and only where ${slo.objective} is missed`, () => {
    expect(adviceBy(rule, runOf([slo], [bad]))?.text).toContain(text)
    expect(adviceBy(rule, runOf([slo], [good]))).toBeUndefined()
  })
}
