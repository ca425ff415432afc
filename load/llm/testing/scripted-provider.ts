import { createServer } from 'node:http'
import { text } from 'node:stream/consumers'
import { listening } from '../../testing/listening.ts'
import type { LlmOptions } from '../llm-options.ts'

/** How a provider answers one call. */
export interface Script {
  /** Default 200. */
  status?: number
  retryAfter?: string
  /** Its clock's time, as its answer has it. Default: this machine's. */
  date?: string
  /** It answers so late, ms. Default 0. */
  lateMs?: number
  /** Tokens of the answer, as its usage has them; `untold`: it has no usage. Default: as many as come. */
  output?: number | 'untold'
  /** The connection is cut in place of an answer. */
  isCut?: true
}

/** What was asked of it, as JSON, and at which `path`. */
export type Asked = Readonly<Record<string, unknown>>

/** Tokens of each answer, each in an event of its own. */
export const TOKENS = 4

/** A good answer. @param output tokens of it, as its usage has them, if it has one */
function streamOf(output: number | 'untold'): string {
  const events = [
    ...Array.from({ length: TOKENS }, () => ({ choices: [{ delta: { content: 'word ' } }] })),
    {
      choices: [{ delta: {}, finish_reason: 'stop' }],
      usage: output === 'untold' ? null : { prompt_tokens: 7, completion_tokens: output },
    },
  ]
  return `${events.map(one => `data: ${JSON.stringify(one)}\n\n`).join('')}data: [DONE]\n\n`
}

/** Lets a provider run while it is used that answers as a script says. @param script of the call of that number, from 0, in the order in which they came */
export const withScript = <Result>(
  script: (call: number) => Script,
  use: (options: LlmOptions, asked: readonly Asked[]) => Promise<Result>,
): Promise<Result> => {
  const asked: Asked[] = []
  const server = createServer((request, response) => {
    const { status = 200, retryAfter, date, lateMs = 0, output = TOKENS, isCut } = script(asked.length)
    asked.push({})
    const place = asked.length - 1
    const answer = (): void => {
      if (isCut) {
        response.destroy()
        return
      }
      const type = status === 200 ? 'text/event-stream' : 'application/json'
      const headers = {
        'content-type': type,
        ...(retryAfter === undefined ? {} : { 'retry-after': retryAfter }),
        ...(date === undefined ? {} : { date }),
      }
      response.writeHead(status, headers).end(status === 200 ? streamOf(output) : '{"error":"no"}')
    }
    void text(request).then(body => {
      asked[place] = { ...(JSON.parse(body) as Asked), path: request.url }
      setTimeout(answer, lateMs)
      return undefined
    })
  })
  return listening(server, origin => use({ ...plain, origin }, asked))
}

const plain = {
  provider: 'scripted',
  dialect: 'openai',
  key: '',
  model: 'small',
  prices: { input: 1, output: 2 },
  prompts: { tokens: { median: 10 } },
  answers: { median: 8 },
  allowance: { usd: 1, tokens: 1_000_000 },
  seed: 1,
  run: 'scripted',
} as const
