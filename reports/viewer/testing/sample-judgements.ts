import type { Judgement, Verdict } from '../../judge/slo.ts'
import type { Doubt, Labels, Unit } from '../../../load/measure/measurement.ts'
import { seededRandom } from '../../../load/seeded-random.ts'
import { sampleLatency } from './sample-latency.ts'
import { SAMPLE_ENDPOINTS } from './sample-http.ts'

interface Row {
  id: string
  title: string
  category: string
  metric: string
  labels?: Labels
  unit?: Unit
  objective: string
  limit: number
  verdict: Verdict
  confidence?: number
  observed?: number
  n?: number
  nEff?: number
  /** Parts around this value with this spread, as many as `count`. */
  parts?: readonly [around: number, spread: number, count: number]
  doubts?: Doubt[]
  level?: Judgement['level']
  because: string
}

/** The judgements of the sample run. Test data only. */
export function sampleJudgements(): Judgement[] {
  return [...ROWS, ...API_ROWS].map((row, index) => {
    const noise = seededRandom(index + 5)
    const [around, spread, count] = row.parts ?? [0, 0, 0]
    const n = row.n ?? 15
    return {
      ...row,
      name: [row.id, ...Object.values(row.labels ?? {}).map(value => `(${value})`)].join(' '),
      labels: row.labels ?? {},
      level: row.level ?? 'error',
      source: 'Product requirement',
      unit: row.unit ?? 'ms',
      n,
      nEff: row.nEff ?? n,
      parts: Array.from({ length: count }, () => sampleLatency(noise, around, spread)),
      doubts: row.doubts ?? [],
    }
  })
}

