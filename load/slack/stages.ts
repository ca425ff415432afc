import { ClockError } from '../clock-error.ts'
import type { Clock } from '../clock.ts'
import { Asker } from '../http/asker.ts'
import { valuesAt } from '../http/places.ts'
import { Sender } from '../http/sender.ts'
import type { Doubt, Labels, Measurement } from '../measure/measurement.ts'
import type { Recording } from '../measure/recording.ts'
import { momentOf } from '../scheduler/moment-of.ts'
import type { ModelCalls } from './slack-requests.ts'

/** A message that was answered, as it is seen at both ends: epoch ms. */
export interface Answered {
  kind: string
  /** The word by which the calls for it are found. */
  key: string
  sentMs: number
  ackedMs: number
  postedMs: number
}

/**
 * Asks the provider of a gateway's model for the calls for each message, and tells the stages between the event and the post.
 *
 * @returns for each kind `slack.asked`, `.model`, `.publish` and `.order`, with a doubt where the provider's times contradict this machine's, of which
 * messages nobody can tell the order; without a value, and why, where the provider knows of no call
 */
export async function measureStages(
  answered: readonly Answered[],
  { origin, path, asked, done }: ModelCalls,
  kinds: readonly string[],
  { clock, recording }: { clock: Clock; recording: Recording },
): Promise<(window: Measurement['window'], doubts: readonly Doubt[]) => Measurement[]> {
  const sender = new Sender({ origin, resends: false }, clock)
  const asker = new Asker(sender, {})
  const clocks = new ClockError()
  const stages = new Map(kinds.map(kind => [kind, recordersOf({ kind }, recording)]))
  try {
    for (const { kind, key, sentMs, ackedMs, postedMs } of answered) {
      const stage = stages.get(kind)
      if (!stage) continue
      const { body } = await asker.ask({ method: 'GET', path }, { key }, clock.nowMs())
      const moments = (place: string): number[] => valuesAt(body, place).flatMap(text => momentOf(text) ?? [])
      const calls = { asked: moments(asked), done: moments(done) }
      // One that posts before its model has answered has its calls under way still.
      if (calls.asked.length === 0 || calls.done.length < calls.asked.length) continue
      const [askedMs, doneMs] = [Math.min(...calls.asked), Math.max(...calls.done)]
      stage.asked.record(Math.max(0, askedMs - sentMs), sentMs)
      stage.model.record(doneMs - askedMs, sentMs)
      stage.publish.record(Math.max(0, postedMs - doneMs), sentMs)
      // An event is sent before it is asked about, and an answer posted after a first one was there: where they are not, the clocks differ.
      const errorMs = Math.max(clocks.note(sentMs, askedMs), clocks.note(Math.min(...calls.done), postedMs))
      if (errorMs > 0) continue
      if (ackedMs < doneMs) stage.order.good(sentMs)
      else
        stage.order.bad(
          "acknowledged after the model's answer",
          sentMs,
          1,
          `${Math.round(ackedMs - doneMs)} ms after it`,
        )
    }
  } finally {
    sender.stop()
  }
  const nothing = `Of ${answered.length} messages that were answered the provider knows no call: "${path}" has no "${asked}" and "${done}" for a message's {{key}}.`
  return (window, doubts) =>
    [...stages].flatMap(([kind, { asked: first, model, publish, order }]) => {
      const absence = answered.length > 0 && first.n === 0 ? { absence: nothing } : {}
      const common = { labels: { kind }, window, doubts: [...doubts], ...absence }
      const ofBoth = { ...common, doubts: [...doubts, ...clocks.doubts()] }
      return [
        { ...ofBoth, metric: 'slack.asked', unit: 'ms', data: first.toData() },
        { ...common, metric: 'slack.model', unit: 'ms', data: model.toData() },
        { ...ofBoth, metric: 'slack.publish', unit: 'ms', data: publish.toData() },
        { ...ofBoth, metric: 'slack.order', unit: 'count', data: order.toData() },
      ] satisfies Measurement[]
    })
}

function recordersOf(labels: Labels, recording: Recording) {
  const time = (name: string) => recording.histogram({ metric: `slack.${name}`, unit: 'ms', labels })
  return {
    asked: time('asked'),
    model: time('model'),
    publish: time('publish'),
    order: recording.tally({ metric: 'slack.order', unit: 'count', labels }),
  }
}
