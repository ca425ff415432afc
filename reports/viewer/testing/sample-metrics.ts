import { httpLoadMetrics, rateLimitMetrics, requestMetrics } from '../../../load/http/metrics.ts'
import type { MetricDeclaration } from '../../../load/measure/metric.ts'
import { generatorMetrics } from '../../../load/measure/metrics.ts'
import { recoveryMetrics, swarmMetrics } from '../../../load/swarm/metrics.ts'
import { Declared } from '../../stored/declared.ts'
import type { Declarations } from '../../stored/declared.ts'

const VISITS = { panel: 'Page events' }
const page = { section: 'page', better: 'lower', view: { kind: 'strip' }, overTime: false } as const
const time = { ...page, quantity: 'time', unit: 'ms' } as const

/** A visit of the dashboard. */
const visitMetrics: readonly MetricDeclaration[] = [
  {
    ...time,
    name: 'dashboard.ready',
    title: 'Dashboard ready',
    order: 400,
    overTime: VISITS,
    about: 'From the start of the navigation to the first painted live data.',
  },
  { ...time, name: 'dashboard.lcp', title: 'Largest contentful paint', order: 401 },
  { ...time, name: 'dashboard.fcp', title: 'First contentful paint', order: 402 },
  { ...time, name: 'dashboard.ttfb', title: 'Time to first byte', order: 403 },
  {
    ...page,
    name: 'dashboard.cls',
    quantity: 'score',
    unit: 'score',
    title: 'Cumulative layout shift',
    order: 404,
  },
  { ...time, name: 'dashboard.inp', title: 'Interaction to next paint', order: 405, overTime: VISITS },
  { ...time, name: 'dashboard.long-frames', title: 'Long-frame blocking', order: 406 },
  { ...time, name: 'users.ready', title: 'Dashboard ready among many users', order: 410, overTime: VISITS },
  {
    ...page,
    name: 'users.errors',
    quantity: 'events',
    unit: 'count',
    title: 'Failed user sessions',
    order: 411,
    view: { kind: 'table' },
  },
]

const underLoad = { ...time, view: { kind: 'levels', label: 'agents', loads: 'agents' } } as const

/** The observed page while more and more agents report. */
const degradationMetrics: readonly MetricDeclaration[] = [
  { ...underLoad, name: 'users.degradation.ready', title: 'Dashboard ready', order: 420 },
  { ...underLoad, name: 'users.degradation.inp', title: 'Interaction to next paint', order: 421 },
  { ...underLoad, name: 'users.degradation.paint', title: 'Agent to painted pixel', order: 422 },
  { ...underLoad, name: 'users.degradation.long-frames', title: 'Long-frame blocking', order: 423 },
]

const audit = {
  section: 'page',
  quantity: 'score',
  unit: 'score',
  better: 'higher',
  view: { kind: 'audit' },
  overTime: false,
} as const

/** Lighthouse's audits of the dashboard. */
const auditMetrics: readonly MetricDeclaration[] = [
  { ...audit, name: 'lighthouse.performance', title: 'Lighthouse performance', order: 430 },
  { ...audit, name: 'lighthouse.accessibility', title: 'Lighthouse accessibility', order: 431 },
  { ...audit, name: 'lighthouse.best-practices', title: 'Lighthouse best practices', order: 432 },
  {
    ...audit,
    name: 'lighthouse.tbt',
    quantity: 'time',
    unit: 'ms',
    title: 'Lighthouse total blocking time',
    better: 'lower',
    order: 433,
  },
]

const WAY = 'From agent to pixel'
const SPANS = { panel: 'Spans from agent to pixel' }
const realtime = { section: 'realtime', better: 'lower', quantity: 'time', unit: 'ms' } as const
const span = { ...realtime, overTime: SPANS, view: { kind: 'way', way: WAY, part: 'span' } } as const
const counted = { ...realtime, quantity: 'events', unit: 'count', overTime: false } as const

