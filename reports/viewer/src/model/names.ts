import type { Category } from '../../../judge/slo.ts'
import type { Labels } from '../../../../load/measure/measurement.ts'

/** What a category is called on the page. */
export const CATEGORY_WORD: Record<Category, string> = {
  page: 'Page',
  users: 'Users',
  realtime: 'Real-time',
  api: 'API',
}

const METRIC_WORDS: Record<string, string> = {
  'load.agents': 'Agents connected',
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
  'api.latency': 'API latency',
  'shape.latency': 'Latency by shape of load',
  'shape.service': 'Service time by shape of load',
  'shape.ttfb': 'Time to first byte by shape of load',
  'shape.errors': 'Failed requests by shape of load',
  'shape.settling': 'From the end of the spike until latency is as before',
  'api.service': 'API service time',
  'api.ttfb': 'API time to first byte',
  'api.errors': 'API errors',
  'api.closed.latency': 'API service time at capacity',
  'api.closed.errors': 'API errors at capacity',
  'api.capacity': 'API capacity',
  'messages.latency': 'Message latency',
  'messages.service': 'Message service time',
  'messages.ttfb': 'Message time to first byte',
  'messages.errors': 'Failed messages',
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

/** A metric in words; an unknown one by its own name. */
export function metricTitle(metric: string): string {
  return METRIC_WORDS[metric] ?? metric
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
