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
    view: { kind: 'curve', chart: 'answers to Slack' },
    about:
      'From sending a signed event until it is acknowledged, whatever becomes of its answer; one that is not in time takes at least so long. Slack sends it again after 3 s.',
  },
  {
    ...time,
    name: 'slack.latency',
    title: 'Time until an answer is posted',
    order: 521,
    overTime: true,
    view: { kind: 'curve', chart: 'answers to Slack' },
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
      'Requests that are not from Slack and were let in, events that came again and were answered more than once or not at all, challenges that were not, and posts before their time.',
  },
  {
    ...time,
    name: 'slack.asked',
    title: 'Model asked',
    order: 525,
    overTime: false,
    about: "From sending an event until the first call for it reached the model's provider.",
  },
  {
    ...time,
    name: 'slack.model',
    title: 'Model at work',
    order: 526,
    overTime: false,
    about: 'From the first call for a message until the last was answered.',
  },
  {
    ...time,
    name: 'slack.publish',
    title: 'Answer posted, after the model',
    order: 527,
    overTime: false,
    view: { kind: 'curve', chart: 'answers to Slack' },
    about: "From the end of the model's last answer to a message until it is posted to Slack's API.",
  },
  {
    ...events,
    name: 'slack.order',
    title: "Events acknowledged after the model's answer",
    order: 528,
    overTime: false,
    about:
      'A gateway that waits for its model before it acknowledges has Slack send events again when the model is slow.',
  },
]
