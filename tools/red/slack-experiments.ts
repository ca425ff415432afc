import type { Choice, Experiment } from './experiment.ts'

const gateway: Choice = { specs: ['e2e/ai/slack.spec.ts'], project: 'ai' }

/** One fault each of a platform's gateway to Slack. */
export const slackExperiments: readonly Experiment[] = [
  {
    name: 'events acknowledged late',
    fault: { kind: 'slack-late-ack', ms: 3500 },
    choice: gateway,
    settings: {},
    reds: ['slack.ack'],
    advice: ['slack-late-ack'],
  },
  {
    name: 'answers posted late',
    fault: { kind: 'slack-slow', ms: 9500 },
    choice: gateway,
    settings: {},
    reds: ['slack.response', 'slack.complex', 'slack.publish'],
    advice: ['slack-slow-answer', 'slack-late-post'],
  },
  {
    name: 'answers held back',
    fault: { kind: 'slack-slow', ms: 400 },
    choice: gateway,
    settings: {},
    reds: ['slack.publish'],
    advice: ['slack-late-post'],
  },
  {
    name: "an ack after the model's answer",
    fault: { kind: 'slack-ack-last' },
    choice: gateway,
    settings: {},
    reds: ['slack.order'],
    advice: ['slack-ack-last'],
  },
  {
    name: 'messages without an answer',
    fault: { kind: 'slack-silent', every: 3 },
    choice: gateway,
    settings: {},
    reds: ['slack.answered'],
    advice: ['slack-unanswered'],
  },
  {
    name: 'forged signatures let in',
    fault: { kind: 'slack-unsigned' },
    choice: gateway,
    settings: {},
    reds: ['slack.rules'],
    advice: ['slack-rules'],
  },
  {
    name: 'retries answered again',
    fault: { kind: 'slack-repeats' },
    choice: gateway,
    settings: {},
    reds: ['slack.rules'],
    advice: ['slack-rules'],
  },
]