/** From an agent's send to the painted pixel. */
const paintMetrics: readonly MetricDeclaration[] = [
  {
    ...realtime,
    name: 'realtime.paint',
    title: 'Agent to painted pixel',
    order: 110,
    overTime: true,
    view: { kind: 'way', way: WAY, part: 'whole' },
  },
  { ...span, name: 'realtime.paint.received', title: 'Sent to received', order: 120 },
  { ...span, name: 'realtime.paint.dom', title: 'Received to DOM', order: 121 },
  { ...span, name: 'realtime.paint.frame', title: 'DOM to painted', order: 122 },
  {
    ...realtime,
    name: 'realtime.paint.bias',
    title: 'Paint timestamp error',
    order: 123,
    overTime: false,
    view: { kind: 'way', way: WAY, part: 'error' },
    about: "Time from the browser's own presentation time of a frame to Fleetmark's stamp.",
  },
  { ...counted, name: 'realtime.paint.seen', title: 'Canary values painted', order: 124 },
  {
    ...counted,
    name: 'realtime.paint.coalesced',
    title: 'Canary values superseded before paint',
    order: 125,
    view: { kind: 'way', way: WAY, part: 'superseded' },
  },
  {
    ...realtime,
    name: 'realtime.fallback',
    title: 'Page switches between live and polling',
    order: 155,
    overTime: true,
  },
]

const search = { section: 'api', view: { kind: 'search' }, overTime: false } as const

/** A search for the most load with every SLO held. */
const capacityMetrics: readonly MetricDeclaration[] = [
  {
    ...search,
    name: 'capacity',
    quantity: 'level',
    unit: 'count',
    title: 'Capacity within the SLOs',
    better: 'higher',
    order: 280,
  },
  {
    ...search,
    name: 'capacity.search',
    quantity: 'level',
    unit: 'count',
    title: 'Loads tried',
    better: 'none',
    order: 281,
  },
]

const target = { section: 'target', better: 'lower', view: { kind: 'unlisted' }, overTime: true } as const

/** What a target uses of its machine. */
const resourceMetrics: readonly MetricDeclaration[] = [
  { ...target, name: 'target.cpu', quantity: 'share', unit: 'ratio', title: 'Target CPU', order: 500 },
  { ...target, name: 'target.memory', quantity: 'size', unit: 'bytes', title: 'Target memory', order: 501 },
  {
    name: 'realtime.memory',
    quantity: 'size',
    unit: 'bytes',
    title: 'Server memory per connection',
    better: 'lower',
    section: 'realtime',
    order: 176,
    overTime: false,
  },
]

/** Of a system that nobody knows. */
const broker: readonly MetricDeclaration[] = [
  {
    name: 'broker.depth',
    quantity: 'level',
    unit: 'count',
    title: 'Messages waiting',
    better: 'lower',
    section: 'broker',
    order: 700,
    overTime: true,
  },
]

const api = { section: 'api' } as const

/** The declarations of the sample run: those of the instrument, and of pages as the suite has them. Test data only. */
export const sampleDeclarations: Declarations = {
  metrics: [
    ...swarmMetrics,
    ...recoveryMetrics,
    ...generatorMetrics,
    ...httpLoadMetrics,
    ...rateLimitMetrics,
    ...requestMetrics({ ...api, workload: 'api', title: 'API', order: 220 }),
    ...requestMetrics({ ...api, workload: 'messages', title: 'Messages', order: 230 }),
    ...requestMetrics({ ...api, workload: 'skills', title: 'Skills', order: 250 }),
    ...requestMetrics({ ...api, workload: 'shape', title: 'Load shapes', order: 260 }),
    ...requestMetrics({ ...api, workload: 'mix', title: 'User mix', order: 270 }),
    ...visitMetrics,
    ...degradationMetrics,
    ...auditMetrics,
    ...paintMetrics,
    ...capacityMetrics,
    ...resourceMetrics,
    ...broker,
  ],
  sections: [
    { id: 'page', title: 'Page', order: 100 },
    { id: 'users', title: 'Users', order: 110 },
    { id: 'realtime', title: 'Real-time', order: 200 },
    { id: 'api', title: 'API', order: 300 },
  ],
}

/** The same, by their names. */
export const sampleDeclared = new Declared(sampleDeclarations)
