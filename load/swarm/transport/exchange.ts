import type { Dispatcher } from 'undici'
import { statusCause, TIMED_OUT } from './failure-cause.ts'
import type { Frame } from './transport.ts'

/** What an HTTP question was answered: `unchanged` is 304. */
export type Answer = { kind: 'unchanged' } | { kind: 'body'; etag: string | undefined; frame: Frame }

/** One HTTP question. Path and query are from the origin. */
export type Question = Required<Pick<Dispatcher.RequestOptions, 'origin' | 'path' | 'method'>> & {
  headers: Record<string, string>
  body?: string | Uint8Array
}

/**
 * Asks once and reads the whole answer.
 *
 * @param halt ends it from outside; it is aborted when the time is up
 * @returns the body: text where its type says so or says nothing, else bytes
 * @throws Error when there is none within `timeoutMs`, or it has a status other than 2xx and 304
 */
export async function exchange(
  dispatcher: Dispatcher,
  question: Question,
  halt: AbortController,
  timeoutMs: number,
): Promise<Answer> {
  const { promise: tooLate, reject } = Promise.withResolvers<never>()
  const patience = setTimeout(() => {
    const error = new Error(TIMED_OUT)
    reject(error)
    halt.abort(error)
  }, timeoutMs)
  try {
    // A race, since undici tells a question that is aborted while it waits for a connection only when that is made.
    return await Promise.race([ask(dispatcher, question, halt.signal), tooLate])
  } finally {
    clearTimeout(patience)
  }
}

async function ask(dispatcher: Dispatcher, question: Question, signal: AbortSignal): Promise<Answer> {
  const { statusCode, headers, body } = await dispatcher.request({ ...question, signal })
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
