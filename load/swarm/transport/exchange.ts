import type { Client, Dispatcher } from 'undici'
import { statusCause, TIMED_OUT } from './failure-cause.ts'
import type { Frame } from './transport.ts'

/** What an HTTP question was answered: `unchanged` is 304. */
export type Answer = { kind: 'unchanged' } | { kind: 'body'; etag: string | undefined; frame: Frame }

/** One HTTP question. The path has its query. */
export type Question = Pick<Dispatcher.RequestOptions, 'path' | 'method' | 'body'> & {
  headers: Record<string, string>
}

/**
 * Asks once and reads the whole answer.
 *
 * @returns the body: text where its type says so or says nothing, else bytes
 * @throws Error when there is none within `timeoutMs` (then the question is under way until the client is destroyed), or it has a status
 *   other than 2xx, and 304 to an If-None-Match
 */
export async function exchange(client: Client, question: Question, timeoutMs: number): Promise<Answer> {
  const { promise: tooLate, reject } = Promise.withResolvers<never>()
  const patience = setTimeout(() => reject(new Error(TIMED_OUT)), timeoutMs)
  try {
    return await Promise.race([ask(client, question), tooLate])
  } finally {
    clearTimeout(patience)
  }
}

async function ask(client: Client, question: Question): Promise<Answer> {
  const { statusCode, headers, body } = await client.request(question)
  const bytes = Buffer.from(await body.arrayBuffer())
  if (statusCode === 304 && 'if-none-match' in question.headers) return { kind: 'unchanged' }
  if (statusCode >= 300) throw new Error(statusCause(statusCode))
  return {
    kind: 'body',
    etag: headers.etag?.toString(),
    frame: isText(headers['content-type']?.toString()) ? bytes.toString() : bytes,
  }
}

const isText = (contentType = 'text/plain'): boolean =>
  /^text\/|json|xml|javascript|yaml|urlencoded|charset=/i.test(contentType)
