import type { Told, Usage } from '../told.ts'
import { errorIn, numberAt, objectAt, objectOf, present, textAt } from './dialect.ts'
import type { Dialect } from './dialect.ts'

/** The version of the API that is asked for. */
const VERSION = '2023-06-01'

/** Anthropic's messages (https://docs.anthropic.com/en/api/messages-streaming). */
export const anthropic: Dialect = {
  path: '/v1/messages',
  headers: key => ({ 'x-api-key': key, 'anthropic-version': VERSION }),
  body: ({ model, prompt, mostTokens, streams }) => ({
    model,
    messages: [{ role: 'user', content: prompt }],
    max_tokens: mostTokens,
    stream: streams,
  }),
  framing: 'sse',
  streamType: /^text\/event-stream/i,
  idHeader: 'request-id',
  // Gateways end it as OpenAI does, besides.
  end: '[DONE]',
  read(value) {
    const told = objectOf(value)
    const message = told['type'] === 'message' ? told : objectAt(told, 'message')
    const delta = objectAt(told, 'delta')
    return present({
      // A block may begin with some of its text.
      token:
        told['type'] === 'message' ? wholeToken(told) : tokenOf(delta ?? objectAt(told, 'content_block')),
      finish: textAt(delta, 'stop_reason') ?? textAt(message, 'stop_reason'),
      usage: usageOf(objectAt(told, 'usage') ?? objectAt(message, 'usage')),
      error: errorIn(told),
      isEnd: told['type'] === 'message_stop' ? (true as const) : undefined,
    })
  },
}

function tokenOf(delta: Record<string, unknown> | undefined): Told['token'] {
  if (textAt(delta, 'text')) return 'text'
  if (textAt(delta, 'thinking')) return 'reasoning'
  return textAt(delta, 'partial_json') ? 'tool' : undefined
}

const wholeToken = ({ content }: Record<string, unknown>): Told['token'] =>
  Array.isArray(content) && content.length > 0 ? 'text' : undefined

/** `input_tokens` leaves out those that are read from the cache or written to it. */
function usageOf(usage: Record<string, unknown> | undefined): Partial<Usage> | undefined {
  if (!usage) return undefined
  const input = numberAt(usage, 'input_tokens')
  const cachedInput = numberAt(usage, 'cache_read_input_tokens')
  const written = numberAt(usage, 'cache_creation_input_tokens') ?? 0
  return present({
    input: input === undefined ? undefined : input + (cachedInput ?? 0) + written,
    cachedInput,
    output: numberAt(usage, 'output_tokens'),
  })
}
