import { sampleBuilders } from './sample-builders.ts'
import { sampleCurve } from './sample-curve.ts'
import { sampleRequests, type Sampled, type SampleStream } from './sample-requests.ts'

/** The endpoints of the sample run with their median latency in ms and its spread. */
export const SAMPLE_ENDPOINTS: readonly [name: string, medianMs: number, spread: number][] = [
  ['GET /api/agents', 12, 0.45],
  ['GET /api/agents/:id/status', 4.2, 0.4],
  ['POST /api/jobs', 31, 0.5],
  ['GET /api/export', 118, 0.62],
  ['DELETE /api/jobs/:id', 9, 0.4],
]

const OVERLOADED = { 'status 503': '{"error":"overloaded","queue":412,"remedy":"<retry> after 1 s"}' }
const stalledAt = (sec: number): number => (sec >= 139 && sec < 146 ? 900 - 120 * (sec - 139) : 0)
const inSpike = (sec: number): boolean => sec >= 135 && sec < 138

const STREAMS: SampleStream[] = [
  ...SAMPLE_ENDPOINTS.map(([endpoint, medianMs, spread]): SampleStream => ({
    workload: 'api',
    labels: { endpoint },
    fromSec: 127,
    toSec: 171,
    perSecond: 50,
    medianMs,
    spread,
    ...(endpoint === 'GET /api/export' && {
      waitMs: stalledAt,
      failures: [
        { cause: 'timeout', sec: 140, count: 6 },
        { cause: 'status 503', sec: 141, count: 3 },
      ],
      examples: OVERLOADED,
    }),
  })),
  {
    workload: 'messages',
    labels: { endpoint: 'POST /api/messages' },
    fromSec: 294,
    toSec: 300,
    perSecond: sec => (sec === 299 ? 17 : 20),
    medianMs: 22,
    spread: 0.5,
  },
  {
    workload: 'skills',
    labels: { endpoint: 'GET /api/skills' },
    fromSec: 127,
    toSec: 147,
    perSecond: 50,
    medianMs: 15,
    spread: 0.4,
  },
  {
    workload: 'shape',
    labels: { shape: 'step', endpoint: 'GET /api/agents' },
    fromSec: 127,
    toSec: 144,
    perSecond: sec => 25 + 17 * Math.floor((sec - 127) / 4.25),
    medianMs: 12,
    spread: 0.45,
    waitMs: sec => (sec > 139 ? 14 * (sec - 139) : 0),
    stages: [1, 2, 3, 4].map(step => [`step ${step}`, 127 + 4.25 * (step - 1)]),
  },
  {
    workload: 'shape',
    labels: { shape: 'spike', endpoint: 'GET /api/agents' },
    fromSec: 127,
    toSec: 150,
    perSecond: sec => (inSpike(sec) ? 250 : 50),
    medianMs: 12,
    spread: 0.45,
    waitMs: sec => (inSpike(sec) ? 420 * (sec - 134.6) : sec >= 138 && sec < 141 ? 400 * (141 - sec) : 0),
    failures: [
      { cause: 'status 503', sec: 136, count: 11 },
      { cause: 'status 503', sec: 137, count: 32 },
      { cause: 'UND_ERR_SOCKET', sec: 137, count: 9 },
    ],
    examples: { ...OVERLOADED, UND_ERR_SOCKET: 'other side closed' },
    stages: [
      ['before', 127],
      ['spike', 135],
      ['after', 138],
    ],
  },
  ...(['stress', 'light', 'heavy', 'moderate'] as const).flatMap(mix => mixOf(mix)),
]

