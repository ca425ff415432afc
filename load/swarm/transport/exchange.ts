import type { Client, Dispatcher } from 'undici'
import { decodedBody } from './decoded-body.ts'
import { statusCause, TIMED_OUT } from './failure-cause.ts'
import { MOST_FRAME_BYTES } from './transport.ts'
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
 * @returns the body: text where its type says so or says nothing (UTF-8, as a page reads it), else bytes
 * @throws Error when it is larger than `MOST_FRAME_BYTES`; when there is none within `timeoutMs` (then the question is under way until the client is destroyed), or it has a status
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
  const bytes = await readWhole(decodedBody(body, headers['content-encoding']?.toString()))
  if (statusCode === 304 && 'if-none-match' in question.headers) return { kind: 'unchanged' }
  if (statusCode >= 300) throw new Error(statusCause(statusCode, headers.location?.toString()))
  return {
    kind: 'body',
    etag: headers.etag?.toString(),
    frame: isText(headers['content-type']?.toString()) ? new TextDecoder().decode(bytes) : bytes,
  }
}

async function readWhole(body: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of body) {
    size += chunk.length
    if (size > MOST_FRAME_BYTES) throw new Error(`a body of more than ${MOST_FRAME_BYTES / 2 ** 20} MiB`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

const isText = (contentType = 'text/plain'): boolean =>
  /^text\/|json|xml|javascript|yaml|urlencoded|charset=/i.test(contentType)
