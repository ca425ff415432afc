import type { Clock } from '../../clock.ts'
import type { HttpRequest } from '../../http/request.ts'
import type { SenderOptions } from '../../http/sender.ts'
import { GivingUp } from '../../loops/giving-up.ts'
import type { Measurement } from '../../measure/measurement.ts'
import { Recording } from '../../measure/recording.ts'
import { follow } from '../follow.ts'
import { RoundRecord } from '../../loops/round-record.ts'
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
    const record = new RoundRecord(
      {
        time: { metric: 'workflow.time', label: 'order' },
        names: ORDERS,
        errors: 'workflow.errors',
        ratios: { 'workflow.speedup': 'times', 'workflow.path': 'ratio' },
        nothing: 'No workflows to compare',
      },
      recording,
    )
    const givingUp = new GivingUp(clock)
    const turn = async (order: Order): Promise<number | undefined> => {
      if (givingUp.signal.aborted) return undefined
      const { outcome, intendedMs } = await runOne(order, requests, means)
      givingUp.heard(outcome)
      record.heard(outcome, intendedMs, order)
      const { fault, startMs, endMs } = outcome
      if (fault) return undefined
      record.took(order, endMs - startMs, intendedMs)
      return endMs - startMs
    }
    await inRounds({ names: ORDERS, rounds, heldUpFromMs: HELD_UP_MS }, turn, took => {
      const atMs = clock.nowMs()
      record.tell('workflow.speedup', took.sequential / took.parallel, atMs)
      const pathMs = (took.sequential * requests.longestPath) / requests.steps
      record.tell('workflow.path', Math.max(0, took.dag / pathMs - 1), atMs)
    })
    return (window, doubts) => record.measurements(window, doubts)
  })
}

async function runOne(order: Order, requests: WorkflowRequests, { asker, clock, health }: Means) {
  const intendedMs = clock.nowMs()
  const follower = { asker, clock, everyMs: LOOK_MS }
  const outcome = await follow(requests[order], requests, {}, intendedMs, follower)
  health.began(intendedMs, outcome.startMs)
  return { outcome, intendedMs }
}
