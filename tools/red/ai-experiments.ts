import type { Choice, Experiment } from './experiment.ts'

const calls: Choice = { specs: ['e2e/ai/answers.spec.ts'], grep: 'tokens come', project: 'ai' }
const atOnce: Choice = { specs: ['e2e/ai/at-once.spec.ts'], project: 'ai' }
const through: Choice = { specs: ['e2e/ai/overhead.spec.ts'], project: 'ai' }
const shown: Choice = { specs: ['e2e/ai/paint.spec.ts'], project: 'ai' }
const limited: Choice = { specs: ['e2e/ai/limit.spec.ts'], project: 'ai' }

/** As few calls as the SLOs on times and costs allow. */
const few = { PERF_LLM_CALLS: '120' }

/** One fault each of a provider of language models, or of a platform that asks it. */
export const aiExperiments: readonly Experiment[] = [
  {
    name: 'slow first token',
    fault: { kind: 'model-slow', ms: 600 },
    choice: calls,
    settings: few,
    reds: ['llm.ttft'],
    advice: ['slow-first-token'],
  },
  {
    name: 'stalls between tokens',
    fault: { kind: 'model-stall', ms: 1500 },
    choice: calls,
    settings: few,
    reds: ['llm.gap'],
    advice: ['token-stalls'],
  },
  {
    name: 'answers cut in the stream',
    fault: { kind: 'model-cut', share: 0.02 },
    choice: calls,
    settings: { PERF_LLM_CALLS: '1000', PERF_LLM_RATE: '50' },
    reds: ['llm.errors'],
    advice: ['failed-calls'],
  },
  {
    name: 'a token too many',
    fault: { kind: 'model-usage' },
    choice: calls,
    settings: few,
    reds: ['llm.cost'],
    advice: ['wrong-cost'],
  },
  {
    name: 'a platform that asks late',
    fault: { kind: 'late-asking', ms: 150 },
    choice: through,
    settings: {},
    reds: ['agent.overhead', 'agent.overhead.total'],
    advice: ['platform-overhead'],
  },
  {
    name: 'streamed messages that fail',
    fault: { kind: 'error', path: '/api/messages', share: 0.1 },
    choice: through,
    settings: {},
    reds: ['agent.errors'],
    advice: ['failed-calls'],
  },
  {
    name: 'a token too many in the accounts',
    fault: { kind: 'wrong-usage', tokens: 1 },
    choice: through,
    settings: {},
    reds: ['llm.cost.platform'],
    advice: ['wrong-cost'],
  },
  {
    name: 'answers shown late',
    fault: { kind: 'late-answers', ms: 600 },
    choice: shown,
    settings: {},
    reds: ['ai.paint'],
    advice: ['late-answers'],
  },
  {
    name: 'few places for calls',
    fault: { kind: 'model-slots', slots: 3 },
    choice: atOnce,
    settings: {},
    reds: ['llm.concurrent'],
    advice: ['calls-queue'],
  },
  {
    name: 'calls that slow each other',
    fault: { kind: 'model-shared', slower: 2 },
    choice: atOnce,
    settings: {},
    reds: ['llm.concurrent.rate'],
    advice: ['calls-slow-down'],
  },
  {
    name: 'refusals without a wait',
    fault: { kind: 'model-limit', answer: 'bare' },
    choice: limited,
    settings: {},
    reds: ['llm.ratelimit'],
    advice: ['model-limit'],
  },
]
