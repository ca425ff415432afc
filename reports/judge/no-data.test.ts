import { expect, test } from '@playwright/test'
import type { Labels, Measurement, MeasurementData } from '../../load/measure/measurement.ts'
import {
  exampleMeasurement,
  exampleSlo,
  histogramOf,
  samplesOf,
  tallyOf,
} from './testing/example-evidence.ts'
import { judge } from './judge.ts'
import type { Slo } from './slo.ts'

const of = (
  metric: string,
  data: MeasurementData,
  labels: Labels = {},
  more: Partial<Measurement> = {},
): Measurement => exampleMeasurement(data, { metric, labels, ...more })

const failed = (count: number, cause: string): MeasurementData =>
  ({ ...tallyOf([[count, count]]), causes: { [cause]: count } }) as MeasurementData

/** Why there is no value: what a run measured instead, and what is said. */
const cases: [what: string, slo: Partial<Slo>, measured: Measurement[], told: string][] = [
  ['nothing at all', {}, [], 'The run measured nothing for this SLO.'],
  [
    'another workload',
    {},
    [of('skills.errors', failed(9, 'status 500'))],
    'The run measured nothing for this SLO.',
  ],
  [
    'no good answer',
    {},
    [
      of('api.latency', histogramOf([]), { endpoint: 'a' }),
      of('api.errors', failed(250, 'status 500'), { endpoint: 'a' }),
    ],
    'There is no value, because 250 of 250 failed (api.errors: status 500).',
  ],
  [
    'answers of another endpoint failed',
    { where: { endpoint: 'a' } },
    [of('api.errors', failed(250, 'status 500'), { endpoint: 'b' })],
    'The run measured nothing for this SLO.',
  ],
  [
    'some answers failed',
    {},
    [of('api.errors', tallyOf([[250, 249]]))],
    'The run measured nothing for this SLO.',
  ],
  [
    'no certificate that is trusted',
    {},
    [of('api.errors', failed(250, 'DEPTH_ZERO_SELF_SIGNED_CERT'))],
    'There is no value, because 250 of 250 failed (api.errors: DEPTH_ZERO_SELF_SIGNED_CERT). This machine does not trust the certificate. Name the authority that signed it by NODE_EXTRA_CA_CERTS.',
  ],
  [
    'no viewer connected',
    { metric: 'realtime.latency', where: { stage: 'steady' } },
    [of('realtime.connect', failed(49, 'status 401'), { side: 'viewer' })],
    'There is no value, because 49 of 49 failed (realtime.connect: status 401).',
  ],
  [
    'a reason of its own',
    {},
    [of('api.latency', samplesOf([]), {}, { absence: '9 viewers connected, and 0 frames came in 8 s.' })],
    '9 viewers connected, and 0 frames came in 8 s.',
  ],
  [
    'another label',
    { where: { endpoint: 'f' } },
    [
      of('api.latency', samplesOf([1]), { endpoint: 'e' }),
      of('api.latency', samplesOf([1]), { endpoint: 'g' }),
    ],
    'Nothing was measured with the endpoint "f": there is "e", "g".',
  ],
  [
    'a workload whose name begins alike',
    {},
    [of('apps.errors', failed(9, 'status 500'))],
    'The run measured nothing for this SLO.',
  ],
  [
    'a metric of no workload',
    { metric: 'memory' },
    [of('api.errors', failed(9, 'status 500'))],
    'The run measured nothing for this SLO.',
  ],
  [
    'the metric itself, without its label',
    { metric: 'api.errors', objective: 'rate<0.01', where: { endpoint: 'f' } },
    [of('api.errors', failed(9, 'status 500'))],
    'The run measured nothing for this SLO.',
  ],
  [
    'no good answer of one of two endpoints',
    {},
    [
      of('api.latency', histogramOf([]), { endpoint: 'a' }),
      of('api.latency', histogramOf([]), { endpoint: 'b' }),
      of('api.errors', failed(7, 'status 500'), { endpoint: 'b' }),
    ],
    'There is no value, because 7 of 7 failed (api.errors: status 500).',
  ],
  ['no answer at all', {}, [of('api.errors', tallyOf([]))], 'The run measured nothing for this SLO.'],
  [
    'failures of two kinds of events, of which the first are told',
    {},
    [
      of('api.errors', failed(7, 'status 500'), { endpoint: 'a' }),
      of('api.connect', failed(30, 'ECONNRESET')),
      of('api.errors', failed(2, 'status 503'), { endpoint: 'b' }),
    ],
    'There is no value, because 9 of 9 failed (api.errors: most: status 500).',
  ],
  [
    'failures without a cause',
    {},
    [of('api.errors', { ...tallyOf([[4, 4]]), causes: {} } as MeasurementData)],
    'There is no value, because 4 of 4 failed (api.errors).',
  ],
  [
    'two causes, of which the second has a remedy',
    {},
    [
      of('api.errors', {
        ...tallyOf([[9, 9]]),
        causes: { 'status 500': 5, DEPTH_ZERO_SELF_SIGNED_CERT: 4 },
      } as MeasurementData),
    ],
    'There is no value, because 9 of 9 failed (api.errors: most: status 500). This machine does not trust the certificate. Name the authority that signed it by NODE_EXTRA_CA_CERTS.',
  ],
  [
    'a field that is lacking, in a document of version 1',
    { lacking: 'realtime.agent' },
    [],
    'Not measured: the target lacks the field "realtime.agent".',
  ],
]

for (const [what, slo, measured, told] of cases) {
  test(`${what}: ${told.slice(0, 60)}`, () => {
    const [judged] = judge([exampleSlo('p(95)<200', { metric: 'api.latency', ...slo })], measured)
    expect(judged).toMatchObject({ verdict: 'NO_DATA', because: told })
  })
}
