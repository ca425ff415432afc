import { createServer } from 'node:http'
import type { Server as HttpServer } from 'node:http'
import { listening } from '../../testing/listening.ts'
import { dial } from '../dial.ts'
import type { Dialled } from '../dial.ts'
import { Heard } from '../transport/testing/heard.ts'
import type { Failure } from '../transport/transport.ts'

/** A server, what a viewer says to it, and what comes of that. */
export interface SocketCase {
  name: string
  serve: (server: HttpServer) => { close(): unknown }
  protocol: Dialled
  path?: string
  base?: string
  /** Frames told, with the name of their event where they have one. */
  told?: (string | [event: string, frame: string])[]
  failed?: { cause: string | RegExp; example?: string | RegExp }
  causes?: string[]
}

/** What came of a case. */
export interface SocketOutcome {
  /** Why it never opened. */
  failed: Failure | undefined
  told: (string | [event: string, frame: string])[]
  causes: string[]
}

/** Plays a case, until as much was told as it expects. */
export async function playSocketCase(one: SocketCase): Promise<SocketOutcome> {
  const { serve, protocol, path = '/', base = '', told = [], failed, causes = [] } = one
  const server = createServer()
  const sockets = serve(server)
  return listening(server, async origin => {
    const heard = new Heard()
    const options = {
      origin: origin + base,
      headers: { authorization: 'Bearer x' },
      handshakeTimeoutMs: failed?.cause.toString().startsWith('no answer') ? 3000 : 10_000,
    }
    const opening = await dial(protocol, { index: 3, path, options }, heard)
    if (opening.kind === 'open') {
      await heard.until(
        ({ frames, causes: ended }) => frames.length >= told.length && ended.length >= causes.length,
      )
      opening.connection.terminate()
    }
    sockets.close()
    const all = heard.frames.map((frame, n): string | [string, string] => {
      const event = heard.events[n] ?? ''
      return event === '' ? frame.toString() : [event, frame.toString()]
    })
    return {
      failed: opening.kind === 'failed' ? opening : undefined,
      told: all.slice(0, told.length),
      causes: heard.causes,
    }
  })
}
