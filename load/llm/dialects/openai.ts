import type { Told, Usage } from '../told.ts'
import { errorIn, numberAt, objectAt, objectOf, present, textAt } from './dialect.ts'
import type { Dialect } from './dialect.ts'

/** OpenAI's chat completions (https://platform.openai.com/docs/api-reference/chat), and what speaks as it does: vLLM, LM Studio, gateways. */
export const openai: Dialect = {
  path: '/v1/chat/completions',
  headers: key => ({ authorization: `Bearer ${key}` }),
  body: ({ model, prompt, mostTokens, streams, answersField = 'max_tokens' }) => ({
    model,
    messages: [{ role: 'user', content: prompt }],
    [answersField]: mostTokens,
    ...(streams ? { stream: true, stream_options: { include_usage: true } } : {}),
  }),
  framing: 'sse',
  streamType: /^text\/event-stream/i,
  idHeader: 'x-request-id',
  end: '[DONE]',
  read(value) {
    const told = objectOf(value)
    // Some events have no choice: the last with its usage, the first of a filter.
    const choice = Array.isArray(told['choices']) ? (told['choices'] as unknown[])[0] : undefined
    const said = choice === undefined ? undefined : objectOf(choice)
    return present({
      token: tokenOf(objectAt(said, 'delta') ?? objectAt(said, 'message')),
      finish: textAt(said, 'finish_reason'),
      usage: usageOf(objectAt(told, 'usage')),
      total: numberAt(objectAt(told, 'usage'), 'total_tokens'),
      error: errorIn(told),
    })
  },
}

/** A role alone is no token, nor is an empty text, or a piece of a tool's call that holds nothing. */
function tokenOf(said: Record<string, unknown> | undefined): Told['token'] {
  if (textAt(said, 'content') ?? textAt(said, 'refusal')) return 'text'
  if (textAt(said, 'reasoning_content') ?? textAt(said, 'reasoning')) return 'reasoning'
  const { content: parts, tool_calls: calls } = said ?? {}
  const ofPart = Array.isArray(parts) ? parts.map(tokenOfPart).find(token => token !== undefined) : undefined
  return ofPart ?? (Array.isArray(calls) && calls.some(saysSomething) ? 'tool' : undefined)
}

/** Mistral's models think in parts: https://docs.mistral.ai/capabilities/reasoning. */
function tokenOfPart(part: unknown): Told['token'] {
  const said = objectAt({ part }, 'part')
  if (textAt(said, 'text')) return 'text'
  const thoughts = said?.['thinking']
  return Array.isArray(thoughts) && thoughts.some(tokenOfPart) ? 'reasoning' : undefined
}

/** Servers end a call of a tool with an empty piece of its arguments; of kinds but functions nothing is known. */
function saysSomething(call: unknown): boolean {
  const said = objectAt({ call }, 'call')
  const called = objectAt(said, 'function')
  if (called) return textAt(called, 'name') !== undefined || textAt(called, 'arguments') !== undefined
  return said !== undefined
}

/** `prompt_tokens` includes those that are cached, `completion_tokens` those of reasoning: where it leaves them out, they are put to it. */
function usageOf(usage: Record<string, unknown> | undefined): Partial<Usage> | undefined {
  if (!usage) return undefined
  const [input, output] = [numberAt(usage, 'prompt_tokens'), numberAt(usage, 'completion_tokens')]
  const reasoning = numberAt(objectAt(usage, 'completion_tokens_details'), 'reasoning_tokens')
  const total = numberAt(usage, 'total_tokens')
  const isKnown = input !== undefined && output !== undefined
  const apart = isKnown ? thoughtsApart({ input, output, reasoning, total }) : 0
  return present({
    input,
    output: output === undefined ? undefined : output + apart,
    cachedInput: numberAt(objectAt(usage, 'prompt_tokens_details'), 'cached_tokens'),
    reasoning: apart > 0 ? apart : reasoning,
  })
}

/**
 * xAI counts thoughts beside the answer's tokens, and in the sum (https://docs.x.ai/docs/key-information/consumption-and-rate-limits); Gemini
 * tells of them in the sum only. Both bill them as the answer's.
 *
 * @returns tokens of thoughts that those of the answer leave out
 */
function thoughtsApart({ input, output, reasoning = 0, total }: Sums): number {
  if (total === undefined) return reasoning > output ? reasoning : 0
  const rest = total - input - output
  return rest > 0 && (reasoning === rest || reasoning === 0) ? rest : 0
}

/** Tokens as a usage tells of them. */
interface Sums {
  input: number
  output: number
  reasoning: number | undefined
  total: number | undefined
}
