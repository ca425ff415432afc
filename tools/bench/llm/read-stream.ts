import { request } from 'node:http'
import { systemClock } from '../../../load/clock.ts'
import type { Read } from './rules.ts'

/** A stream as it was read: its reads in order, when it was asked for, and the provider's name for it. */
export interface ReadStream {
  reads: Read[]
  startMs: number
  id: string
}

/** Asks for a stream, with usage at its end, and keeps each read as it comes. */
export function readStream(origin: string): Promise<ReadStream> {
  const startMs = systemClock.nowMs()
  const reads: Read[] = []
  const body = JSON.stringify({
    model: 'provider-small',
    messages: [{ role: 'user', content: 'Hello' }],
    stream: true,
    stream_options: { include_usage: true },
  })
  return new Promise((resolve, reject) => {
    const asked = request(`${origin}/v1/chat/completions`, { method: 'POST', agent: false }, answer => {
      const decoder = new TextDecoder()
      answer.on('data', (bytes: Buffer) => {
        reads.push({ atMs: systemClock.nowMs(), text: decoder.decode(bytes, { stream: true }) })
      })
      answer.once('end', () => resolve({ reads, startMs, id: String(answer.headers['x-request-id']) }))
      answer.once('error', reject)
    })
    asked.once('error', reject)
    asked.end(body)
  })
}
