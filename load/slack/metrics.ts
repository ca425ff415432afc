import type { MetricDeclaration } from '../measure/metric.ts'

const time = { quantity: 'time', unit: 'ms', better: 'lower', section: 'slack' } as const
const events = { quantity: 'events', unit: 'count', better: 'lower', section: 'slack' } as const

/** What becomes of messages that reach a target by Slack. */
export const slackMetrics: readonly MetricDeclaration[] = [
  {
    ...time,
    name: 'slack.ack',
    title: 'Time until an event is acknowledged',
    order: 520,
    overTime: false,
    view: { kind: 'curve' },
    about: 'From sending a signed event until it is acknowledged. Slack sends it again after 3 s.',
  },
  {
    ...time,
    name: 'slack.latency',
    title: 'Time until an answer is posted',
    order: 521,
    overTime: true,
    view: { kind: 'curve' },
    about: "From the moment an event was due until the target has posted its answer to Slack's API.",
  },
  {
    ...time,
    name: 'slack.service',
    title: 'Time until an answer is posted, from the event on',
    order: 522,
    overTime: false,
    view: { kind: 'unlisted' },
  },
  {
    ...events,
    name: 'slack.errors',
    title: 'Messages without an answer',
    order: 523,
    overTime: false,
    about:
      'Messages that were not acknowledged, or not answered in 15 s. Of `limited` ones the first post is refused with 429.',
  },
  {
    ...events,
    name: 'slack.violations',
    title: "Violations of Slack's rules",
    order: 524,
    overTime: false,
    about:
      'Requests that are not from Slack and were let in, events that were answered more than once, challenges that were not, and posts before their time.',
  },
]
