import { percentileOf } from '../../load/calibration/lateness.ts'
import { systemClock } from '../../load/clock.ts'
import { Sender } from '../../load/http/sender.ts'
import { openai } from '../../load/llm/dialects/openai.ts'
import { LlmClient } from '../../load/llm/llm-call.ts'
import { timingOf } from '../../load/llm/timing.ts'
import type { BehaviourInput } from '../../fixtures/provider/behaviour.ts'
import type { ProviderFault } from '../../fixtures/provider/faults.ts'
import type { Entry } from '../../fixtures/provider/ledger.ts'
import { startProvider } from '../../fixtures/provider/start.ts'
import { crowdLateness } from './llm/crowd.ts'
import { readStream } from './llm/read-stream.ts'
import { rules } from './llm/rules.ts'
import type { Verdict } from './llm/rules.ts'

/** Of each schedule so many calls are made by each, a few at once; what is told are the medians. */
const CALLS = 8

/** What is to be reached: by how much a time may be off, ms, and as a share of the truth. */
const REACH = { ms: 2, share: 0.02 }

/** Streams at once. */
const CROWDS = [250, 500, 1000]

/** Each token of many streams leaves so little after it was due, ms: 99 of 100 of them. */
const REACH_LATE_MS = 5

interface Schedule {
  name: string
  behaviour: BehaviourInput
  fault?: ProviderFault
  /** Whether who counts it as a success is wrong. */
  fails?: true
}

const TRUTH: BehaviourInput = { ttftMs: 300, rate: 20, tokens: 20, role: false, finishLateMs: 50 }

const schedules: readonly Schedule[] = [
  { name: 'plain, with a usage chunk', behaviour: {} },
  { name: 'a role chunk at once', behaviour: { role: true } },
  { name: 'keep-alive comments', behaviour: { keepAliveMs: 60 } },
  { name: '4 tokens a chunk', behaviour: { tokensAnEvent: 4, finishLateMs: 200 } },
  { name: 'thoughts first', behaviour: { reasoningTokens: 10, tokens: 10 } },
  {
    name: 'an error after 5 tokens',
    behaviour: {},
    fault: { kind: 'model-stream-error', afterTokens: 5 },
    fails: true,
  },
  { name: 'ends without a reason', behaviour: { finish: false, done: false, usage: 'never' }, fails: true },
  { name: 'CRLF', behaviour: { lineEnd: 'crlf' } },
]

/** What came of a schedule's calls: what was measured and what was so, as medians; or how they ended. */
interface Row {
  told: Verdict
  truth: { ttftMs: number; tpotMs: number; tokens: number }
}

const missed: string[] = []
process.stdout.write(
  `| schedule | truth | Fleetmark | ${rules.map(({ name }) => name).join(' | ')} |\n|${' --- |'.repeat(rules.length + 3)}\n`,
)
for (const schedule of schedules) process.stdout.write(`${await rowOf(schedule)}\n`)
process.stdout.write('\n')
for (const streams of CROWDS) {
  const late = await crowdLateness(streams)
  process.stdout.write(
    `${streams} streams of 50 tokens a second: ${late.events} events, late by ${late.p50Ms.toFixed(1)} ms (median), ${late.p99Ms.toFixed(1)} ms (p99), ${late.mostMs.toFixed(1)} ms (most); the provider took ${(100 * late.cpu).toFixed(0)} % of a core.\n`,
  )
  if (late.p99Ms > REACH_LATE_MS)
    missed.push(`tokens of ${streams} streams are late by ${late.p99Ms.toFixed(1)} ms (p99)`)
}
process.stdout.write(missed.length === 0 ? 'Reached.\n' : `Missed: ${missed.join('; ')}.\n`)
process.exitCode = missed.length === 0 ? 0 : 1

async function rowOf({ name, behaviour, fault, fails }: Schedule): Promise<string> {
  const provider = await startProvider({
    behaviour: { ...TRUTH, ...behaviour },
    faults: fault ? [fault] : [],
  })
  try {
    // The first calls of a process are those of code that is not compiled yet.
    await together(() => Promise.all([measured(provider.url), judged(provider.url)]))
    const own = await together(() => measured(provider.url))
    const others = await together(() => judged(provider.url))
    const ours = medianOf(own)
    const isReached = fails ? own.every(({ told }) => told.kind === 'failed') : isNear(own, ours)
    if (!isReached) missed.push(`${name}: ${tell(ours.told)}`)
    const cells = rules.map((_, index) => tell(medianOf(others.map(rows => rows[index] as Row)).told))
    const truth = fails ? 'failed' : tell({ kind: 'success', ...ours.truth })
    return `| ${[name, truth, tell(ours.told), ...cells].join(' | ')} |`
  } finally {
    await provider.stop()
  }
}

