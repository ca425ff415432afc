import type { ArrivalShape } from '../arrivals.ts'
import { ClockError } from '../clock-error.ts'
import type { Clock } from '../clock.ts'
import { Asker } from '../http/asker.ts'
import { jitWarmUp } from '../http/jit-warm-up.ts'
import { valuesAt } from '../http/places.ts'
import { Sender } from '../http/sender.ts'
import type { SenderOptions } from '../http/sender.ts'
import { fill, withinJson } from '../http/users/template.ts'
import { GivingUp } from '../loops/giving-up.ts'
import { runOpenLoop } from '../loops/open-loop.ts'
import { OperationRecord } from '../loops/operation-record.ts'
import { GeneratorHealth, healthMeasurements } from '../measure/health/generator-health.ts'
import { healthDoubts } from '../measure/health/health-doubts.ts'
import type { BlockHistogram } from '../measure/histogram.ts'
import type { Measurement } from '../measure/measurement.ts'
import { Recording } from '../measure/recording.ts'
import { momentOf } from '../scheduler/moment-of.ts'
import { compareAccounts, readAccount, spread } from './accounting.ts'
import type { Accounted, AccountingMeans } from './accounting.ts'
import type { Dialect, DialectName } from './dialects/dialect.ts'
import { dialects } from './dialects/dialects.ts'
import { tallied } from './llm-load.ts'
import type { FirstToken, LlmResult } from './llm-load.ts'
import type { Accounts, LlmOptions } from './llm-options.ts'
import { LlmSession } from './llm-session.ts'
import { overheadOf } from './overhead.ts'
import type { Added, SeenCall } from './overhead.ts'
import { timingOf } from './timing.ts'
import type { Timing } from './timing.ts'

/** How a platform passes a provider's answers on. */
export interface Through {
  /** Where it is asked, below its own address. */
  path: string
  /** What is posted there, JSON in which `{{prompt}}` stands for what is asked. */
  body: string
  /** The form of its stream's events. Default `openai`. */
  dialect?: DialectName | undefined
  /** The header of its answer that names the provider's call. */
  call: string
  /** Where it tells what it accounts for of the provider's call `{{id}}`. Default: it is not asked. */
  accounts?: Accounts | undefined
  /** The header of its answer that gives the number by which its dashboard shows it. Default: it is not shown. */
  number?: string | undefined
}

/**
 * Where a provider tells when a call came and its tokens left: a path, in which `{{id}}` stands for the call's id, and places of moments there: seconds or
 * milliseconds since the epoch, or dates.
 */
export interface CallTimes {
  path: string
  arrived: string
  /** Of each event with tokens, in order. */
  left: string
}

/** Calls that reach a provider through a platform. Serialisable. */
export interface ThroughOptions extends LlmOptions {
  through: Through
  times: CallTimes
  /** How the platform is reached; the provider is where `origin` says. */
  platform: SenderOptions
  arrivals: ArrivalShape
  /** Of so many calls, at most, it is asked what was accounted for. Default 200. */
  audited?: number
}

/** Calls that are made before the first that counts: they open the connections, and have the code compiled. */
const WARM_UPS = 5

/** What the platform accounts for. */
const COST = 'llm.cost.platform'

/** The time between the order to start and the first call. */
const LEAD_MS = 50

/** A good call, or one that timed out, from outside. */
interface Passed extends SeenCall {
  id: string
  intendedMs: number
  sentMs: number
  timing: Timing | undefined
  number: number | undefined
}

/**
 * Makes calls through a platform at intended times (open model), and then asks the provider when each came to it and when its tokens left. Both times are
 * spans, each by one clock: the clocks need not agree. That the provider's span is longer than ours, which it is part of, is a doubt of its size.
 *
 * @param recording makes its recorders. Default: one that hands nothing on.
 * @returns `agent.latency`, `.service` and `.errors`; `agent.overhead`, by how much the first token came later to who asked than it left the provider, and
 * `agent.overhead.total`, the same of the last, of calls that timed out as lower bounds where a token had left and not come; `llm.cost.platform` where the platform accounts for calls; and the generator's own health. Beside them the first tokens of answers that have a number
 */
