/** What a provider says that it counted of a call. */
export interface Usage {
  /** Tokens of the prompt, those that were cached included. */
  input: number
  cachedInput: number
  /** Tokens of the answer, those it was thought with included. */
  output: number
  /** Of these, those it was thought with; 0 where the provider does not tell. */
  reasoning: number
}

/** What one event of an answer says, whatever the form it came in. All that is absent was not said. */
export interface Told {
  /** What holds at least one token: text that is shown, thoughts, or a piece of a tool's call. */
  token?: 'text' | 'reasoning' | 'tool'
  /** Why the answer ends. */
  finish?: string
  /** Those of its fields that this event tells: the last that was told of each counts. */
  usage?: Partial<Usage>
  /** Tokens of prompt and answer together, as it tells them beside the two. */
  total?: number
  /** The provider's own words for what went wrong. */
  error?: string
  /** Nothing follows. */
  isEnd?: true
}

/** Reasons of an end that is none of the model's: of gateways and Mistral, vLLM and SGLang, and DeepSeek when its machines have no room. */
const BROKEN_OFF = new Set(['error', 'abort', 'insufficient_system_resource'])

/** @returns whether an answer that ends for that reason was given up by its provider: it is no success */
export const isBrokenOff = (finish: string): boolean => BROKEN_OFF.has(finish)
