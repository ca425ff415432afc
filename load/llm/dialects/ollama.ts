import type { Told } from '../told.ts'
import { errorIn, numberAt, objectAt, objectOf, present, textAt } from './dialect.ts'
import type { Dialect } from './dialect.ts'

/** Ollama's chat (https://github.com/ollama/ollama/blob/main/docs/api.md): a line of JSON an event. */
export const ollama: Dialect = {
  path: '/api/chat',
  headers: key => (key === '' ? {} : { authorization: `Bearer ${key}` }),
  body: ({ model, prompt, mostTokens, streams }) => ({
    model,
    messages: [{ role: 'user', content: prompt }],
    stream: streams,
    options: { num_predict: mostTokens },
  }),
  framing: 'ndjson',
  streamType: /^application\/(?:x-ndjson|jsonl)/i,
  idHeader: 'x-request-id',
  read(value) {
    const told = objectOf(value)
    const isLast = told['done'] === true
    const usage = { input: numberAt(told, 'prompt_eval_count'), output: numberAt(told, 'eval_count') }
    return present({
      token: tokenOf(objectAt(told, 'message')),
      finish: isLast ? (textAt(told, 'done_reason') ?? 'stop') : undefined,
      usage: isLast && usage.output !== undefined ? present(usage) : undefined,
      error: errorIn(told),
      isEnd: isLast ? (true as const) : undefined,
    })
  },
}

function tokenOf(message: Record<string, unknown> | undefined): Told['token'] {
  if (textAt(message, 'content')) return 'text'
  if (textAt(message, 'thinking')) return 'reasoning'
  const calls = message?.['tool_calls']
  return Array.isArray(calls) && calls.length > 0 ? 'tool' : undefined
}