/** Each mix has two classes of users; the heavier it is, the more of them come, and the longer they wait. */
function mixOf(mix: 'light' | 'moderate' | 'heavy' | 'stress'): SampleStream[] {
  const weight = { light: 1, moderate: 2, heavy: 4, stress: 8 }[mix]
  const steps = [
    ['watcher', 'sign in', 24],
    ['watcher', 'list agents', 12],
    ['watcher', 'look at an agent', 5],
    ['operator', 'sign in', 25],
    ['operator', 'send a message', 21],
    ['operator', 'read the answer', 8],
  ] as const
  return steps.map(([userClass, endpoint, medianMs]): SampleStream => ({
    workload: 'mix',
    labels: { mix, class: userClass, endpoint },
    fromSec: 150,
    toSec: 171,
    perSecond: (userClass === 'watcher' ? 4 : 1) * weight,
    medianMs: medianMs * (1 + weight / 10),
    spread: 0.5,
    waitMs: () => (mix === 'stress' ? 140 : 0),
    ...(mix === 'stress' &&
      endpoint === 'sign in' && {
        failures: [{ cause: 'status 429', sec: 160, count: 5 }],
        examples: { 'status 429': 'Too many sign-ins. Try again in 20 s.' },
      }),
    ...(endpoint === 'read the answer' && {
      failures: [{ cause: 'extract: no "id"', sec: 155, count: 1 }],
      examples: { 'extract: no "id"': '{"status":"queued"}' },
    }),
  }))
}

/** What was measured by requests in the sample run. Test data only. */
export function sampleHttp(startMs: number): Sampled {
  const { samples, histogram, tally } = sampleBuilders(startMs)
  const streams = STREAMS.map(stream => sampleRequests(stream, startMs))
  for (const measurement of streams.flatMap(({ measurements }) => measurements)) {
    const { endpoint } = measurement.labels
    if (measurement.metric === 'api.latency' && endpoint === 'POST /api/jobs') {
      measurement.doubts.push({ kind: 'generator-late', lateMs: 31, seconds: [[startMs + 130_000, 31]] })
    }
    if (measurement.metric === 'messages.latency') {
      measurement.doubts.push({ kind: 'load-not-applied', wanted: 1000, applied: 117 })
    }
  }
  const closed = SAMPLE_ENDPOINTS.flatMap(([endpoint, medianMs, spread]) =>
    [10, 50, 100].map(connections => {
      const labels = { endpoint, connections: `${connections}` }
      const span = [172, 173] as const
      const perSecond = (9000 / medianMs) * (1 + connections / 400)
      const n = Math.round(perSecond)
      return {
        measurements: [
          samples('api.capacity', 'per-second', labels, span, [3, perSecond, 0.05]),
          histogram('api.closed.latency', labels, span, n),
          tally(
            'api.closed.errors',
            labels,
            span,
            n,
            endpoint === 'GET /api/export' ? { unanswered: 2 } : {},
          ),
        ],
        curves: [
          sampleCurve(
            'api.closed.latency',
            labels,
            span,
            n,
            (1000 * connections) / perSecond,
            spread,
            startMs,
          ),
        ],
      }
    }),
  )
  const connections = [
    ['connect', 0.6],
    ['tls', 4.8],
  ] as const
  const opened = connections.map(([part, medianMs]) => ({
    measurements: [histogram(`api.${part}`, {}, [127, 171], 36)],
    curves: [sampleCurve(`api.${part}`, {}, [127, 128], 36, medianMs, 0.4, startMs)],
  }))
  const skill = { endpoint: 'POST /api/skills/:name' }
  const overhead = {
    measurements: [histogram('skills.overhead', skill, [127, 147], 1000)],
    curves: [sampleCurve('skills.overhead', skill, [127, 147], 1000, 6, 0.5, startMs)],
  }
  const limited = {
    measurements: [
      tally(
        'ratelimit',
        { endpoint: 'GET /api/agents' },
        [148, 150],
        240,
        { '429 without Retry-After': 2 },
        {
          '429 without Retry-After': '{"error":"slow down"}',
        },
      ),
      samples('ratelimit.back', 'ms', { endpoint: 'GET /api/agents' }, [148, 150], [1, 34, 0.2]),
    ],
    curves: [],
  }
  const all = [...streams, ...closed, ...opened, overhead, limited]
  return {
    measurements: all.flatMap(({ measurements }) => measurements),
    curves: all.flatMap(({ curves }) => curves),
  }
}
