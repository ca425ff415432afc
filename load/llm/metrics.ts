import type { MetricDeclaration } from '../measure/metric.ts'

const ai = { section: 'ai', overTime: false } as const
const time = { ...ai, quantity: 'time', unit: 'ms', better: 'lower' } as const
const events = { ...ai, quantity: 'events', unit: 'count', better: 'lower' } as const
const level = { ...ai, quantity: 'level', unit: 'count', better: 'none' } as const
const pace = { ...ai, quantity: 'rate', unit: 'per-second', better: 'higher' } as const
const ratio = { ...ai, quantity: 'share', unit: 'ratio', better: 'lower', view: { kind: 'strip' } } as const
const curve = { view: { kind: 'curve', chart: 'calls of models' } } as const
const through = { view: { kind: 'curve', chart: 'calls through the platform' } } as const
const unlisted = { view: { kind: 'unlisted' } } as const

/** What becomes of calls to providers of language models. The set-up of a connection is in none of these times. */
export const llmMetrics: readonly MetricDeclaration[] = [
  {
    ...time,
    ...curve,
    name: 'llm.ttft',
    title: 'Time to the first token',
    order: 500,
    overTime: true,
    about:
      'From the moment a call was due until the first token of any kind came: text, thoughts, or a piece of a call of a tool. Roles, empty texts and comments are none. Of a call without one in time, the time-out is the least that it takes.',
  },
  {
    ...time,
    ...curve,
    name: 'llm.ttft.visible',
    title: 'Time to the first token that is shown',
    order: 501,
    about: 'From the moment a call was due until the first text came that is no thought.',
  },
  {
    ...time,
    ...curve,
    name: 'llm.gap',
    title: 'Gap between events',
    order: 502,
    overTime: true,
    about:
      'Between two events that hold tokens, of all calls together. Those of one read come at one time: an event of three tokens is one arrival. A stall that outlasts the time-out is a gap of at least what was left.',
  },
  {
    ...time,
    name: 'llm.stall',
    title: 'Longest gap of a call',
    order: 503,
    about: 'The longest time within a call in which no token came.',
  },
  {
    ...time,
    name: 'llm.tpot',
    title: 'Time for a token',
    order: 504,
    about:
      'Of a call, the time from its first event to its last, over the tokens that came after those of the first event; tokens by the usage that the provider tells, taken as equally many an event.',
  },
  {
    ...pace,
    name: 'llm.rate',
    title: 'Tokens a second of a call',
    order: 505,
    about: 'Without the first event: one over the time for a token.',
  },
  {
    ...time,
    ...curve,
    name: 'llm.latency',
    title: 'Time of a whole answer',
    order: 506,
    overTime: true,
    about:
      'From the moment a call was due until its last token came. What is told of its usage may come later.',
  },
  {
    ...time,
    ...unlisted,
    name: 'llm.service',
    title: 'Time of a whole answer, from the call on',
    order: 507,
  },
  {
    ...events,
    name: 'llm.errors',
    title: 'Calls that failed',
    order: 508,
    view: { kind: 'account', noun: 'calls' },
    about:
      'Refused, limited, cut in the stream (no finish reason), malformed, timed out, or with a usage that contradicts the events. One that is cut is no success.',
  },
  {
    ...level,
    name: 'llm.events',
    title: 'Events of an answer',
    order: 509,
    about: 'Those that hold tokens.',
  },
  {
    ...level,
    name: 'llm.tokens.event',
    title: 'Tokens an event',
    order: 510,
    about: 'Tokens by the usage that the provider tells, without thoughts that are not shown, over events.',
  },
  {
    ...level,
    name: 'llm.tokens.input',
    title: 'Tokens of a prompt',
    order: 511,
    about: 'Those that are cached included.',
  },
  { ...level, name: 'llm.tokens.cached', title: 'Cached tokens of a prompt', order: 512 },
  {
    ...level,
    name: 'llm.tokens.output',
    title: 'Tokens of an answer',
    order: 513,
    about: 'Thoughts included.',
  },
  {
    ...ai,
    quantity: 'cost',
    unit: 'usd',
    better: 'lower',
    name: 'llm.price',
    title: 'Cost of 100,000 calls',
    order: 514,
    about:
      'By the usage that the provider tells and the prices of the target: cached tokens once, thoughts as part of the answer.',
  },
  {
    ...events,
    name: 'llm.cost',
    title: 'Calls accounted for wrongly',
    order: 515,
    view: { kind: 'account', noun: 'calls looked up' },
    about: 'Calls of which tokens or cost differ between what their answer told and what is accounted for.',
  },
  {
    ...events,
    name: 'llm.cost.platform',
    title: 'Calls that the platform accounts for wrongly',
    order: 516,
    view: { kind: 'account', noun: 'calls looked up' },
    about:
      'Calls of which tokens or cost differ between what the platform accounts for and what the provider does. One that broke off costs its prompt and what of its answer left.',
  },
  {
    ...level,
    name: 'llm.events.read',
    title: 'Events that come together',
    order: 518,
    about:
      'Events of an answer over the reads of its connection that brought them: 1 where each came by itself. More tell of something between that gathers events, whose gaps are then none.',
  },
  {
    ...time,
    name: 'llm.ttft.prompt',
    title: 'Time to the first token over the length of the prompt',
    order: 517,
    view: { kind: 'levels', label: 'tokens', loads: 'tokens read of a prompt', fit: 'line' },
    about:
      'Calls whose prompts have up to so many tokens that are not cached, by the usage that the provider tells, and more than half as many: the first 100 of each length, of all providers.',
  },
  {
    ...ratio,
    name: 'llm.concurrent',
    title: 'First token, ten calls at once: later than one by',
    order: 520,
    about:
      'Of each pair, by which share of the time of the one alone the 95th percentile of those at once is later.',
  },
  {
    ...ratio,
    name: 'llm.concurrent.tpot',
    title: 'Time for a token, ten calls at once: longer than one by',
    order: 521,
    about:
      'Of each pair, by which share of the time for a token of the one alone the 95th percentile of those at once is longer. Nobody can tell where a stream has no usage, or comes in one piece.',
  },
  {
    ...time,
    name: 'llm.closed.latency',
    title: 'Time of a whole answer, as many calls as come back',
    order: 530,
  },
  {
    ...time,
    ...unlisted,
    name: 'llm.closed.service',
    title: 'Time of a whole answer, as many calls as come back, from the call on',
    order: 531,
  },
  { ...events, name: 'llm.closed.errors', title: 'Calls that failed, as many as come back', order: 532 },
  {
    ...pace,
    name: 'llm.throughput',
    title: 'Tokens a second of all calls',
    order: 533,
    about: 'Tokens of good answers over the time in which as many calls were made as come back.',
  },
  {
    ...events,
    name: 'llm.ratelimit',
    title: 'Calls past the limit that were treated wrongly',
    order: 540,
    view: { kind: 'account', noun: 'calls past the limit' },
    about: 'Each is refused with 429 and Retry-After, and answered when it comes back after that time.',
  },
  { ...time, name: 'llm.ratelimit.wait', title: 'Wait that a refusal asks for', order: 541 },
  { ...time, name: 'llm.ratelimit.overhead', title: 'Time that a refusal costs beside its wait', order: 542 },
  {
    ...time,
    name: 'llm.connect',
    title: 'Connection',
    order: 550,
    about: 'Set-up of a connection to the provider: in no other time of a call.',
  },
  { ...time, name: 'llm.tls', title: 'TLS handshake', order: 551 },
  {
    ...time,
    ...through,
    name: 'agent.overhead',
    title: 'First token, added by the platform',
    order: 560,
    overTime: true,
    about:
      'Of a call through the platform, the time from the moment it was due until its first token came, without the time that the provider took from the arrival of the call until that token left. Where it left and nothing came until the time-out, that is the least.',
  },
  {
    ...time,
    name: 'agent.overhead.total',
    title: 'Last token, added by the platform',
    order: 561,
    about:
      'The same of the last token. Where as many events came as had left, the provider was waited for, and a time-out tells nothing of it.',
  },
  { ...time, ...through, name: 'agent.latency', title: 'Whole answer through the platform', order: 562 },
  { ...time, ...unlisted, name: 'agent.service', title: 'The same, from the call on', order: 563 },
  {
    ...events,
    name: 'agent.errors',
    title: 'Calls through the platform that failed',
    order: 564,
    view: { kind: 'account', noun: 'calls' },
    about:
      'As of calls to the provider: refused, cut in the stream (no finish reason), malformed, or timed out. They have no time that the platform adds.',
  },
  { ...time, name: 'agent.connect', title: 'Connection to the platform', order: 565 },
  { ...time, name: 'agent.tls', title: 'TLS handshake with the platform', order: 566 },
]
