import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import type { Clock } from '../clock.ts'
import { named } from '../http/asker.ts'
import type { Asker } from '../http/asker.ts'
import { valuesAt } from '../http/places.ts'
import type { HttpRequest } from '../http/request.ts'
import type { SenderOptions } from '../http/sender.ts'
import { withMeans } from '../http/with-means.ts'
import type { Doubt, Labels, Measurement } from '../measure/measurement.ts'
import { Recording } from '../measure/recording.ts'
import { cronMoments, intervalMoments } from './due.ts'
import type { Call, Due } from './due.ts'
import { matchCalls } from './match-calls.ts'
import { momentOf } from './moment-of.ts'
import { Receiver } from '../callbacks/receiver.ts'
import type { Received, Reply } from '../callbacks/receiver.ts'
import { CRON_PATTERNS, EVERY_MS } from './schedule-requests.ts'
import type { ScheduleRequests } from './schedule-requests.ts'

/** Schedules, and for how long their calls are noted. Serialisable. */
export interface ScheduleOptions extends SenderOptions {
  requests: ScheduleRequests
  /** Schedules of each kind. */
  schedules: number
  durationMs: number
  /** What the target goes through meanwhile, a label: `steady`, `restart`. */
  over: string
  /** Where the target calls. Default: a free port of this machine. */
  callback?: { url: string; port: number }
  /** What whoever runs this can do where the target does not reach that. A sentence. Default: nothing is said of it. */
  unreached?: string
}

/** A call that comes later than this is none, ms. */
const LATEST_MS = 5000

/** How far a target's clock may be behind this one, ms. */
const EARLY_MS = 250

/** A machine's clock that was moved by more than this meanwhile is told, ms. */
const MOVED_MS = 5

type Kind = 'cron' | 'interval'

/** A schedule that the target keeps. */
interface Kept {
  kind: Kind
  id: string
  path: string
  /** When it was asked for, was there, was to end, and had ended, epoch ms. */
  askedMs: number
  madeMs: number
  endMs: number
  endedMs: number
  pattern?: string
}

/**
 * Has a target make schedules that call this machine back, notes when each call comes, and holds it against the moment that was due: by the cron pattern, or by
 * the interval's own pace. Moments while a schedule was being made or ended are not asked for. However it ends, it ends the schedules that it made.
 *
 * @param recording makes its recorders. Default: one that hands nothing on.
 * @param signal ends it early. Default: it goes on to its end.
 * @returns for each kind (labels `kind`: `cron` or `interval`, and `over`) `scheduler.drift`, `.missed` and `.duplicated`; and the generator's own health.
 * Where no call came at all they have no value, and say why.
 * @throws Error when the port of `callback` can't be had; the signal's reason when that ends it
 */
export async function runSchedules(
  options: ScheduleOptions,
  clock: Clock,
  recording = new Recording(),
  signal = new AbortController().signal,
): Promise<Measurement[]> {
  const { requests, callback } = options
  const answer = (received: Received): Reply => {
    received.body = scheduledFor(received.body, requests)
    return {}
  }
  const receiver = await Receiver.open(clock, { port: callback?.port, host: callback && '0.0.0.0', answer })
  try {
    return await withMeans('schedule', options, { clock, recording }, async ({ asker }) => {
      const base = callback?.url ?? receiver.origin
      const aheadMs = wallAheadMs(clock)
      const kept: Kept[] = []
      let causes: string[]
      try {
        causes = await makeAll(options, { asker, receiver, base, clock, signal }, kept)
        await delay(options.durationMs, undefined, { signal })
        const endMs = clock.nowMs()
        for (const one of kept) one.endMs = endMs
        await untilCalled(kept, { receiver, clock, signal }, endMs + LATEST_MS)
      } finally {
        await Promise.all(kept.map(one => end(one, requests.remove, asker, clock)))
      }
      const movedMs = Math.abs(wallAheadMs(clock) - aheadMs)
      const moved: Doubt[] = movedMs > MOVED_MS ? [{ kind: 'clock-uncertain', errorMs: movedMs }] : []
      const absence = absenceOf(kept, causes, receiver, { base, unreached: options.unreached })
      const kinds = (['cron', 'interval'] as const).filter(kind => requests[kind])
      return (window, health) => {
        const doubts = [...health, ...moved]
        const found = { options, receiver, recording, aheadMs, window, doubts, absence }
        return kinds.flatMap(kind =>
          judgeable(
            kind,
            kept.filter(one => one.kind === kind),
            found,
          ),
        )
      }
    })
  } finally {
    await receiver.close()
  }
}

/** How far the clock that people read, and that cron goes by, is ahead of the one that measures. */
const wallAheadMs = (clock: Clock): number => Date.now() - clock.nowMs()

interface Means {
  asker: Asker
  receiver: Receiver
  base: string
  clock: Clock
  signal: AbortSignal
}

/** @param kept is given the schedules that were made @returns why others were not */
async function makeAll(
  { requests, schedules }: ScheduleOptions,
  { asker, receiver, base, clock, signal }: Means,
  kept: Kept[],
): Promise<string[]> {
  const { cron, interval } = requests
  const patterns = cron?.patterns ?? CRON_PATTERNS
  const causes: string[] = []
  const make = async (kind: Kind, request: HttpRequest, variables: Record<string, string>): Promise<void> => {
    signal.throwIfAborted()
    const key = randomUUID()
    const path = `/${key}`
    receiver.expect(path)
    const askedMs = clock.nowMs()
    const answer = await asker.ask(request, { ...variables, key, callback: base + path }, askedMs)
    const { fault } = named(`making a schedule`, answer.outcome)
    const [id] = valuesAt(answer.body, requests.id)
    if (fault) causes.push(fault.cause)
    else if (id === undefined)
      causes.push(`making a schedule: no id at "${requests.id}" in ${answer.body.slice(0, 100)}`)
    else {
      const madeMs = clock.nowMs()
      const pattern = variables['cron']
      const times = { askedMs, madeMs, endMs: madeMs, endedMs: madeMs }
      kept.push({ kind, id, path, ...times, ...(pattern === undefined ? {} : { pattern }) })
    }
  }
  for (let index = 0; index < schedules; index++) {
    const everyMs = interval?.everyMs ?? EVERY_MS
    if (cron) await make('cron', cron.request, { cron: patterns[index % patterns.length] ?? '' })
    if (interval) {
      const every = { everyMs: String(everyMs), everySeconds: String(everyMs / 1000) }
      await make('interval', interval.request, every)
    }
  }
  return causes
}

