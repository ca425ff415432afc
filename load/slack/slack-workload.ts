import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import type { Clock } from '../clock.ts'
import { faulty, named } from '../http/asker.ts'
import type { Answer, Asker } from '../http/asker.ts'
import { valuesAt } from '../http/places.ts'
import type { HttpRequest } from '../http/request.ts'
import type { SenderOptions } from '../http/sender.ts'
import { fill, namesIn } from '../http/users/template.ts'
import { withMeans } from '../http/with-means.ts'
import { GivingUp } from '../loops/giving-up.ts'
import { runOpenLoop } from '../loops/open-loop.ts'
import { OperationRecord } from '../loops/operation-record.ts'
import type { Fault, Operation } from '../loops/operation.ts'
import type { Measurement } from '../measure/measurement.ts'
import { Recording } from '../measure/recording.ts'
import type { Tally } from '../measure/tally.ts'
import { Acks } from './acks.ts'
import { headersAt, SENDINGS } from './sendings.ts'
import type { Sending } from './sendings.ts'
import { signedHeaders } from './sign.ts'
import { SlackApi } from './slack-api.ts'
import { measureStages } from './stages.ts'
import type { Answered } from './stages.ts'
import { COMPLEX, SIMPLE } from './slack-requests.ts'
import type { SlackRequests } from './slack-requests.ts'

/** Messages of each kind, and how often one comes. Serialisable. */
export interface SlackOptions extends SenderOptions {
  requests: SlackRequests
  /** Simple messages, as many complex ones, and a quarter as many whose answer is refused at first. */
  messages: number
  /** Of each kind. */
  perSecond: number
  /** Where the target reaches this machine. Default: a free port of it. */
  callback?: { url: string; port: number }
  /** An answer that comes later than this is none, ms. Default 15 000: half as much again as the longest limit. */
  latestMs?: number
}

/** Each of Slack's rules is tried so often. */
const TRIES = 6

/** What was signed so long ago may be recorded, s: twice what Slack tells to accept. */
const STALE_SECONDS = 600

/** What should not be answered is waited for so long after the last of it was sent, ms. */
const SILENCE_MS = 1500

/**
 * Sends a target's gateway signed events as Slack does, at intended times (open model), and notes when they are acknowledged and when the answer is posted to
 * the API, for which this machine stands in. Then tries what must not work: requests that are not from Slack, and events that are sent again.
 *
 * @param recording makes its recorders. Default: one that hands nothing on.
 * @returns for each kind (label `kind`: `simple`, `complex`, `limited`) `slack.latency`, `.ack` and `.errors`; `slack.violations`; where its model's calls are told,
 * the stages between: see `measureStages`; and the generator's own health
 * @throws Error when the port of `callback` can't be had
 */
export async function runSlack(
  options: SlackOptions,
  clock: Clock,
  recording = new Recording(),
): Promise<Measurement[]> {
  const { requests, callback, messages, perSecond, latestMs = 15_000 } = options
  const api = await SlackApi.open(clock, callback?.port, callback && '0.0.0.0')
  try {
    return await withMeans('slack', options, { clock, recording }, async ({ asker, health, startMs }) => {
      const slack = new Slack(requests, asker, api, clock, latestMs)
      const streams = KINDS.map(kind => {
        const count = kind === 'limited' ? Math.ceil(messages / 4) : messages
        const arrivals = { kind: 'constant', perSecond, durationMs: (1000 * count) / perSecond } as const
        const kept = { metric: 'slack', labels: { kind }, timeoutMs: latestMs, startMs }
        const acks = new Acks(kind, recording)
        const record = new OperationRecord(kept, recording)
        return { operation: slack.operation(kind, acks), arrivals, record, acks }
      })
      const violations = recording.tally({ metric: 'slack.violations', unit: 'count', labels: {} })
      const fault = await slack.connect(callback ? `${callback.url}/api` : api.url)
      if (!fault) {
        await runOpenLoop(streams, clock.nowMs(), { health, clock, givingUp: new GivingUp(clock) })
        await slack.tryRules(violations)
      }
      const { model } = requests
      const stages = model && (await measureStages(slack.answered, model, STAGED, { clock, recording }))
      return (window, doubts) => {
        const absence = fault ? { absence: `No message could be sent: ${fault.cause}.` } : {}
        const counted = { window, data: violations.toData(), doubts: [], ...absence }
        return [
          ...streams
            .flatMap(({ record, acks }) => {
              const measured = record.measurements(window, doubts)
              return [...measured, acks.measurement(window, measured[0]?.doubts ?? [])]
            })
            .map(one => ({ ...one, ...absence })),
          { metric: 'slack.violations', unit: 'count', labels: {}, ...counted },
          ...(stages?.(window, doubts) ?? []).map(one => ({ ...one, ...absence })),
        ]
      }
    })
  } finally {
    await api.close()
  }
}

