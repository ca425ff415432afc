import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { listening } from '../../../testing/listening.ts'
import { openEventStream } from '../sse.ts'
import type { ConnectionOptions } from '../transport.ts'
import { Heard } from './heard.ts'

/** What a server does with the requests for a stream, one after the other; and what a viewer is told of it. */
export interface StreamCase {
  name: string
  answers: ((response: ServerResponse, request: IncomingMessage, body: string) => void)[]
  options?: Partial<ConnectionOptions>
  /** Event and data of each frame. */
  frames?: [event: string, data: string][]
  causes?: string[]
  /** Why it was interrupted, and `resumed`. */
  interruptions?: string[]
  /** Why it never opened. */
  failed?: string
  /** What was asked, of each request. */
  asked?: Record<string, unknown>[]
}

/** What came of a case: as it has it. */
export type StreamOutcome = Required<Pick<StreamCase, 'frames' | 'causes' | 'interruptions' | 'asked'>> &
  Pick<StreamCase, 'failed'>

/** The head of every stream. */
export const STREAM_HEAD = { 'content-type': 'text/event-stream' }

/** Plays a case, until as much was told as it expects. */
export async function playStreamCase(one: StreamCase): Promise<StreamOutcome> {
  const { answers, options, frames = [], causes = [], interruptions = [] } = one
  const asked: Record<string, unknown>[] = []
  const server = createServer((request, response) => {
    let body = ''
    request.setEncoding('utf8').on('data', (chunk: string) => (body += chunk))
    request.on('end', () => {
      const answer = answers[asked.length]
      const none = { 'last-event-id': 'none', 'if-none-match': 'none' }
      asked.push({ ...none, ...request.headers, method: request.method, body })
      if (answer) answer(response, request, body)
    })
  })
  return listening(server, async origin => {
    const heard = new Heard()
    const opening = await openEventStream('/events', { origin, headers: {}, ...options }, heard)
    if (opening.kind === 'open') {
      await heard.until(
        so =>
          so.frames.length >= frames.length &&
          so.causes.length >= causes.length &&
          so.interruptions.length >= interruptions.length,
      )
      opening.connection.terminate()
    }
    const told = heard.frames.map((frame, n): [string, string] => [heard.events[n] ?? '', frame.toString()])
    return {
      ...(opening.kind === 'failed' && { failed: opening.cause }),
      frames: told.slice(0, frames.length),
      causes: heard.causes,
      interruptions: heard.interruptions,
      asked,
    }
  })
}
