import { randomUUID } from 'node:crypto'
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
  /** By how much prompts and answers of the others were longer at most than they may be: some providers limit no thoughts. */
  #beyond = { input: 0, output: 0 }

  /** @param as how it is spoken to, and the prefix of what is measured of its connections. Default: as the provider is, and `llm` */
  constructor(
    options: LlmOptions,
    clock: Clock,
    recording: Recording,
    as: { dialect: Dialect; metric: string } = { dialect: dialectOf(options), metric: 'llm' },
  ) {
    const { provider, headers = {}, key, prompts, seed, run, allowance, prices } = options
    const { dialect, metric } = as
    const labels = { provider }
    this.#options = options
    this.#isUnlimited = dialect.isUnlimited ?? false
    this.sender = new Sender({ ...options, resends: false }, clock, { recording, metric, labels })
    this.#client = new LlmClient(this.sender, dialect, headers, key)
    this.#random = seededRandom(seed)
    // Further sessions of a run draw the same lengths, and would ask again what a cache knows by then.
    this.#prompts = new Prompts(prompts, this.#random, `${run}-${randomUUID().slice(0, 8)}`)
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
    const most = { input: Buffer.byteLength(text) + FORM_TOKENS, output: mostTokens }
    const settle = this.budget.hold(
      Math.max(most.input + this.#beyond.input, this.#largest.input),
      Math.max(most.output + this.#beyond.output, this.#largest.output),
    )
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
    if (called.usage) this.#learn(called.usage, most)
    return called
  }

  /** @param most that was held for it */
  #learn({ input, output }: Usage, most: Size): void {
    if (this.#isUnlimited) this.#largest = largestOf(this.#largest, { input, output })
    else this.#beyond = largestOf(this.#beyond, { input: input - most.input, output: output - most.output })
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

const dialectOf = ({ dialect, path = dialects[dialect].path }: LlmOptions): Dialect => ({
  ...dialects[dialect],
  path,
})

/** Tokens of a prompt and its answer. */
type Size = Pick<Usage, 'input' | 'output'>

const largestOf = (a: Size, b: Size): Size => ({
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
