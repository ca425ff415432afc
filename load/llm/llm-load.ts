import type { ArrivalShape } from '../arrivals.ts'
import type { Clock } from '../clock.ts'
import { Asker } from '../http/asker.ts'
import { jitWarmUp } from '../http/jit-warm-up.ts'
import { runClosedLoop } from '../loops/closed-loop.ts'
import { GivingUp } from '../loops/giving-up.ts'
import { runOpenLoop } from '../loops/open-loop.ts'
import { OperationRecord } from '../loops/operation-record.ts'
import { GeneratorHealth, healthMeasurements } from '../measure/health/generator-health.ts'
import { healthDoubts } from '../measure/health/health-doubts.ts'
import type { Labels, Measurement } from '../measure/measurement.ts'
import { Recording } from '../measure/recording.ts'
import type { Tally } from '../measure/tally.ts'
import { accountedOf, compareAccounts, spread } from './accounting.ts'
import type { Accounted } from './accounting.ts'
import type { Allowance } from './budget.ts'
import { dialects } from './dialects/dialects.ts'
import type { Called } from './llm-call.ts'
import { LlmFigures } from './llm-figures.ts'
import type { LlmOptions } from './llm-options.ts'
import { LlmSession } from './llm-session.ts'

/** What a workload measured, and what it spent. */
export interface LlmResult {
  measurements: Measurement[]
  spent: Allowance
  /** First tokens of answers that whoever watches a platform sees, in the order in which their calls were due. */
  firsts?: FirstToken[]
}

/** The first token of an answer. */
export interface FirstToken {
  /** By which the platform tells of it. */
  number: number
  /** When it left the provider, epoch ms. */
  leftMs: number
  /** By how much the provider's clock differs from this machine's at least, ms; 0 where nothing shows that it does. */
  errorMs: number
}

/** Calls at intended times. */
export interface OpenLlmOptions extends LlmOptions {
  arrivals: ArrivalShape
  /** Of so many calls, at most, it is asked what was accounted for. Default 200. */
  audited?: number
}

/** As many calls as come back. */
export interface ClosedLlmOptions extends LlmOptions {
  clients: number
  /** How long calls are begun, ms. */
  durationMs: number
}

/** The time between the order to start and the first call. */
const LEAD_MS = 50

/**
 * Makes calls at intended times, whatever becomes of the others (open model), and then asks what was accounted for of some of them.
 *
 * @param recording makes its recorders. Default: one that hands nothing on.
 * @returns `llm.latency`, `llm.service` and `llm.errors`; of good calls what `LlmFigures` keeps; `llm.cost` where there are accounts; `llm.connect` and
 * `llm.tls`; and the generator's own health
 */
export async function openLlmLoad(
  options: OpenLlmOptions,
  clock: Clock,
  recording = new Recording(),
): Promise<LlmResult> {
  const { provider, prices, arrivals, accounts, audited = 200, headers = {} } = options
  const labels = { provider }
  const session = new LlmSession(options, clock, recording)
  const { sender, budget } = session
  try {
    await jitWarmUp(clock)
    const health = new GeneratorHealth(clock, options.lateFromMs, { recording, generator: 'llm' })
    const startMs = clock.nowMs() + LEAD_MS
    const kept = { metric: 'llm', labels, timeoutMs: sender.timeoutMs, startMs }
    const record = new OperationRecord(kept, recording)
    const figures = new LlmFigures(labels, prices, sender.timeoutMs, recording)
    const accounted: Accounted[] = []
    let isAnswered = false
    const operation = session.operation((called: Called, intendedMs) => {
      figures.add(called, intendedMs)
      isAnswered ||= called.outcome.fault === undefined
      const one = accountedOf(called, prices)
      if (one) accounted.push(one)
    })
    const means = { health, clock, givingUp: new GivingUp(clock) }
    await runOpenLoop([{ operation, arrivals, record }], startMs, means)
    const report = health.stop()
    const window = { startMs, endMs: clock.nowMs() }
    const doubts = healthDoubts([report])
    const some = spread(accounted, audited)
    const cost =
      accounts &&
      (await compareAccounts('llm.cost', some, accounts, { asker: new Asker(sender, headers), clock }))
    const { idHeader } = dialects[options.dialect]
    const absence = `No answer tells its usage, and its name in the header "${idHeader}".`
    const nameless = isAnswered && accounted.length === 0 ? { absence } : {}
    return {
      spent: budget.spent,
      measurements: [
        ...record.measurements(window, doubts),
        ...figures.measurements(window, doubts),
        ...(cost ? [{ ...tallied('llm.cost', labels, window, cost), ...nameless }] : []),
        ...sender.measurements(window),
        ...healthMeasurements('llm', [report], window),
      ],
    }
  } finally {
    sender.stop()
  }
}

/** @returns what was counted, as it is handed back */
export const tallied = (
  metric: string,
  labels: Labels,
  window: Measurement['window'],
  tally: Tally,
): Measurement => ({
  metric,
  unit: 'count',
  labels,
  window,
  data: tally.toData(),
  doubts: [],
})

/**
 * Makes as many calls as come back (closed model).
 *
 * @param recording makes its recorders. Default: one that hands nothing on.
 * @returns `llm.closed.latency`, `.service` and `.errors`, and `llm.throughput`: tokens of answers a second, of all calls together
 */
export async function closedLlmLoad(
  options: ClosedLlmOptions,
  clock: Clock,
  recording = new Recording(),
): Promise<LlmResult> {
  const { provider, clients, durationMs } = options
  const labels = { provider, clients: String(clients) }
  const session = new LlmSession(options, clock, recording)
  const { sender, budget } = session
  try {
    await jitWarmUp(clock)
    const health = new GeneratorHealth(clock, options.lateFromMs, { recording, generator: 'llm' })
    const startMs = clock.nowMs()
    const kept = { metric: 'llm.closed', labels, timeoutMs: sender.timeoutMs, startMs }
    const record = new OperationRecord(kept, recording)
    let tokens = 0
    const operation = session.operation(({ usage, outcome }) => {
      if (!outcome.fault) tokens += usage?.output ?? 0
    })
    const over = new AbortController()
    await runClosedLoop(
      {
        operation,
        clients,
        untilMs: startMs + durationMs,
        signal: over.signal,
        heard: (outcome, intendedMs) => {
          record.add(intendedMs, outcome)
          if (budget.isOver) over.abort()
        },
      },
      clock,
    )
    const report = health.stop()
    const window = { startMs, endMs: clock.nowMs() }
    const doubts = healthDoubts([report])
    const perSecond = (tokens * 1000) / (window.endMs - startMs)
    const points = tokens > 0 ? [{ atMs: startMs, value: perSecond }] : []
    return {
      spent: budget.spent,
      measurements: [
        ...record.measurements(window, doubts),
        {
          metric: 'llm.throughput',
          unit: 'per-second',
          labels,
          window,
          data: { kind: 'samples', points },
          doubts,
        },
        ...healthMeasurements('llm', [report], window),
      ],
    }
  } finally {
    sender.stop()
  }
}
