import { answers, test } from '../../fixtures/index.ts'

/** Simple messages, as many complex ones, and a quarter as many whose answer is refused at first. */
const MESSAGES = { messages: 40, perSecond: 5 }

const ids = [
  'slack.ack',
  'slack.response',
  'slack.complex',
  'slack.answered',
  'slack.rules',
  'slack.publish',
  'slack.order',
]

// Events are sent as Slack signs them, at intended times (open model); the run stands in for Slack's API, to which the answers are posted. The provider of its model tells what lies between.
test(
  'messages from Slack are acknowledged and answered, once, and nobody else is let in',
  answers(...ids, { lastsMs: () => 30_000 }),
  async ({ lab, slack }) => {
    lab.record(...(await slack.run(MESSAGES)))
  },
)
