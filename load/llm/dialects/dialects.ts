import { anthropic } from './anthropic.ts'
import type { Dialect, DialectName } from './dialect.ts'
import { ollama } from './ollama.ts'
import { openai } from './openai.ts'

/** The forms that are known. */
export const dialects: Readonly<Record<DialectName, Dialect>> = { openai, anthropic, ollama }
