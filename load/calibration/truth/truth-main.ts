import { createClock } from '../../clock.ts'
import { LatenessProbe } from './lateness-probe.ts'
import type { Question, Reply, TruthApi } from './truth-api.ts'
import { startTruthHub } from './truth-hub.ts'
import type { TruthHub } from './truth-hub.ts'
import { startTruthServer } from './truth-server.ts'
import type { TruthServer } from './truth-server.ts'

/** The truth's process: it holds servers and hubs, reads the clock of the process that started it, and ends with it. */
const clock = createClock(Number(process.argv[2]))
const probe = new LatenessProbe(clock)
const servers: TruthServer[] = []
const hubs: TruthHub[] = []

function held<T>(list: readonly T[], id: number): T {
  const one = list[id]
  if (one === undefined) throw new Error(`There is no number ${id}.`)
  return one
}

const api: TruthApi = {
  async startServer(options) {
    const server = await startTruthServer(options, clock)
    return { id: servers.push(server) - 1, origin: server.origin }
  },
  async startHub(script) {
    const hub = await startTruthHub(script, clock)
    return { id: hubs.push(hub) - 1, origin: hub.origin }
  },
  serverRecords(id) {
    const { served, closesMs, freezes } = held(servers, id)
    return { served: served.map(({ headers: _headers, body: _body, ...one }) => one), closesMs, freezes }
  },
  hubRecords(id) {
    const { received, passed } = held(hubs, id)
    return { received: received.map(({ agent, seq }) => ({ agent, seq })), passed }
  },
  offsetAtMs: ({ id, atMs }) => held(hubs, id).offsetAtMs(atMs),
  lateness: stretch => probe.within(stretch),
}

async function answer({ id, name, argument }: Question): Promise<void> {
  try {
    process.send?.({ id, value: await api[name](argument as never) } satisfies Reply)
  } catch (error) {
    process.send?.({ id, error: (error as Error).message } satisfies Reply)
  }
}

process.on('message', (question: Question) => void answer(question))
// Ctrl+C reaches the parent too, and this process ends with it.
process.on('SIGINT', () => {})
process.once('disconnect', () => process.exit(0))