const ROWS: Row[] = [
  {
    id: 'dashboard.ready.cold',
    title: 'Dashboard ready, cold cache',
    category: 'page',
    metric: 'dashboard.ready',
    labels: { cache: 'cold' },
    objective: 'p(95)<2000',
    limit: 2000,
    verdict: 'PASS',
    confidence: 0.94,
    observed: 1620,
    parts: [1180, 0.22, 15],
    because: 'All 15 visits were ready within 2.00 s.',
  },
  {
    id: 'dashboard.ready.warm',
    title: 'Dashboard ready, warm cache',
    category: 'page',
    metric: 'dashboard.ready',
    labels: { cache: 'warm' },
    objective: 'p(95)<2000',
    limit: 2000,
    verdict: 'PASS',
    confidence: 0.96,
    observed: 802,
    parts: [640, 0.2, 15],
    because: 'All 15 visits were ready within 2.00 s.',
  },
  {
    id: 'dashboard.lcp',
    title: 'Largest contentful paint',
    category: 'page',
    metric: 'dashboard.lcp',
    objective: 'p(75)<2500',
    limit: 2500,
    verdict: 'PASS',
    confidence: 0.999,
    observed: 1020,
    parts: [910, 0.2, 15],
    because: 'All 15 visits lie below 2.50 s.',
  },
  {
    id: 'dashboard.cls',
    title: 'Cumulative layout shift',
    category: 'page',
    metric: 'dashboard.cls',
    unit: 'score',
    objective: 'p(75)<0.1',
    limit: 0.1,
    verdict: 'PASS',
    confidence: 0.98,
    observed: 0.047,
    parts: [0.03, 0.6, 15],
    because: '14 of 15 visits lie below 0.10.',
  },
  {
    id: 'dashboard.inp',
    title: 'Interaction to next paint, sort',
    category: 'page',
    metric: 'dashboard.inp',
    labels: { interaction: 'sort' },
    objective: 'p(75)<200',
    limit: 200,
    verdict: 'INCONCLUSIVE',
    confidence: 0.41,
    observed: 204,
    parts: [168, 0.35, 15],
    because: '11 of 15 visits lie below 200 ms: too close to three quarters to tell.',
  },
  {
    id: 'lighthouse.performance',
    title: 'Lighthouse performance, mobile',
    category: 'page',
    metric: 'lighthouse.performance',
    labels: { form: 'mobile' },
    unit: 'score',
    objective: 'med>=0.9',
    limit: 0.9,
    verdict: 'FAIL',
    confidence: 0.06,
    observed: 0.71,
    n: 3,
    parts: [0.71, 0.03, 3],
    level: 'warn',
    because: 'All 3 runs score below 0.90.',
  },
  {
    id: 'users.ready',
    title: 'Ready with 50 users at once',
    category: 'users',
    metric: 'users.ready',
    objective: 'p(95)<2000',
    limit: 2000,
    verdict: 'FAIL',
    confidence: 0.03,
    observed: 5740,
    parts: [1740, 0.35, 15],
    because: '5 of 15 visits took longer than 2.00 s, where 1 in 20 may.',
  },
  {
    id: 'users.errors',
    title: 'Failed user sessions',
    category: 'users',
    metric: 'users.errors',
    unit: 'ratio',
    objective: 'rate<0.01',
    limit: 0.01,
    verdict: 'INCONCLUSIVE',
    confidence: 0.63,
    observed: 0,
    n: 50,
    because: 'None of 50 sessions failed, but 50 are too few to show less than 1 %.',
  },
  {
    id: 'realtime.connect',
    title: 'Agents that connect',
    category: 'realtime',
    metric: 'realtime.connect',
    unit: 'ratio',
    objective: 'rate>=0.999',
    limit: 0.999,
    verdict: 'PASS',
    confidence: 0.86,
    observed: 1,
    n: 1000,
    because: 'All 1,000 agents connected.',
  },
  {
    id: 'realtime.latency',
    title: 'Agent to viewer socket',
    category: 'realtime',
    metric: 'realtime.latency',
    labels: { agents: '1000' },
    objective: 'p(95)<100',
    limit: 100,
    verdict: 'PASS',
    confidence: 0.999,
    observed: 21.4,
    n: 46_820,
    nEff: 12_410,
    parts: [19, 0.2, 47],
    because: '99.9 % of 46,820 updates arrived within 100 ms.',
  },
  {
    id: 'realtime.paint',
    title: 'Agent to painted pixel',
    category: 'realtime',
    metric: 'realtime.paint',
    objective: 'p(95)<1000',
    limit: 1000,
    verdict: 'PASS',
    confidence: 0.999,
    observed: 121,
    n: 120,
    nEff: 94,
    parts: [64, 0.35, 60],
    doubts: [{ kind: 'clock-uncertain', errorMs: 0.8 }],
    because: 'All 120 updates were painted within 1.00 s; the clock error of 0.8 ms cannot change that.',
  },
  {
    id: 'realtime.delivery',
    title: 'Lost, duplicated or reordered',
    category: 'realtime',
    metric: 'realtime.delivery',
    unit: 'count',
    objective: 'count==0',
    limit: 0,
    verdict: 'INVALID',
    confidence: 0.001,
    observed: 3,
    n: 46_823,
    because: 'Three values are missing, but the generator dropped a socket of its own.',
    doubts: [{ kind: 'load-not-applied', wanted: 47_000, applied: 46_823 }],
  },
  {
    id: 'target.loop-delay',
    title: "The target's event loop",
    category: 'realtime',
    metric: 'target.loop-delay',
    objective: 'p(95)<50',
    limit: 50,
    verdict: 'NO_DATA',
    n: 0,
    level: 'warn',
    because: 'The target names no metrics page: add resources.prometheus to its file.',
  },
  {
    id: 'messages.latency',
    title: 'Message latency',
    category: 'api',
    metric: 'messages.latency',
    objective: 'p(95)<200',
    limit: 200,
    verdict: 'INVALID',
    confidence: 0.91,
    observed: 48,
    n: 117,
    nEff: 98,
    parts: [40, 0.3, 6],
    doubts: [{ kind: 'load-not-applied', wanted: 1000, applied: 117 }],
    because: 'Only 117 of 1,000 messages were sent before the run was interrupted.',
  },
]

const API_ROWS: Row[] = SAMPLE_ENDPOINTS.flatMap(([endpoint, medianMs]): Row[] => {
  const shared = { category: 'api', labels: { endpoint } } as const
  const slow = medianMs > 100
  const late = endpoint === 'POST /api/jobs'
  const latency: Row = {
    ...shared,
    id: 'api.latency.p95',
    title: 'API latency, p95',
    metric: 'api.latency',
    objective: 'p(95)<200',
    limit: 200,
    verdict: slow ? 'FAIL' : 'PASS',
    confidence: slow ? 0.001 : 0.999,
    observed: slow ? 312 : 2.1 * medianMs,
    n: 2200,
    nEff: 840,
    parts: [2.1 * medianMs, 0.25, 44],
    ...(late && { doubts: [{ kind: 'generator-late', lateMs: 31, seconds: [[1_763_733_730_000, 31]] }] }),
    because: slow
      ? '81 % of 2,200 answers came within 200 ms, where 95 % must.'
      : 'More than 99.9 % of 2,200 answers came within 200 ms.',
  }
  return [
    latency,
    {
      ...shared,
      id: 'api.errors',
      title: 'API errors',
      metric: 'api.errors',
      unit: 'ratio',
      objective: 'rate<0.01',
      limit: 0.01,
      verdict: 'PASS',
      confidence: slow ? 0.999 : 0.9999,
      observed: slow ? 9 / 2200 : 0,
      n: 2200,
      because: slow ? '9 of 2,200 requests failed.' : 'None of 2,200 requests failed.',
    },
  ]
})
