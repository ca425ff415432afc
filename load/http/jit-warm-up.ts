import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Clock } from '../clock.ts'
import { runClosedLoop } from '../loops/closed-loop.ts'
import { OperationRecord } from '../loops/operation-record.ts'
import { httpOperation, httpFigures } from './http-operation.ts'
import { Sender } from './sender.ts'

/** The largest functions on the way, undici's, were seen to be compiled after 14 000. A request took 340 us at first, and 35 from 3000 on. */
const REQUESTS = 20_000
const AT_ONCE = 10

const REQUEST = { method: 'GET', path: '/', headers: {}, body: null, keepsBody: false } as const

let warmedUp: Promise<void> | undefined

/**
 * Has this thread's V8 compile what sends and records requests, before any counts: sends 20 000 to a server of its own, once in a thread's life. It takes
 * about a second. The warm-up of a workload is not enough for that: it comes at the workload's rate, and code that runs rarely stays interpreted.
 */
export const jitWarmUp = (clock: Clock): Promise<void> => (warmedUp ??= sendAll(clock))

async function sendAll(clock: Clock): Promise<void> {
  const server = createServer((_, response) => response.end('ok')).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const sender = new Sender({ origin: `http://127.0.0.1:${port}` }, clock)
  const { timeoutMs } = sender
  const prepared = sender.prepare(REQUEST)
  const record = new OperationRecord({
    metric: 'jit',
    labels: {},
    timeoutMs,
    startMs: clock.nowMs(),
    figures: httpFigures(),
  })
  await runClosedLoop(
    {
      operation: httpOperation(sender, () => prepared, {}),
      clients: AT_ONCE,
      times: REQUESTS,
      heard: (outcome, intendedMs) => record.add(intendedMs, outcome),
    },
    clock,
  )
  sender.stop()
  server.close()
}
