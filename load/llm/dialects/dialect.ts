import type { Told } from '../told.ts'

/** The forms in which a provider may be spoken to. */
export type DialectName = 'openai' | 'anthropic' | 'ollama'

/**
 * The field of a request of OpenAI's form that says how many tokens the answer may have. Models that think (its o- and gpt-5 families) refuse
 * `max_tokens` with a 400 (https://platform.openai.com/docs/api-reference/chat/create#chat-create-max_completion_tokens); most that speak as OpenAI
 * does know nothing else. Default `max_tokens`.
 */
export type AnswersField = 'max_tokens' | 'max_completion_tokens'

/** One call: what is asked. */
export interface Call {
  model: string
  prompt: string
  /** Tokens that the answer may have. */
  mostTokens: number
  /** How a request of OpenAI's form says so: see `AnswersField`. */
  answersField?: AnswersField
  /** Whether the answer comes as a stream. */
  streams: boolean
}

/** How a provider is spoken to. */
export interface Dialect {
  /** Below the provider's address. */
  path: string
  /** What tells of who asks. */
  headers(key: string): Record<string, string>
  body(call: Call): unknown
  /** How events of a stream are told apart. */
  framing: 'sse' | 'ndjson'
  /** What a stream's `Content-Type` begins with. */
  streamType: RegExp
  /** The header that names the call, in small letters. */
  idHeader: string
  /** @param value of the event's JSON, or of a whole answer's @throws TypeError where it is no object */
  read(value: unknown): Told
  /** Whether nothing says how long an answer may be, for whoever is asked decides it. Default: calls say it. */
  isUnlimited?: true
  /** A text that ends a stream and is no JSON. */
  end?: string
}

type Json = Record<string, unknown>

/** @returns the object @throws TypeError where it is none */
export function objectOf(value: unknown): Json {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new TypeError('It is no object.')
  }
  return value as Json
}

/** @returns what stands there, if it is an object */
export const objectAt = (value: Json | undefined, name: string): Json | undefined => {
  const found = value?.[name]
  return typeof found === 'object' && found !== null ? (found as Json) : undefined
}

/** @returns the text that stands there; `undefined` where it is empty or none */
export const textAt = (value: Json | undefined, name: string): string | undefined => {
  const found = value?.[name]
  return typeof found === 'string' && found !== '' ? found : undefined
}

/** @returns the number from 0 that stands there, if it is one: nothing else can be counted */
export const numberAt = (value: Json | undefined, name: string): number | undefined => {
  const found = value?.[name]
  return typeof found === 'number' && Number.isFinite(found) && found >= 0 ? found : undefined
}

/** @returns the fields that have a value */
export function present<T extends object>(fields: T): { [K in keyof T]?: NonNullable<T[K]> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: NonNullable<T[K]>
  }
}

/** @returns what an error says of itself: providers write it as a text, or as an object with a message */
export function errorIn(value: Json): string | undefined {
  const { error } = value
  if (error === undefined || error === null) return undefined
  if (typeof error === 'string') return error
  return textAt(objectAt(value, 'error'), 'message') ?? JSON.stringify(error)
}
