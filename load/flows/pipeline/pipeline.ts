import type { Clock } from '../../clock.ts'
import { faultOf } from '../../http/fault-of.ts'
import { outcomeOf } from '../../http/http-operation.ts'
import { outgoing } from '../../http/outgoing.ts'
import type { HttpRequest } from '../../http/request.ts'
import type { Done, SenderOptions } from '../../http/sender.ts'
import { serverTimingMs } from '../../http/server-timing.ts'
import { withMeans } from '../../http/with-means.ts'
import { GivingUp } from '../../loops/giving-up.ts'
import { runOpenLoop } from '../../loops/open-loop.ts'
import { OperationRecord } from '../../loops/operation-record.ts'
import type { FurtherFigure } from '../../loops/operation-record.ts'
import type { Operation } from '../../loops/operation.ts'
import type { Measurement } from '../../measure/measurement.ts'
import { Recording } from '../../measure/recording.ts'
import { OwnTimes } from './own-times.ts'

/** The stages of a message, in their order. */
export const STAGES = ['normalise', 'route', 'memory', 'model', 'execute'] as const

/** One of {@link STAGES}. */
export type Stage = (typeof STAGES)[number]

/** Messages through a pipeline, and by which entries of `Server-Timing` their answers tell how long each stage took. Serialisable. */
export interface PipelineOptions extends SenderOptions {
  request: HttpRequest
  stages: Readonly<Partial<Record<Stage, string>>>
  perSecond: number
  durationMs: number
}

/**
 * Sends messages through a pipeline at intended times, and takes down what each took, from outside and by what its answer says of its stages.
 *
 * @param recording makes its recorders. Default: one that hands nothing on.
 * @returns `pipeline.latency`, `pipeline.service`, `pipeline.errors`; `pipeline.normalise` and its like for each stage that answers tell of, with a doubt where
 * these times and ours can't both be right; and `pipeline.rest`, what of a message's service time no stage accounts for
 */
export async function measurePipeline(
  options: PipelineOptions,
  clock: Clock,
  recording = new Recording(),
): Promise<Measurement[]> {
  const { request, headers = {}, stages, perSecond, durationMs } = options
  const told = STAGES.filter(stage => stages[stage] !== undefined)
  const own = new OwnTimes()
  return withMeans('pipeline', options, { clock, recording }, async ({ sender, health, startMs }) => {
    const next = outgoing(request, headers, sender)
    const operation: Operation = async (index, intendedMs) => {
      const done = await new Promise<Done>(resolve => sender.send(next(index), intendedMs, resolve))
      const outcome = outcomeOf(done, faultOf(done.outcome, request.expect))
      if (outcome.fault || done.outcome.kind !== 'answered') return outcome
      const values: Record<string, number> = {}
      for (const stage of told) {
        const ms = serverTimingMs(done.outcome, stages[stage] ?? '')
        if (ms !== undefined) values[stage] = ms
      }
      const sum = Object.values(values)
      if (sum.length === told.length) values[REST] = own.compare(outcome.endMs - outcome.startMs, sum)
      return { ...outcome, values: { ...outcome.values, ...values } }
    }
    const { timeoutMs } = sender
    const kept = { metric: 'pipeline', labels: {}, timeoutMs, startMs, tellsUntimed: true }
    const figures = [...told.map(stage => figureOf(stage, stages[stage])), figureOf(REST)]
    const record = new OperationRecord({ ...kept, figures }, recording)
    const arrivals = { kind: 'constant', perSecond, durationMs } as const
    const givingUp = new GivingUp(clock)
    await runOpenLoop([{ operation, arrivals, record }], startMs, { health, clock, givingUp })
    return (window, doubts) => {
      const byStage = new Set(told.map(stage => `pipeline.${stage}`))
      const disagreement = own.doubts()
      return record
        .measurements(window, doubts)
        .map(one => (byStage.has(one.metric) ? { ...one, doubts: [...one.doubts, ...disagreement] } : one))
    }
  })
}

/** What no stage accounts for. */
const REST = 'rest'

const figureOf = (name: string, entry?: string): FurtherFigure => ({
  name,
  unit: 'ms',
  of: ({ values }) => values?.[name],
  ...(entry === undefined
    ? {}
    : { absence: `No answer had a header Server-Timing with an entry "${entry}".` }),
})
