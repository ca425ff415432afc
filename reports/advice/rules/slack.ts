import { formatCount, formatValue } from '../../format.ts'
import { citeAll, clip, joined } from '../cite.ts'
import { failedOf } from '../failed.ts'
import type { Rule } from '../rule.ts'
import { percentileOf } from '../seen.ts'
import type { Seen } from '../seen.ts'

const ms = (value: number): string => formatValue(value, 'ms')

const middleOf = (seen: Seen, metric: string, kind: string): number | undefined => {
  const curve = seen.curve(metric, { kind })
  return curve && percentileOf(curve, 50)
}

/** An event is acknowledged so late that Slack sends it again. */
export const slackLateAck: Rule = {
  id: 'slack-late-ack',
  find: (seen, open) => {
    const late = failedOf(open, 'slack.ack')
    const [ack, answer] = [middleOf(seen, 'slack.ack', 'simple'), middleOf(seen, 'slack.latency', 'simple')]
    if (late.length === 0 || ack === undefined) return []
    const isAfter = answer !== undefined && answer < ack
    return [
      {
        explains: late,
        text: `Events are acknowledged late, and Slack sends again what is not acknowledged in 3 s: ${citeAll(late)}.${isAfter ? ` The answer is posted ${ms(ack - answer)} before (medians of slack.latency and slack.ack).` : ''}`,
        next: 'Acknowledge an event as soon as its signature is checked, and do what it asks for afterwards.',
      },
    ]
  },
}

/** Answers are posted late. */
export const slackSlowAnswer: Rule = {
  id: 'slack-slow-answer',
  find: (seen, open) => {
    const slow = failedOf(open, 'slack.latency')
    if (slow.length === 0) return []
    const [simple, complex] = [
      middleOf(seen, 'slack.latency', 'simple'),
      middleOf(seen, 'slack.latency', 'complex'),
    ]
    const ack = middleOf(seen, 'slack.ack', 'simple')
    const each =
      simple !== undefined && complex !== undefined
        ? ` A simple message takes ${ms(simple)}, a complex one ${ms(complex)} (medians).`
        : ''
    const isAlike = simple !== undefined && complex !== undefined && complex < 2 * simple
    return [
      {
        explains: slow,
        text: `Answers are posted late: ${citeAll(slow)}.${each}${ack === undefined ? '' : ` The event is acknowledged in ${ms(ack)}.`}`,
        next: isAlike
          ? 'Five steps take about as long as one: it is not the model. Look at the queue between the gateway and what answers, and at the call that posts.'
          : 'Each step adds to it: look at the time of one call of the model, and at steps that could be done at once.',
      },
    ]
  },
}

/** An answer is there, and posted late. */
export const slackLatePost: Rule = {
  id: 'slack-late-post',
  find: (seen, open) => {
    const late = failedOf(open, 'slack.publish')
    const [model, publish] = [
      middleOf(seen, 'slack.model', 'simple'),
      middleOf(seen, 'slack.publish', 'simple'),
    ]
    if (late.length === 0 || publish === undefined) return []
    const beside = model === undefined ? '' : `, while the model is at work for ${ms(model)}`
    return [
      {
        explains: late,
        text: `Answers are posted late after the model has given them: ${citeAll(late)}. Of simple messages half wait ${ms(publish)}${beside} (medians of slack.publish and slack.model).`,
        next: "Look at what stands between the model's answer and chat.postMessage: a queue, a write that is waited for, or a client that opens a connection for each post.",
      },
    ]
  },
}

/** An event is acknowledged once the model has answered. */
export const slackAckLast: Rule = {
  id: 'slack-ack-last',
  find: (seen, open) => {
    const last = failedOf(open, 'slack.order')
    if (last.length === 0) return []
    const model = middleOf(seen, 'slack.model', 'simple')
    const beside =
      model === undefined ? '' : ` The model is at work for ${ms(model)} (median of slack.model).`
    return [
      {
        explains: last,
        text: `Events are acknowledged once the model has answered: ${citeAll(last)}.${beside}`,
        next: 'A model that takes 3 s has Slack send the event again. Acknowledge before the model is asked, and answer from a queue.',
      },
    ]
  },
}

/** Messages are acknowledged, and nobody answers. */
export const slackUnanswered: Rule = {
  id: 'slack-unanswered',
  find: (seen, open) => {
    const lost = failedOf(open, 'slack.errors')
    if (lost.length === 0) return []
    const told = lost.flatMap(({ labels }) => seen.tally('slack.errors', labels) ?? [])
    const bad = told.reduce((sum, one) => sum + one.bad, 0)
    const total = told.reduce((sum, one) => sum + one.total, 0)
    const causes = told.flatMap(one => one.causes.map(([cause]) => cause))
    const onlyLimited = lost.every(({ labels }) => labels['kind'] === 'limited')
    return [
      {
        explains: lost,
        text: `${formatCount(bad)} of ${formatCount(total)} messages from Slack have no answer: ${joined([...new Set(causes)].map(cause => clip(cause)))} (${citeAll(lost)}).`,
        next: onlyLimited
          ? 'Only those are lost whose post Slack refused with 429: post them again after its Retry-After.'
          : "Look for their event_id in the target's log: an event that is acknowledged is the target's own to answer, also when a worker dies.",
      },
    ]
  },
}

/** Something is let in that is not from Slack, or answered twice. */
export const slackRules: Rule = {
  id: 'slack-rules',
  find: (seen, open) =>
    failedOf(open, 'slack.violations').flatMap(one => {
      const tallied = seen.tally(one.metric, one.labels)
      if (!tallied) return []
      const causes = joined(tallied.causes.map(([cause, count]) => `${clip(cause)} (${formatCount(count)})`))
      const isOpen = tallied.causes.some(([cause]) => cause.includes('let in'))
      return {
        explains: [one],
        text: `${formatCount(tallied.bad)} of ${formatCount(tallied.total)} tries broke Slack's rules: ${causes} (${citeAll([one])}).`,
        next: isOpen
          ? 'Anybody who finds the address can speak as Slack. Check X-Slack-Signature over the bytes that came and X-Slack-Request-Timestamp within five minutes, before anything is read.'
          : 'Keep the event_id of what was taken for some minutes, and answer a known one with 200 and nothing else. X-Slack-Retry-Num tells that Slack heard nothing, and not that you have the event.',
      }
    }),
}