function together<T>(work: () => Promise<T>): Promise<T[]> {
  return Promise.all(Array.from({ length: CALLS }, work))
}

async function measured(origin: string): Promise<Row> {
  const sender = new Sender({ origin }, systemClock)
  try {
    const client = new LlmClient(sender, openai, {}, '')
    const intendedMs = systemClock.nowMs()
    const called = await client.call(
      { model: 'provider-small', prompt: 'Hello', mostTokens: 100, streams: true },
      intendedMs,
    )
    const timing = timingOf(called, intendedMs)
    const truth = await truthOf(origin, called.id, intendedMs + called.setUpMs)
    if (called.outcome.fault || !timing) return { told: { kind: 'failed' }, truth }
    const { ttftMs, tpotMs, tokens } = timing
    return { told: { kind: 'success', ttftMs, tpotMs, tokens }, truth }
  } finally {
    sender.stop()
  }
}

async function judged(origin: string): Promise<Row[]> {
  const { reads, startMs, id } = await readStream(origin)
  const truth = await truthOf(origin, id, startMs)
  return rules.map(rule => ({ told: rule.judge(reads, startMs), truth }))
}

/** By the provider's own times: of the tokens after those of the first event. */
async function truthOf(origin: string, id = '', fromMs: number): Promise<Row['truth']> {
  const { events } = (await (await fetch(`${origin}/provider/requests/${id}`)).json()) as Entry
  const [first] = events
  const after = events.slice(1).reduce((sum, { tokens }) => sum + tokens, 0)
  const spanMs = (events.at(-1)?.leftMs ?? 0) - (first?.leftMs ?? 0)
  const tokens = after + (first?.tokens ?? 0)
  return { ttftMs: (first?.leftMs ?? Number.NaN) - fromMs, tpotMs: spanMs / after, tokens }
}

/** What most came to, with the medians of its times. */
function medianOf(rows: readonly Row[]): Row {
  const kinds = rows.map(({ told }) => told.kind)
  const kind = kinds.toSorted()[Math.floor(kinds.length / 2)] ?? 'failed'
  const middle = (values: readonly (number | undefined)[]): number | undefined => {
    const known = values.filter(value => value !== undefined)
    return known.length > 0 ? percentileOf(known, 50) : undefined
  }
  const good = rows.flatMap(({ told }) => (told.kind === 'success' ? [told] : []))
  const truth = {
    ttftMs: middle(rows.map(one => one.truth.ttftMs)) ?? Number.NaN,
    tpotMs: middle(rows.map(one => one.truth.tpotMs)) ?? Number.NaN,
    tokens: middle(rows.map(one => one.truth.tokens)) ?? Number.NaN,
  }
  if (kind !== 'success') return { told: { kind }, truth }
  const [ttftMs, tpotMs] = [middle(good.map(one => one.ttftMs)), middle(good.map(one => one.tpotMs))]
  return { told: { kind, ttftMs, tpotMs, tokens: middle(good.map(one => one.tokens)) }, truth }
}

/** @returns whether every call is a success whose tokens are counted exactly, and the times are near, as medians */
function isNear(rows: readonly Row[], { told, truth }: Row): boolean {
  const isExact = rows.every(one => one.told.kind === 'success' && one.told.tokens === one.truth.tokens)
  const near = (value: number | undefined, is: number): boolean =>
    value !== undefined && Math.abs(value - is) <= REACH.ms + REACH.share * is
  return (
    isExact && told.kind === 'success' && near(told.ttftMs, truth.ttftMs) && near(told.tpotMs, truth.tpotMs)
  )
}

function tell(told: Verdict): string {
  if (told.kind !== 'success') return told.kind
  const ms = (value: number | undefined): string => (value === undefined ? '–' : value.toFixed(0))
  return `${ms(told.ttftMs)} / ${ms(told.tpotMs)}`
}
