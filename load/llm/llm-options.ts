import type { SenderOptions } from '../http/sender.ts'
import type { Allowance } from './budget.ts'
import type { AnswersField, DialectName } from './dialects/dialect.ts'
import type { Prices } from './prices.ts'
import type { Lengths, PromptOptions } from './prompts.ts'

/**
 * Where a provider, or a platform, tells what it accounts for of a call: a path, in which `{{id}}` stands for the call's id, and the places in the JSON
 * that is there (dotted paths).
 */
export interface Accounts {
  path: string
  input: string
  output: string
  /** US dollars. */
  usd: string
}

/** A provider, and what it is asked. Serialisable. */
export interface LlmOptions extends SenderOptions {
  /** What it is called in the report. */
  provider: string
  dialect: DialectName
  /** Where it is asked, below its address. Default: as its form has it. */
  path?: string
  /** Empty where it needs none. */
  key: string
  model: string
  prices: Prices
  prompts: PromptOptions
  /** Of an answer, in tokens, at most: what the calls allow. */
  answers: Lengths
  /** How a request of OpenAI's form says so. Default `max_tokens`. */
  answersField?: AnswersField
  /** What this workload may spend. */
  allowance: Allowance
  /** Default: nobody is asked. */
  accounts?: Accounts
  /** Of what is left to chance. */
  seed: number
  /** What tells its prompts from those of other runs, so that no cache knows them. */
  run: string
}
