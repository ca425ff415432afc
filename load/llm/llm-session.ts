import type { Clock } from '../clock.ts'
import { Sender } from '../http/sender.ts'
import type { Operation, Outcome } from '../loops/operation.ts'
import type { Recording } from '../measure/recording.ts'
import { seededRandom } from '../seeded-random.ts'
import type { Random } from '../seeded-random.ts'
import { Budget } from './budget.ts'
import type { Dialect } from './dialects/dialect.ts'
import { dialects } from './dialects/dialects.ts'
import { LlmClient } from './llm-call.ts'
import type { Called } from './llm-call.ts'
import type { LlmOptions } from './llm-options.ts'
import { lengthOf, Prompts } from './prompts.ts'
import type { Usage } from './told.ts'

/** Beside the words of a prompt, what a chat's form adds to it, tokens. */
const FORM_TOKENS = 64

/** Calls to one provider that share connections, prompts and a budget. */
export class LlmSession {
  readonly sender: Sender
  readonly budget: Budget
  readonly #options: LlmOptions
  readonly #client: LlmClient
  readonly #prompts: Prompts
  readonly #random: Random
  readonly #isUnlimited: boolean
  /** Of calls whose prompts and answers are another's to choose, the most that was seen of each: what the next is likely to cost at most. */
  #largest = { input: 0, output: 0 }

  /** @param as how it is spoken to, and the prefix of what is measured of its connections. Default: as the provider is, and `llm` */
  constructor(
    options: LlmOptions,
    clock: Clock,
    recording: Recording,
    as: { dialect: Dialect; metric: string } = { dialect: dialects[options.dialect], metric: 'llm' },
  ) {
    const { provider, headers = {}, key, prompts, seed, run, allowance, prices } = options
    const { dialect, metric } = as
    const labels = { provider }
    this.#options = options
    this.#isUnlimited = dialect.isUnlimited ?? false
    this.sender = new Sender({ ...options, resends: false }, clock, { recording, metric, labels })
    this.#client = new LlmClient(this.sender, dialect, headers, key)
    this.#random = seededRandom(seed)
    this.#prompts = new Prompts(prompts, this.#random, run)
    this.budget = new Budget(allowance, prices)
  }

  /**
   * Makes the next call, where the budget has room for it.
   *
   * @param intendedMs when it was due, epoch ms @param model default: the provider's
   * @returns how it went; `undefined` where it would have passed the budget
   */
  async call(intendedMs: number, model = this.#options.model): Promise<Called | undefined> {
    const { text } = this.#prompts.next()
    const mostTokens = lengthOf(this.#options.answers, this.#random)
    // No token is less than a byte.
    const input = Math.max(Buffer.byteLength(text) + FORM_TOKENS, this.#largest.input)
    const settle = this.budget.hold(input, Math.max(mostTokens, this.#largest.output))
    if (!settle) return undefined
    const { answersField } = this.#options
    const asked = {
      model,
      prompt: text,
      mostTokens,
      streams: true,
      ...(answersField ? { answersField } : {}),
    }
    const called = await this.#client.call(asked, intendedMs)
    settle(usedBy(called))
    if (this.#isUnlimited && called.usage) this.#largest = largestOf(this.#largest, called.usage)
    return called
  }

  /** @param told of each call how it went, and when it was due @returns calls as loops know them */
  operation(told: (called: Called, intendedMs: number) => void): Operation {
    return async (_index, intendedMs) => {
      const called = await this.call(intendedMs)
      if (!called) return overBudget(intendedMs, this.#options)
      told(called, intendedMs)
      const { outcome, setUpMs } = called
      // A connection's set-up is told by itself.
      return outcome.fault ? outcome : { ...outcome, endMs: outcome.endMs - setUpMs }
    }
  }
}

const largestOf = (a: Pick<Usage, 'input' | 'output'>, b: Pick<Usage, 'input' | 'output'>) => ({
  input: Math.max(a.input, b.input),
  output: Math.max(a.output, b.output),
})

const NOTHING = { input: 0, cachedInput: 0, output: 0, reasoning: 0 }

/** What is refused costs nothing; of what broke off it is not known. */
function usedBy({ usage, status, outcome }: Called) {
  const isRefused = status !== undefined && status >= 400
  return usage ?? (isRefused || outcome.fault?.kind === 'unsendable' ? NOTHING : undefined)
}

/** @returns why calls were not made. A sentence */
export const overBudgetBecause = ({ allowance: { usd, tokens } }: Pick<LlmOptions, 'allowance'>): string =>
  `The next call could pass the budget of ${usd} US dollars and ${tokens} tokens.`

function overBudget(atMs: number, options: LlmOptions): Outcome {
  const example = overBudgetBecause(options)
  const fault = { kind: 'unsendable', cause: 'budget', example } as const
  return { startMs: atMs, endMs: atMs, fault, marks: undefined, sizes: undefined, values: undefined }
}