/** Waits for the calls that may still come: each kind has its own pace, and who is quick need not be waited for. */
async function untilCalled(
  kept: readonly Kept[],
  { receiver, clock, signal }: Pick<Means, 'receiver' | 'clock' | 'signal'>,
  untilMs: number,
): Promise<void> {
  const isCalled = ({ path, endMs }: Kept): boolean => (receiver.received(path).at(-1)?.atMs ?? 0) > endMs
  while (clock.nowMs() < untilMs && !kept.every(isCalled)) await delay(50, undefined, { signal })
}

async function end(one: Kept, remove: HttpRequest, asker: Asker, clock: Clock): Promise<void> {
  await asker.ask(remove, { schedule: one.id }, clock.nowMs())
  one.endedMs = clock.nowMs()
}

/** @returns why there can be no value */
function absenceOf(
  kept: readonly Kept[],
  causes: readonly string[],
  receiver: Receiver,
  { base, unreached }: { base: string; unreached: string | undefined },
): string | undefined {
  if (kept.length === 0) return `No schedule could be made: ${causes[0] ?? 'none was asked for'}.`
  if (kept.some(({ path }) => receiver.received(path).length > 0)) return undefined
  const strange =
    receiver.strangers > 0 ? ` ${receiver.strangers} calls came at other paths than "{{callback}}".` : ''
  return `${kept.length} schedules were made, and none called ${base} back.${strange} Check that the target reaches this address.${unreached === undefined ? '' : ` ${unreached}`}`
}

interface Found {
  options: ScheduleOptions
  receiver: Receiver
  recording: Recording
  aheadMs: number
  window: Measurement['window']
  doubts: Doubt[]
  absence: string | undefined
}

function judgeable(kind: Kind, kept: readonly Kept[], found: Found): Measurement[] {
  const { recording, window, doubts, absence, options } = found
  const labels: Labels = { kind, over: options.over }
  const drift = recording.histogram({ metric: 'scheduler.drift', unit: 'ms', labels })
  const missed = recording.tally({ metric: 'scheduler.missed', unit: 'count', labels })
  const duplicated = recording.tally({ metric: 'scheduler.duplicated', unit: 'count', labels })
  for (const one of absence === undefined ? kept : []) {
    const calls = callsOf(one, found)
    const due = dueOf(one, calls, found)
    const { first, extra } = matchCalls(due, calls, EARLY_MS)
    for (const [index, { atMs, isOptional }] of due.entries()) {
      const call = first[index]
      if (call) duplicated.good(call.atMs)
      if (isOptional) continue
      if (call) {
        drift.record(Math.abs(call.atMs - atMs), atMs)
        missed.good(atMs)
      } else
        missed.bad(
          `${kind}: no call`,
          atMs,
          1,
          `${one.pattern ?? 'interval'} at ${new Date(atMs + found.aheadMs).toISOString()}`,
        )
    }
    for (const { atMs } of extra)
      duplicated.bad(
        `${kind}: called again`,
        atMs,
        1,
        `${one.pattern ?? 'interval'} at ${new Date(atMs + found.aheadMs).toISOString()}`,
      )
  }
  const whole = { labels, window, doubts, ...(absence === undefined ? {} : { absence }) }
  return [
    { ...whole, metric: 'scheduler.drift', unit: 'ms', data: drift.toData() },
    { ...whole, metric: 'scheduler.missed', unit: 'count', data: missed.toData() },
    { ...whole, metric: 'scheduler.duplicated', unit: 'count', data: duplicated.toData() },
  ]
}

/** @returns all that is kept of a call's body: the moment that it says it is for, as text; empty where it says none */
const scheduledFor = (body: string, { scheduledFor: place }: ScheduleRequests): string =>
  (place === undefined ? undefined : valuesAt(body, place)[0]) ?? ''

function callsOf({ path }: Kept, { receiver, aheadMs }: Found): Call[] {
  return receiver.received(path).map(({ atMs, body }) => {
    const moment = momentOf(body)
    return moment === undefined ? { atMs } : { atMs, scheduledForMs: moment - aheadMs }
  })
}

/** By the clock that measures. */
function dueOf(one: Kept, calls: readonly Call[], { aheadMs, options }: Found): Due[] {
  const { kind, pattern, askedMs, madeMs, endMs, endedMs } = one
  const everyMs = options.requests.interval?.everyMs ?? EVERY_MS
  const untilMs = endedMs + EARLY_MS
  const moments =
    kind === 'cron' && pattern !== undefined
      ? cronMoments(pattern, askedMs + aheadMs, untilMs + aheadMs).map(atMs => atMs - aheadMs)
      : intervalMoments(calls, everyMs, askedMs, untilMs)
  // An interval is due first when it has passed once: the moment that its pace would have before that is none.
  const fromMs = kind === 'interval' ? madeMs + everyMs : madeMs
  return moments.map(atMs => ({ atMs, isOptional: atMs < fromMs || atMs > endMs }))
}
