import { request } from 'node:http'
import { systemClock } from '../../../load/clock.ts'
import { startProvider } from '../../../fixtures/provider/start.ts'

/** Streams at once. */
export const STREAMS = 1000

/** Tokens of each, at 50 a second. */
const TOKENS = 100

/** By how much tokens left later than they were due, ms, and the provider's CPU time over that of the clock. */
export interface CrowdLateness {
  events: number
  p50Ms: number
  p99Ms: number
  mostMs: number
  cpu: number
}

/** Asks for many streams at once, twice, the first time so that the provider's code is compiled. @returns how well their schedules were kept */
export async function crowdLateness(): Promise<CrowdLateness> {
  const provider = await startProvider({ behaviour: { ttftMs: 1000, rate: 50, tokens: TOKENS } })
  try {
    await allStreams(provider.url)
    const startMs = systemClock.nowMs()
    const before = await latenessFrom(startMs, provider.url)
    await allStreams(provider.url)
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

const allStreams = (origin: string): Promise<void[]> =>
  Promise.all(Array.from({ length: STREAMS }, () => drained(origin)))

/** Reads a stream, and looks at none of it: who asks takes no more of the machine than it must. */
function drained(origin: string): Promise<void> {
  const body = JSON.stringify({
    model: 'provider-small',
    messages: [{ role: 'user', content: 'Hello' }],
    stream: true,
  })
  return new Promise((resolve, reject) => {
    const asked = request(`${origin}/v1/chat/completions`, { method: 'POST', agent: false }, answer => {
      answer.once('end', resolve).once('error', reject).resume()
    })
    asked.once('error', reject)
    asked.end(body)
  })
}
