import { formatCount, formatValue } from '../../format.ts'
import type { Judgement } from '../../judge/slo.ts'
import { citeAll, clip, joined } from '../cite.ts'
import type { Finding, Rule } from '../rule.ts'
import { percentileOf } from '../seen.ts'
import type { Seen } from '../seen.ts'

const ms = (value: number): string => formatValue(value, 'ms')

const failedOf = (open: readonly Judgement[], metric: string | RegExp): Judgement[] =>
  open.filter(
    one =>
      one.verdict === 'FAIL' &&
      (typeof metric === 'string' ? one.metric === metric : metric.test(one.metric)),
  )

/** @returns a rule that says something of each missed SLO on a metric */
const onEach = (
  id: string,
  metric: string | RegExp,
  say: (one: Judgement, seen: Seen) => Omit<Finding, 'explains'> | undefined,
): Rule => ({
  id,
  find: (seen, open) =>
    failedOf(open, metric).flatMap(one => {
      const said = say(one, seen)
      return said ? [{ explains: [one], ...said }] : []
    }),
})

/** From so much of the 95th percentile on the quickest are as slow as the slowest. */
const ALIKE = 0.5

const causesOf = (one: Judgement, seen: Seen): string | undefined => {
  const tallied = seen.tally(one.metric, one.labels)
  return tallied && joined(tallied.causes.map(([cause, count]) => `${clip(cause)} ${formatCount(count)}`))
}

/** The first token is late. */
const slowFirstToken = onEach('slow-first-token', 'llm.ttft', (one, seen) => {
  const curve = seen.curve(one.metric, one.labels)
  if (!curve) return undefined
  const [p5, p50, p95] = [percentileOf(curve, 5), percentileOf(curve, 50), percentileOf(curve, 95)]
  const isEach = p5 > ALIKE * p95
  const gap = seen.curve('llm.gap', one.labels)
  const then = gap
    ? ` Tokens then follow each other every ${ms(percentileOf(gap, 50))} (median, llm.gap).`
    : ''
  const who = isEach
    ? `The quickest twentieth takes ${ms(p5)} too`
    : `Half take ${ms(p50)}: only some are slow`
  return {
    text: `The first token is late: ${citeAll([one])}. ${who}.${then}`,
    next: isEach
      ? 'Each call waits before its first token: look at the length of the prompts (llm.tokens.input), whether their beginning could be cached (llm.tokens.cached), and what stands between this machine and the provider.'
      : 'Look for a queue at the provider: calls that come together wait for each other. See llm.concurrent, and the time axis.',
  }
})

/** Tokens stop in the middle of an answer. */
const tokenStalls = onEach('token-stalls', 'llm.gap', (one, seen) => {
  const curve = seen.curve(one.metric, one.labels)
  const stall = seen.curve('llm.stall', one.labels)
  if (!curve) return undefined
  const longest = stall
    ? ` The longest gap of a call is ${ms(percentileOf(stall, 50))} in half of the calls (llm.stall).`
    : ''
  return {
    text: `Tokens stop within answers: ${citeAll([one])}, while half of the gaps are ${ms(percentileOf(curve, 50))}.${longest}`,
    next: 'Look at what preempts an answer at the provider (long prompts of others, a full cache), and at proxies that gather events before they let them go.',
  }
})

/** Calls fail. */
const failedCalls = onEach('failed-calls', /^(?:llm|agent)\.errors$/, (one, seen) => {
  const causes = causesOf(one, seen)
  if (causes === undefined) return undefined
  const isCut = /cut in the stream|error in the stream|given up by the provider/.test(causes)
  const isThrough = one.metric === 'agent.errors'
  return {
    text: `Calls${isThrough ? ' through the platform' : ''} fail: ${causes} (${citeAll([one])}).`,
    next: isThrough
      ? "Look at the example of each cause below the figure, and at llm.errors: what the provider itself fails there the platform has to ask again; the rest is the platform's own."
      : isCut
        ? 'A stream without a finish reason is no answer: have your client treat it as failed and ask again, and look at time-outs of proxies between.'
        : 'Look at the example of each cause below the figure; ask again after a 429, a 500 or an overload, with a wait that grows and is not the same for all.',
  }
})