export async function measureThrough(
  options: ThroughOptions,
  clock: Clock,
  recording = new Recording(),
): Promise<LlmResult> {
  const { provider, through, platform, arrivals, audited = 200 } = options
  const labels = { provider }
  const session = new LlmSession({ ...options, headers: {}, ...platform }, clock, recording, {
    metric: 'agent',
    dialect: dialectOf(through),
  })
  const sender = new Sender({ ...options, resends: false }, clock)
  try {
    await jitWarmUp(clock)
    for (let made = 0; made < WARM_UPS; made++) await session.call(clock.nowMs())
    const health = new GeneratorHealth(clock, options.lateFromMs, { recording, generator: 'agent' })
    const startMs = clock.nowMs() + LEAD_MS
    const kept = { metric: 'agent', labels, timeoutMs: session.sender.timeoutMs, startMs }
    const record = new OperationRecord(kept, recording)
    const passed: Passed[] = []
    const named: { id: string }[] = []
    const operation = session.operation((called, intendedMs) => {
      const { id, outcome, finish, headers, setUpMs } = called
      if (id === undefined) return
      named.push({ id })
      const isLate = outcome.fault?.kind === 'timeout'
      if (outcome.fault && !isLate) return
      const number = (through.number && Number(headers[through.number.toLowerCase()])) || undefined
      const timing = timingOf(called, intendedMs)
      const isWhole = finish !== undefined
      passed.push({ id, intendedMs, sentMs: outcome.startMs, timing, isWhole, setUpMs, number })
    })
    const givingUp = new GivingUp(clock)
    await runOpenLoop([{ operation, arrivals, record }], startMs, { health, clock, givingUp })
    const report = health.stop()
    const window = { startMs, endMs: clock.nowMs() }
    const doubts = healthDoubts([report])
    const means = { asker: new Asker(sender, options.headers ?? {}), clock }
    const own = { asker: new Asker(session.sender, platform.headers ?? {}), clock }
    const overheads = await overheadsOf(
      passed,
      { ...options, timeoutMs: session.sender.timeoutMs },
      means,
      recording,
    )
    const cost = await auditOf(spread(named, audited), options, means, own)
    const absence = absenceOf(passed, overheads.first.n, options)
    return {
      spent: session.budget.spent,
      firsts: overheads.firsts,
      measurements: [
        ...record.measurements(window, doubts),
        ...(['first', 'last'] as const).map((which): Measurement => ({
          metric: which === 'first' ? 'agent.overhead' : 'agent.overhead.total',
          unit: 'ms',
          labels,
          window,
          data: overheads[which].toData(),
          doubts: [...doubts, ...overheads.doubts],
          ...(absence === undefined ? {} : { absence }),
        })),
        ...(cost ? [tallied(COST, labels, window, cost)] : []),
        ...session.sender.measurements(window),
        ...healthMeasurements('agent', [report], window),
      ],
    }
  } finally {
    session.sender.stop()
    sender.stop()
  }
}

/** A platform speaks as a provider does, but for where and by what it is asked. */
function dialectOf({ path, body, dialect = 'openai', call }: Through): Dialect {
  return {
    ...dialects[dialect],
    path,
    headers: () => ({}),
    body: ({ prompt }) => JSON.parse(fill(body, { prompt }, withinJson)),
    idHeader: call.toLowerCase(),
    isUnlimited: true,
  }
}

/** What the provider tells of each, against what was seen of it. */
async function overheadsOf(
  passed: readonly Passed[],
  { provider, times, timeoutMs }: ThroughOptions & { timeoutMs: number },
  { asker, clock }: AccountingMeans,
  recording: Recording,
) {
  const labels = { provider }
  const first = recording.histogram({ metric: 'agent.overhead', unit: 'ms', labels })
  const last = recording.histogram({ metric: 'agent.overhead.total', unit: 'ms', labels })
  const firsts: FirstToken[] = []
  const spans = new ClockError()
  for (const one of passed) {
    const { id, intendedMs, timing, isWhole, number } = one
    const { body, status } = await asker.ask({ method: 'GET', path: times.path }, { id }, clock.nowMs())
    const arrivedMs = momentOf(valuesAt(body, times.arrived)[0])
    const leftMs = valuesAt(body, times.left).flatMap(text => momentOf(text) ?? [])
    const [firstMs, ...laterMs] = leftMs
    if (status !== 200 || arrivedMs === undefined || firstMs === undefined) continue
    const toFirstMs = firstMs - arrivedMs
    const toLaterMs = laterMs.map(ms => ms - arrivedMs)
    const added = overheadOf(one, [toFirstMs, ...toLaterMs], timeoutMs)
    keep(first, added.first, intendedMs)
    if (added.last) keep(last, added.last, intendedMs)
    if (!timing) continue
    if (number !== undefined) firsts.push({ number, leftMs: firstMs, errorMs: clockErrorOf(one, firstMs) })
    spans.note(toFirstMs, timing.ttftMs)
    if (isWhole) spans.note(toLaterMs.at(-1) ?? toFirstMs, timing.totalMs)
  }
  return { first, last, firsts, doubts: spans.doubts() }
}

function keep(histogram: BlockHistogram, { ms, isLeast }: Added, intendedMs: number): void {
  if (isLeast) histogram.recordCensored(ms, intendedMs)
  else histogram.record(ms, intendedMs)
}

/** @returns by how much the provider's clock must differ from this machine's: a first token leaves after its call was sent, and before it comes, ms */
function clockErrorOf({ sentMs, intendedMs, timing }: Passed, leftMs: number): number {
  const error = new ClockError()
  const cameMs = timing && intendedMs + timing.setUpMs + timing.ttftMs
  return Math.max(error.note(sentMs, leftMs), cameMs === undefined ? 0 : error.note(leftMs, cameMs))
}

/** What the platform accounts for, against what the provider does: of calls that broke off too. */
async function auditOf(
  named: readonly { id: string }[],
  { through, accounts }: ThroughOptions,
  provider: AccountingMeans,
  platform: AccountingMeans,
) {
  if (!through.accounts || !accounts) return undefined
  const known: Accounted[] = []
  for (const { id } of named) {
    const account = await readAccount(id, accounts, provider)
    if (account) known.push({ id, account })
  }
  return compareAccounts(COST, known, through.accounts, platform)
}

/** @returns why there can be no value */
function absenceOf(
  { length, 0: first }: readonly Passed[],
  known: number,
  { through, times }: ThroughOptions,
): string | undefined {
  if (known > 0) return undefined
  if (!first) return `No call came through with an answer, and a header "${through.call}" that names it.`
  return `Of ${length} calls the provider told of none: "${times.path}" has no "${times.arrived}" and "${times.left}" for "${first.id}".`
}
