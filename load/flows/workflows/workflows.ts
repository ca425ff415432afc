import type { Clock } from '../../clock.ts'
import type { HttpRequest } from '../../http/request.ts'
import type { SenderOptions } from '../../http/sender.ts'
import { GivingUp } from '../../loops/giving-up.ts'
import type { Measurement, Unit } from '../../measure/measurement.ts'
import { Recording } from '../../measure/recording.ts'
import type { Samples } from '../../measure/samples.ts'
import { follow } from '../follow.ts'
import { inRounds } from '../../loops/rounds.ts'
import { withMeans } from '../../http/with-means.ts'
import type { Means } from '../../http/with-means.ts'
import type { WorkRequests } from '../work-requests.ts'

/** How the same steps are asked for: one after another, all at once, and in a graph in which some wait for others. Plain data. */
export interface WorkflowRequests extends WorkRequests {
  sequential: HttpRequest
  parallel: HttpRequest
  dag: HttpRequest
  /** How many steps each of them has; all take as long. 2 or more. */
  steps: number
  /** How many steps the longest path of `dag` has. */
  longestPath: number
}

/** A platform's workflows, and how often each is run. Serialisable. */
export interface WorkflowOptions extends SenderOptions {
  requests: WorkflowRequests
  /** Default 30. */
  rounds?: number
}

const ORDERS = ['sequential', 'parallel', 'dag'] as const
type Order = (typeof ORDERS)[number]

/** A workflow is looked at so often, ms: its time is told too long by as much. */
const LOOK_MS = 2

/** Of the time in which this thread can't look, so much makes a graph look a tenth longer than it is, where its longest path takes 150 ms. */
const HELD_UP_MS = 15

/**
 * Runs the same steps in each order, one workflow at a time and the orders in turns, and measures each from the request for it to the answer that it is done.
 *
 * @param recording makes its recorders. Default: one that hands nothing on.
 * @returns `workflow.time` and `workflow.errors` of each order (label `order`); of the rounds in which all went well `workflow.speedup`, how many times as
 * long the sequential one took as the parallel one, and `workflow.path`, by which share longer than its longest path the graph took (0 where it is not), a
 * step being as long as one of the sequential workflow of its round
 */
export async function measureWorkflows(
  options: WorkflowOptions,
  clock: Clock,
  recording = new Recording(),
): Promise<Measurement[]> {
  const { requests, rounds = 30 } = options
  return withMeans('workflows', options, { clock, recording }, async means => {
    const samples = (metric: string, unit: Unit, labels = {}): Samples =>
      recording.samples({ metric, unit, labels })
    const times = Object.fromEntries(
      ORDERS.map(order => [order, samples('workflow.time', 'ms', { order })]),
    ) as Record<Order, Samples>
    const errors = recording.tally({ metric: 'workflow.errors', unit: 'count', labels: {} })
    const speedup = samples('workflow.speedup', 'times')
    const path = samples('workflow.path', 'ratio')
    const givingUp = new GivingUp(clock)
    const turn = async (order: Order): Promise<number | undefined> => {
      if (givingUp.signal.aborted) return undefined
      const { outcome, intendedMs } = await runOne(order, requests, means)
      givingUp.heard(outcome)
      const { fault, startMs, endMs } = outcome
      if (fault) {
        errors.bad(`${order}: ${fault.cause}`, intendedMs, 1, fault.example || undefined)
        return undefined
      }
      errors.good(intendedMs)
      times[order].add(endMs - startMs, intendedMs)
      return endMs - startMs
    }
    await inRounds({ names: ORDERS, rounds, heldUpFromMs: HELD_UP_MS }, turn, took => {
      const atMs = clock.nowMs()
      speedup.add(took.sequential / took.parallel, atMs)
      const pathMs = (took.sequential * requests.longestPath) / requests.steps
      path.add(Math.max(0, took.dag / pathMs - 1), atMs)
    })
    return (window, doubts) => {
      const failed = errors.toData()
      const [cause] = Object.keys(failed.causes)
      const absence = cause === undefined ? {} : { absence: `No workflows to compare: ${cause}.` }
      const ratio = (metric: string, unit: Unit, of: Samples): Measurement => {
        const data = of.toData()
        const none = data.points.length === 0 ? absence : {}
        return { metric, unit, labels: {}, window, data, doubts: [...doubts], ...none }
      }
      return [
        ...ORDERS.map((order): Measurement => ({
          metric: 'workflow.time',
          unit: 'ms',
          labels: { order },
          window,
          data: times[order].toData(),
          doubts: [...doubts],
        })),
        { metric: 'workflow.errors', unit: 'count', labels: {}, window, data: failed, doubts: [...doubts] },
        ratio('workflow.speedup', 'times', speedup),
        ratio('workflow.path', 'ratio', path),
      ]
    }
  })
}

async function runOne(order: Order, requests: WorkflowRequests, { asker, clock, health }: Means) {
  const intendedMs = clock.nowMs()
  const follower = { asker, clock, everyMs: LOOK_MS }
  const outcome = await follow(requests[order], requests, {}, intendedMs, follower)
  health.began(intendedMs, outcome.startMs)
  return { outcome, intendedMs }
}
