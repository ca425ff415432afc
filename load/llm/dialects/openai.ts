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

/** A role alone is no token, nor is an empty text. */
function tokenOf(said: Record<string, unknown> | undefined): Told['token'] {
  if (textAt(said, 'content') ?? textAt(said, 'refusal')) return 'text'
  if (textAt(said, 'reasoning_content') ?? textAt(said, 'reasoning')) return 'reasoning'
  const calls = said?.['tool_calls']
  return Array.isArray(calls) && calls.length > 0 ? 'tool' : undefined
}

/** `prompt_tokens` includes those that are cached, `completion_tokens` those of reasoning. */
function usageOf(usage: Record<string, unknown> | undefined): Partial<Usage> | undefined {
  if (!usage) return undefined
  return present({
    input: numberAt(usage, 'prompt_tokens'),
    output: numberAt(usage, 'completion_tokens'),
    cachedInput: numberAt(objectAt(usage, 'prompt_tokens_details'), 'cached_tokens'),
    reasoning: numberAt(objectAt(usage, 'completion_tokens_details'), 'reasoning_tokens'),
  })
}