/** What is accounted for is not what was told. */
const wrongCost = onEach('wrong-cost', /^llm\.cost/, (one, seen) => {
  const causes = causesOf(one, seen)
  return causes === undefined
    ? undefined
    : {
        text: `Calls are accounted for wrongly: ${causes} (${citeAll([one])}).`,
        next: 'The example below the figure has both sides of one call. Usual causes: cached tokens counted twice, thoughts counted beside the answer they are part of, usage of each chunk added up, failed calls left out.',
      }
})

/** Calls at once wait for each other. */
const callsQueue = onEach('calls-queue', 'llm.concurrent', one => ({
  text: `Ten calls at once wait longer for their first token than one: ${citeAll([one])}.`,
  next: 'They wait for a place: raise how many calls the engine takes at once (vLLM: --max-num-seqs, Ollama: OLLAMA_NUM_PARALLEL), or the connections of the client between.',
}))

/** Calls at once slow each other down. */
const callsSlowDown = onEach('calls-slow-down', 'llm.concurrent.tpot', one => ({
  text: `Ten answers at once have their tokens slower than one: ${citeAll([one])}.`,
  next: 'They share what makes tokens: give the engine more of it, or less to do at once (vLLM: --max-num-seqs, prefill in chunks), and look at what passes events on.',
}))

/** The limit of calls is told wrongly. */
const modelLimit = onEach('model-limit', 'llm.ratelimit', (one, seen) => {
  const causes = causesOf(one, seen)
  return causes === undefined
    ? undefined
    : {
        text: `Calls past the limit are refused wrongly: ${causes} (${citeAll([one])}).`,
        next: 'Refuse with 429 and a Retry-After after which the call is answered; clients that are not told how long to wait come back all at once.',
      }
})

/** The platform takes long for what it does with a call. */
const platformOverhead: Rule = {
  id: 'platform-overhead',
  find: (seen, open) => {
    const late = failedOf(open, /^agent\.overhead/)
    const [one] = late
    const first = one && seen.curve('agent.overhead', one.labels)
    const last = one && seen.curve('agent.overhead.total', one.labels)
    if (!first || !last) return []
    const [firstMs, lastMs] = [percentileOf(first, 50), percentileOf(last, 50)]
    const isBefore = firstMs > ALIKE * lastMs
    return [
      {
        explains: late,
        text: `The platform adds to the model's time: ${citeAll(late)}. By the first token it has added ${ms(firstMs)}, by the last ${ms(lastMs)} (medians).`,
        next: isBefore
          ? 'Most of it is there before the first token: look at what is done before the model is asked (retrieval, queues, a new connection for each call), and whether the first event is held back.'
          : 'Most of it comes after the first token: look at what is done with each event, at a buffer that gathers them, and at compression of the stream.',
      },
    ]
  },
}

/** What is done next where most of the way from token to pixel is lost. */
const ANSWER_WAY = [
  [
    'ai.paint.received',
    'the page receives it',
    "Look at how the platform passes answers on to those who watch: what gathers tokens, what is done with each before it is sent, and how long sockets' queues are.",
  ],
  [
    'ai.paint.dom',
    'it is in the DOM',
    'Profile what the page does with one message: parsing it, state, and how much it draws anew with each token.',
  ],
  [
    'ai.paint.frame',
    'it is painted',
    'Profile one frame of the page while an answer comes: look for layout of the whole text, and for scripts between two frames.',
  ],
] as const

/** The page shows an answer long after its first token has left. */
const lateAnswers: Rule = {
  id: 'late-answers',
  find: (seen, open) => {
    const late = failedOf(open, 'ai.paint')
    const [one] = late
    if (!one) return []
    const spans = ANSWER_WAY.flatMap(([metric, until, next]) => {
      const curve = seen.curve(metric, one.labels)
      return curve ? [{ lengthMs: percentileOf(curve, 50), until, next }] : []
    })
    const [longest] = spans.toSorted((a, b) => b.lengthMs - a.lengthMs)
    if (!longest) return []
    const way = spans.map(({ lengthMs, until }) => `${ms(lengthMs)} until ${until}`)
    return [
      {
        explains: late,
        text: `The page shows answers late: ${citeAll(late)}. From the first token's leaving its provider ${joined(way)} pass (medians).`,
        next: longest.next,
      },
    ]
  },
}

/** What explains missed SLOs of language models. */
export const aiRules: readonly Rule[] = [
  slowFirstToken,
  tokenStalls,
  failedCalls,
  wrongCost,
  platformOverhead,
  lateAnswers,
  callsQueue,
  callsSlowDown,
  modelLimit,
]
