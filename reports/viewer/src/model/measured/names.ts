import type { Category } from '../../../../judge/slo.ts'
import type { Labels } from '../../../../../load/measure/measurement.ts'
import { connectionMetric, httpMetric, type ConnectionPart, type HttpPart } from './http-metric.ts'

/** What a category is called on the page. */
export const CATEGORY_WORD: Record<Category, string> = {
  page: 'Page',
  users: 'Users',
  realtime: 'Real-time',
  api: 'API',
}

const METRIC_WORDS: Record<string, string> = {
  'load.agents': 'Agents connected',
  'load.users': 'Users under way',
  'load.connected': 'Connections open',
  'load.reconnects': 'Attempts to reconnect',
  'load.messages': 'Updates sent by agents',
  'load.frames': 'Frames received by viewers',
  'load.intended': 'Requests intended',
  'load.requests': 'Requests',
  'load.errors': 'Errors',
  'target.cpu': 'Target CPU',
  'target.memory': 'Target memory',
  'target.loop-delay': 'Target event-loop delay',
  'generator.loop-delay': 'Generator event-loop delay',
  'generator.utilisation': 'Generator event-loop utilisation',
  'generator.cpu': 'Generator CPU',
  'generator.lateness': 'Generator lateness',
  'realtime.latency': 'Agent to viewer socket',
  'realtime.paint': 'Agent to painted pixel',
  'realtime.paint.received': 'Emitted to received',
  'realtime.paint.dom': 'Received to DOM',
  'realtime.paint.frame': 'DOM to painted',
  'realtime.connect': 'Connections',
  'realtime.connect.time': 'Connection handshake',
  'realtime.refresh': 'Refresh of every agent',
  'realtime.paint.seen': 'Canary values painted',
  'realtime.paint.coalesced': 'Canary values superseded before their paint',
  'realtime.paint.bias': "Painted stamp against the browser's own",
  'realtime.frames': 'Frames received by viewers',
  'realtime.staleness': 'Staleness of what viewers hold',
  'realtime.age': 'Age of what viewers hold',
  'realtime.polling': 'From one answer of a poll to the next',
  'realtime.polling.age': 'Staleness of what pollers hold',
  'realtime.recovery': 'Back within 5 s of the loss',
  'realtime.recovery.time': 'From the loss to being back',
  'realtime.recovery.losses': 'Connections lost in the outage',
  'realtime.recovery.tries': 'Attempts to reconnect, and refusals',
  'realtime.recovery.missed': 'Values missed in the outage',
  'realtime.fallback': 'The page changes its way of reading',
  'realtime.acknowledged': "Update to the target's acknowledgement",
  'realtime.memory': 'Server memory a connection',
  'realtime.limit': 'Connections at the limit',
  'realtime.limit.latency': 'Agent to viewer socket, at the limit',
  'realtime.delivery': 'Delivery',
  'shape.settling': 'From the end of the spike until latency is as before',
  'skills.overhead': 'Executing a skill, less the time of the skill itself',
  'mix.journeys': 'Journeys of users',
  ratelimit: 'Answers beyond the rate limit',
  'ratelimit.back': 'From the end of the wait asked for to the first success',
  'dashboard.ready': 'Dashboard ready',
  'dashboard.lcp': 'Largest contentful paint',
  'dashboard.fcp': 'First contentful paint',
  'dashboard.cls': 'Cumulative layout shift',
  'dashboard.ttfb': 'Time to first byte',
  'dashboard.inp': 'Interaction to next paint',
  'dashboard.long-frames': 'Long-frame blocking',
  'users.ready': 'Ready among many users',
  'users.errors': 'Failed user sessions',
  'users.degradation.ready': 'Dashboard ready',
  'users.degradation.inp': 'Interaction to next paint',
  'users.degradation.paint': 'Agent to painted pixel',
  'users.degradation.long-frames': 'Long-frame blocking',
}

const WORKLOAD_WORDS: Record<string, string> = {
  api: 'API',
  'api.concurrent': '50 requests at once',
  messages: 'Messages',
  agents: '100 agents at once',
  skills: 'Skills',
  shape: 'Shapes of load',
  mix: 'Mix of users',
}

const PART_WORDS: Record<HttpPart | ConnectionPart, string> = {
  latency: 'response time',
  service: 'service time',
  ttfb: 'time to first byte',
  errors: 'failed requests',
  capacity: 'capacity',
  'closed.latency': 'service time at capacity',
  'closed.errors': 'failed requests at capacity',
  'phase.latency': 'response time by phase',
  'phase.errors': 'failed requests by phase',
  connect: 'time to connect',
  tls: 'TLS handshake',
}

/** An HTTP workload in words; an unknown one by its own name. */
export function workloadTitle(workload: string): string {
  return WORKLOAD_WORDS[workload] ?? workload
}

/** A metric in words; an unknown one by its own name. */
export function metricTitle(metric: string): string {
  const known = METRIC_WORDS[metric]
  if (known !== undefined) return known
  // Whatever the endpoint, the metric's own words are the same.
  const http = httpMetric(metric, { endpoint: '' }) ?? connectionMetric(metric)
  const workload = WORKLOAD_WORDS[http?.workload ?? '']
  return http && workload !== undefined ? `${workload}: ${PART_WORDS[http.part]}` : metric
}

/** Labels in a line: `endpoint GET /api/agents, agents 1000`; empty without labels. `without` names labels to leave out. */
export function labelText(labels: Labels, without: readonly string[] = []): string {
  return Object.entries(labels)
    .filter(([name]) => !without.includes(name))
    .map(([name, value]) => `${name} ${value}`)
    .join(', ')
}

/** Only the values of labels: `GET /api/agents, 1000`, for where the names are known from the context. */
export function labelValues(labels: Labels): string {
  return Object.values(labels).join(', ')
}

/** A metric with its labels: `API latency (GET /api/agents)`. */
export function seriesTitle(metric: string, labels: Labels): string {
  const values = labelValues(labels)
  return values === '' ? metricTitle(metric) : `${metricTitle(metric)} (${values})`
}

/** Key that tells measurements apart, whatever the order of their labels. */
export function seriesKey(metric: string, labels: Labels): string {
  return JSON.stringify([metric, Object.entries(labels).toSorted(([a], [b]) => a.localeCompare(b))])
}