const KINDS = ['simple', 'complex', 'limited'] as const

/** Whose stages are told: the others wait for Slack as they are told to. */
const STAGED = ['simple', 'complex'] as const

type Kind = (typeof KINDS)[number]

/** A message in a channel of its own, as Slack sends it. */
interface Event {
  /** A word of its own in its text. */
  key: string
  channel: string
  body: string
}

class Slack {
  readonly #requests: SlackRequests
  readonly #asker: Asker
  readonly #api: SlackApi
  readonly #clock: Clock
  readonly #latestMs: number
  /** What was answered. */
  readonly answered: Answered[] = []

  constructor(requests: SlackRequests, asker: Asker, api: SlackApi, clock: Clock, latestMs: number) {
    this.#requests = requests
    this.#asker = asker
    this.#api = api
    this.#clock = clock
    this.#latestMs = latestMs
  }

  /** Tells the target where the API is, if it is to be told. @returns what was wrong */
  async connect(slackAPI: string): Promise<Fault | undefined> {
    const { connect } = this.#requests
    if (!connect) return undefined
    const { outcome } = await this.#asker.ask(connect, { slackAPI }, this.#clock.nowMs())
    return named("telling where Slack's API is", outcome).fault
  }

  /** Sends a message, and waits for its answer. */
  operation(kind: Kind, acks: Acks): Operation {
    const text = kind === 'complex' ? (this.#requests.complex ?? COMPLEX) : (this.#requests.simple ?? SIMPLE)
    return async (_index, intendedMs) => {
      const event = this.#event(text)
      if (kind === 'limited') this.#api.limit(event.channel)
      const answer = this.#api.next(event.channel, intendedMs + this.#latestMs - this.#clock.nowMs())
      const { outcome } = await this.#send(event, intendedMs)
      acks.add(outcome, intendedMs)
      const acked = named('acknowledging', outcome)
      if (acked.fault) return acked
      const posted = await answer
      if (posted) {
        const { startMs: sentMs, endMs: ackedMs } = outcome
        this.answered.push({ kind, key: event.key, sentMs, ackedMs, postedMs: posted.atMs })
        return { ...outcome, endMs: posted.atMs }
      }
      const endMs = this.#clock.nowMs()
      const fault = { kind: 'timeout', cause: 'no answer was posted', example: event.body } as const
      return faulty({ ...outcome, endMs }, fault)
    }
  }

  /** Tries what must not work, several times each, and the challenge, which must. */
  async tryRules(violations: Tally): Promise<void> {
    const note = (cause: string, isGood: boolean, example: string): void =>
      isGood ? violations.good(this.#clock.nowMs()) : violations.bad(cause, this.#clock.nowMs(), 1, example)
    await this.#challenge(note)
    const now = Math.floor(Date.now() / 1000)
    const { signingSecret: secret } = this.#requests
    const refused = {
      'a forged signature': (body: string) => signedHeaders(body, `not ${secret}`, now),
      'a request signed long ago': (body: string) => signedHeaders(body, secret, now - STALE_SECONDS),
      'what is not signed': () => ({ 'content-type': 'application/json' }),
      'a signature of another body': () => signedHeaders('{}', secret, now),
    }
    const looks: (() => void)[] = []
    for (const [what, headers] of Object.entries(refused)) {
      looks.push(await this.#sendRefused(what, headers, note))
    }
    looks.push(...(await Promise.all(SENDINGS.map(one => this.#sendAgain(one, note)))))
    await delay(SILENCE_MS)
    for (const look of looks) look()
    const { early } = this.#api
    note(
      'a post came again before its time',
      early === 0,
      `${early} of those that were refused with Retry-After`,
    )
  }

  async #challenge(note: Note): Promise<void> {
    const challenge = randomUUID()
    const { body, outcome } = await this.#send({
      key: '',
      channel: '',
      body: JSON.stringify({ type: 'url_verification', challenge }),
    })
    const isGood =
      !outcome.fault && (body.trim() === challenge || valuesAt(body, 'challenge')[0] === challenge)
    note('a challenge was not answered', isGood, outcome.fault?.cause ?? body)
  }

  /** Sends what is to be refused. @returns notes what became of it, when enough time has passed for an answer */
  async #sendRefused(
    what: string,
    headers: (body: string) => Record<string, string>,
    note: Note,
  ): Promise<() => void> {
    const events = Array.from({ length: TRIES }, () => this.#event(SIMPLE))
    const answers = await Promise.all(events.map(event => this.#send(event, undefined, headers(event.body))))
    return () => {
      for (const [index, { channel }] of events.entries()) {
        const { status } = answers[index] ?? {}
        const isRefused = status !== undefined && status >= 400 && status < 500
        const isIn = (status !== undefined && status < 300) || this.#api.posted(channel).length > 0
        const cause = isIn ? `${what} was let in` : `${what} was not refused with a 4xx`
        note(cause, isRefused && !isIn, `answered with ${status ?? 'nothing'}`)
      }
    }
  }

  /** Sends events as one sending has them. @returns notes what became of each, when enough time has passed for a further answer */
  async #sendAgain({ times, none, more }: Sending, note: Note): Promise<() => void> {
    const events = Array.from({ length: TRIES }, () => this.#event(SIMPLE))
    const first = events.map(({ channel }) => this.#api.next(channel, this.#latestMs))
    const { signingSecret } = this.#requests
    const seconds = Math.floor(Date.now() / 1000)
    for (const time of times) {
      const send = (event: Event) =>
        this.#send(event, undefined, headersAt(time, event.body, signingSecret, seconds))
      await Promise.all(events.map(send))
    }
    await Promise.all(first)
    return () => {
      for (const { channel } of events) {
        const { length } = this.#api.posted(channel)
        note(length === 0 ? none : more, length === 1, `${length} answers to one event`)
      }
    }
  }

  #event(text: string): Event {
    const id = randomUUID()
    const key = `ref-${id.slice(0, 13)}`
    const channel = `C${id.replaceAll('-', '').toUpperCase()}`
    const seconds = Date.now() / 1000
    const whole = namesIn(text).includes('key') ? fill(text, { key }) : `${text} (${key})`
    const event = { type: 'message', channel, user: 'U0001', text: whole, ts: seconds.toFixed(6) }
    const body = {
      type: 'event_callback',
      team_id: 'T0001',
      event_id: `Ev${id}`,
      event_time: Math.floor(seconds),
      event,
    }
    return { key, channel, body: JSON.stringify(body) }
  }

  #send(
    { body }: Event,
    intendedMs = this.#clock.nowMs(),
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Answer> {
    const { events: path, signingSecret } = this.#requests
    const isSigned = !('content-type' in headers)
    const own = isSigned ? signedHeaders(body, signingSecret, Math.floor(Date.now() / 1000)) : {}
    const request: HttpRequest = { method: 'POST', path, headers: { ...own, ...headers }, bodies: [body] }
    return this.#asker.ask(request, {}, intendedMs)
  }
}

/** Counts what was tried. */
type Note = (cause: string, isGood: boolean, example: string) => void
