import { connect } from 'node:net'
import { systemClock } from '../../../load/clock.ts'
import { startProvider } from '../../../fixtures/provider/start.ts'

/** Tokens of each, at 50 a second. */
const TOKENS = 100

/** How often what came of a stream is read, ms. */
const READ_EVERY_MS = 500

/** Of a stream, read at once: more than its whole answer. */
const MOST_BYTES = 65_536

/** The last bytes of a chunked body. */
const END = '0\r\n\r\n'

const BODY = JSON.stringify({
  model: 'provider-small',
  messages: [{ role: 'user', content: 'Hello' }],
  stream: true,
})

const QUESTION = [
  'POST /v1/chat/completions HTTP/1.1',
  'host: provider',
  'content-type: application/json',
  `content-length: ${BODY.length}`,
  '',
  BODY,
].join('\r\n')

/** By how much tokens left later than they were due, ms, and the provider's CPU time over that of the clock. */
export interface CrowdLateness {
  events: number
  p50Ms: number
  p99Ms: number
  mostMs: number
  cpu: number
}

/** Asks for so many streams at once, twice, the first time so that the provider's code is compiled. @returns how well their schedules were kept */
export async function crowdLateness(streams: number): Promise<CrowdLateness> {
  const provider = await startProvider({ behaviour: { ttftMs: 1000, rate: 50, tokens: TOKENS } })
  try {
    await allStreams(streams, provider.url)
    const startMs = systemClock.nowMs()
    const before = await latenessFrom(startMs, provider.url)
    await allStreams(streams, provider.url)
    const tookMs = systemClock.nowMs() - startMs
    const { cpuMs, ...late } = await latenessFrom(startMs, provider.url)
    return { ...late, cpu: (cpuMs - before.cpuMs) / tookMs }
  } finally {
    await provider.stop()
  }
}

async function latenessFrom(
  fromMs: number,
  origin: string,
): Promise<Omit<CrowdLateness, 'cpu'> & { cpuMs: number }> {
  const answer = await fetch(`${origin}/provider/lateness?from=${fromMs}`)
  return (await answer.json()) as Omit<CrowdLateness, 'cpu'> & { cpuMs: number }
}

const allStreams = (streams: number, origin: string): Promise<void[]> =>
  Promise.all(Array.from({ length: streams }, () => drained(origin)))

/**
 * Reads a stream to its end. What reading costs is taken from the same machine: bytes wait at the system's and are read twice a second, many tokens at once,
 * and only the end is looked for.
 */
function drained(origin: string): Promise<void> {
  const { hostname, port } = new URL(origin)
  let tail = ''
  const callback = (length: number, bytes: Uint8Array): boolean => {
    tail = (tail + Buffer.from(bytes.subarray(0, length)).toString('latin1')).slice(-END.length)
    if (tail === END) socket.destroy()
    // Until the next turn nothing is read.
    return false
  }
  const onread = { buffer: new Uint8Array(MOST_BYTES), callback }
  const socket = connect({ port: Number(port), host: hostname, onread })
  socket.write(QUESTION)
  const turns = setInterval(() => socket.resume(), READ_EVERY_MS)
  return new Promise<void>((resolve, reject) => {
    socket.once('error', reject)
    socket.once('close', () => {
      if (tail === END) resolve()
      else reject(new Error('A stream was closed before its end.'))
    })
  }).finally(() => clearInterval(turns))
}
