import { dataOf } from '../../../load/calibration/data-of.ts'
import { systemClock } from '../../../load/clock.ts'
import { http } from '../../../load/http/http.ts'
import { partStream } from '../../../load/measure/part-stream.ts'
import { PartsFile } from '../../../reports/parts/parts-file.ts'
import { cpuWatch } from '../echo/contender.ts'
import { percentilesOf } from '../http/percentiles-of.ts'
import { STEP } from './write-run.ts'

/** What is sent, and where what is measured is written as it comes. */
export interface RecordedContest {
  origin: string
  seconds: number
  perSecond: number
  /** The `parts.ndjson` of a run. */
  file: string
}

/** What a generator says of itself. */
export interface RecordedCost {
  /** CPU time of the whole process, as a share of a core. */
  cpuShare: number
  lateness: { p50: number; p99: number }
}

/** The suite's open loop, whose parts are written as a spec writes them. It does what the parent sends again and again, and ends with the parent. */
process.once('disconnect', () => process.exit(0))
process.on('message', contest => void run(contest as RecordedContest))

async function run({ origin, seconds, perSecond, file }: RecordedContest): Promise<void> {
  const parts = PartsFile.join(file)
  const startMs = systemClock.nowMs()
  parts.append({ kind: 'begun', step: STEP, name: 'the open loop', file: 'live.bench.ts', startMs })
  const stop = partStream.listen(some =>
    parts.append({ kind: 'parts', step: STEP, atMs: systemClock.nowMs(), parts: [...some] }),
  )
  const stream = {
    request: { method: 'GET', path: '/?delayMs=5' },
    arrivals: { kind: 'constant', perSecond, durationMs: seconds * 1000 },
    metric: 'bench',
    labels: {},
  } as const
  const cpuSeconds = cpuWatch()
  const all = await http.openLoop({ origin, streams: [stream], warmUpMs: 500 })
  const tookSeconds = (systemClock.nowMs() - startMs) / 1000
  stop()
  parts.close()
  process.send?.({
    cpuShare: cpuSeconds() / tookSeconds,
    lateness: percentilesOf(dataOf(all, 'generator.lateness', 'histogram')),
  } satisfies RecordedCost)
}
