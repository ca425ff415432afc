import { http } from '../http/http.ts'
import { openLoopLateness } from './calibrate-open-loop.ts'
import { dataOf } from './data-of.ts'
import { latencyRows } from './latency-rows.ts'
import { countRow } from './row.ts'
import type { CalibrationRow } from './row.ts'
import type { TruthProcess } from './truth/truth-process.ts'

const PER_SECOND = 200
const CLOSE_AFTER = 100

/** @returns rows of the open loop against a server of 20 ms that closes each connection after 100 answers, over `seconds` */
export async function calibrateRecycling(truth: TruthProcess, seconds: number): Promise<CalibrationRow[]> {
  const { id, origin } = await truth.ask('startServer', { closeAfter: CLOSE_AFTER })
  const all = await http.openLoop({
    origin,
    streams: [
      {
        metric: 'recycled',
        labels: {},
        request: { method: 'GET', path: '/?delayMs=20' },
        arrivals: { kind: 'constant', perSecond: PER_SECOND, durationMs: seconds * 1000 },
      },
    ],
  })
  // Without a warm-up, all that the server saw is of the run: a late server would serve in it what the warm-up let go.
  const { served } = await truth.ask('serverRecords', id)
  const answeredMs = served.flatMap(one => one.serviceMs ?? [])
  const errors = dataOf(all, 'recycled.errors', 'tally')
  const common = { instrument: 'open loop', subject: '20 ms, connections closed every 100 answers' }
  const count = (quantity: string, truthCount: number, measured: number): CalibrationRow =>
    countRow({ ...common, quantity, truth: truthCount, measured })
  return [
    ...latencyRows({
      ...common,
      truthMs: answeredMs,
      measured: dataOf(all, 'recycled.latency', 'histogram'),
      percentiles: [50, 95],
      lateness: await openLoopLateness(truth, all),
    }),
    count('sent', seconds * PER_SECOND, errors.total),
    count('completed', answeredMs.length, errors.total - errors.bad),
    count('lost with a closed connection', seconds * PER_SECOND - answeredMs.length, errors.bad),
  ]
}
