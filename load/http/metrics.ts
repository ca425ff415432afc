import type { MetricDeclaration, RequestPart } from '../measure/metric.ts'

/** A kind of HTTP workload, whose metrics begin with its name. */
export interface HttpWorkload {
  /** Prefix of its metrics: `api` gives `api.latency`. */
  workload: string
  /** What a person reads, e.g. `Steady load`. */
  title: string
  section: string
  /** Place of its table; that of its metrics begins there, by hundredths. */
  order: number
}

type Part = Pick<MetricDeclaration, 'quantity' | 'unit' | 'title' | 'good' | 'better' | 'overTime' | 'about'>

const time = { quantity: 'time', unit: 'ms', better: 'lower', overTime: false } as const
const size = { quantity: 'size', unit: 'bytes', better: 'none', overTime: false } as const
const events = { quantity: 'events', unit: 'count', better: 'lower', overTime: false } as const

const PARTS: Record<RequestPart, Part> = {
  latency: {
    ...time,
    title: 'Response time',
    overTime: true,
    about: 'From the moment a request was due to the end of its answer.',
  },
  service: {
    ...time,
    title: 'Service time',
    about: 'From the moment a request was sent to the end of its answer.',
  },
  ttfb: {
    ...time,
    title: 'Time to first byte',
    about: 'From the moment a request was sent to the head of its answer.',
  },
  overhead: {
    ...time,
    title: "Time beyond the work's own",
    overTime: true,
    about: 'The service time, less the time that the answer itself says the work took (Server-Timing).',
  },
  errors: { ...events, title: 'Failed requests', good: 'Completed requests' },
  capacity: {
    quantity: 'rate',
    unit: 'per-second',
    better: 'higher',
    overTime: false,
    title: 'Capacity',
    about: 'Answers a second when each connection sends its next request as soon as the last is answered.',
  },
  'closed.latency': { ...time, title: 'Service time at capacity' },
  'closed.errors': { ...events, title: 'Failed requests at capacity' },
  'stage.latency': { ...time, title: 'Response time by stage' },
  'stage.errors': { ...events, title: 'Failed requests by stage' },
  'size.sent': {
    ...size,
    title: 'Request size',
    about: 'Bytes of a request on the wire, head included.',
  },
  'size.received': {
    ...size,
    title: 'Answer size',
    about: 'Bytes of an answer on the wire: head, framing, and the body as it was sent, compressed or not.',
  },
  connect: { ...time, title: 'Time to connect', about: 'Name lookup and TCP.' },
  tls: { ...time, title: 'TLS handshake' },
}

/** Figures with rows of their own: there is no place for them in an endpoint's row. */
const BESIDE: ReadonlySet<RequestPart> = new Set(['overhead', 'size.sent', 'size.received'])

/**
 * @returns the declarations of all that is told of a workload's requests and connections; each is called as its part and the workload,
 * `Response time, messages`, of the section's own workload as its part alone
 */
export function requestMetrics({ workload, title, section, order }: HttpWorkload): MetricDeclaration[] {
  const of = workload === section ? '' : `, ${title.charAt(0).toLowerCase()}${title.slice(1)}`
  return (Object.keys(PARTS) as RequestPart[]).map((part, place) => ({
    ...PARTS[part],
    name: `${workload}.${part}`,
    title: `${PARTS[part].title}${of}`,
    ...(PARTS[part].good !== undefined && { good: `${PARTS[part].good}${of}` }),
    section,
    order: order + place / 100,
    view: BESIDE.has(part) ? { kind: 'table' } : { kind: 'request', workload, title, part },
  }))
}

const load = { section: 'load', view: { kind: 'unlisted' }, overTime: true, better: 'none' } as const

/** What HTTP workloads ask of a target, over time. */
export const httpLoadMetrics: readonly MetricDeclaration[] = [
  { ...load, name: 'load.users', quantity: 'level', unit: 'count', title: 'Users active', order: 20 },
  {
    ...load,
    name: 'load.intended',
    quantity: 'rate',
    unit: 'per-second',
    title: 'Scheduled requests',
    order: 200,
  },
  { ...load, name: 'load.requests', quantity: 'rate', unit: 'per-second', title: 'Requests', order: 210 },
  {
    ...load,
    name: 'load.errors',
    quantity: 'rate',
    unit: 'per-second',
    title: 'Failed requests',
    better: 'lower',
    order: 300,
  },
]

/** How a target holds its callers to a rate. */
export const rateLimitMetrics: readonly MetricDeclaration[] = [
  {
    name: 'ratelimit',
    quantity: 'events',
    unit: 'count',
    title: 'Wrong answers beyond the rate limit',
    better: 'lower',
    section: 'api',
    order: 290,
    overTime: false,
  },
  {
    name: 'ratelimit.back',
    quantity: 'time',
    unit: 'ms',
    title: 'Rate limit: first success after the wait',
    better: 'lower',
    section: 'api',
    order: 291,
    overTime: false,
    about: 'From the end of the wait that Retry-After asked for to the first request that succeeded.',
  },
]
