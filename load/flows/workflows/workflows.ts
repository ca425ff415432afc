import { randomUUID } from 'node:crypto'
import type { Clock } from '../../clock.ts'
import type { HttpRequest } from '../../http/request.ts'
import type { SenderOptions } from '../../http/sender.ts'
import { GivingUp } from '../../loops/giving-up.ts'
import type { Outcome } from '../../loops/operation.ts'
import type { Measurement } from '../../measure/measurement.ts'
import { Recording } from '../../measure/recording.ts'
import { Recent } from '../../recent.ts'
import { follow } from '../follow.ts'
import { RoundRecord } from '../../loops/round-record.ts'
import { inRounds } from '../../loops/rounds.ts'
import { withMeans } from '../../http/with-means.ts'
import type { Means } from '../../http/with-means.ts'
import type { WorkRequests } from '../work-requests.ts'

/** How the same steps are asked for: one after another, all at once, and in a graph in which some wait for others. `{{key}}` is another text for each. Plain data. */
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
  /** A round for so much of which this thread was held up is set aside, ms. Default 15. */
  heldUpFromMs?: number
}

/** What takes less than so much of the least that its steps can take has not done them: steps of the sequential workflow may be longer by what is between them. */
const TOO_SOON = 0.5

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
 * @returns `workflow.time` of each order (label `order`); `workflow.errors`, in which also counts what is told to be done in half the time that its longest path
 * takes, by the quickest sequential one; of the rounds in which all went well `workflow.speedup`, how many times as long the sequential one took as the parallel one, and `workflow.path`, by
 * which share longer than its longest path the graph took (0 where it is not), a step being as long as one of the sequential workflow of its round
 */
export async function measureWorkflows(
  options: WorkflowOptions,
  clock: Clock,
  recording = new Recording(),
): Promise<Measurement[]> {
  const { requests, rounds = 30, heldUpFromMs = HELD_UP_MS } = options
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
    const given = new Recent<true>(clock)
    const turn = async (order: Order): Promise<number | undefined> => {
      if (givingUp.signal.aborted) return undefined
      const { outcome, intendedMs } = await runOne(order, requests, means, given)
      givingUp.heard(outcome)
      record.heard(outcome, intendedMs, order)
      const { fault, startMs, endMs } = outcome
      if (fault) return undefined
      record.took(order, endMs - startMs, intendedMs)
      return endMs - startMs
    }
    const suspects: Told[] = []
    let leastMs = Number.POSITIVE_INFINITY
    await inRounds({ names: ORDERS, rounds, heldUpFromMs }, turn, took => {
      const stepMs = took.sequential / requests.steps
      leastMs = Math.min(leastMs, stepMs)
      for (const told of ratiosOf(took, requests, clock.nowMs())) {
        if (isTooSoon(told, stepMs)) suspects.push(told)
        else record.tell(told.ratio, told.value, told.atMs)
      }
    })
    // The sequential one of its own round may have been slow for once, as the first of all is: the quickest of all rounds tells what steps can take.
    for (const told of suspects) {
      if (isTooSoon(told, leastMs)) record.heard(tooSoon(told, leastMs), told.atMs, told.order)
      else record.tell(told.ratio, told.value, told.atMs)
    }
    return (window, doubts) => record.measurements(window, doubts)
  })
}

/** What a round tells of an order, and of how many steps its longest path is. */
interface Told {
  order: Order
  tookMs: number
  longestPath: number
  ratio: 'workflow.speedup' | 'workflow.path'
  value: number
  atMs: number
}

function ratiosOf(took: Readonly<Record<Order, number>>, requests: WorkflowRequests, atMs: number): Told[] {
  const { steps, longestPath } = requests
  const { sequential, parallel, dag } = took
  const beyond = Math.max(0, (dag * steps) / (sequential * longestPath) - 1)
  return [
    {
      order: 'parallel',
      tookMs: parallel,
      longestPath: 1,
      ratio: 'workflow.speedup',
      value: sequential / parallel,
      atMs,
    },
    { order: 'dag', tookMs: dag, longestPath, ratio: 'workflow.path', value: beyond, atMs },
  ]
}

const isTooSoon = ({ tookMs, longestPath }: Told, stepMs: number): boolean =>
  tookMs < TOO_SOON * longestPath * stepMs

/** What is told to be done before it can be. */
const tooSoon = ({ tookMs, longestPath, atMs }: Told, stepMs: number): Outcome => ({
  startMs: atMs - tookMs,
  endMs: atMs,
  marks: undefined,
  sizes: undefined,
  values: undefined,
  fault: {
    kind: 'answer',
    cause: 'done sooner than its steps can be',
    example: `${tookMs.toFixed(1)} ms, where its longest path takes ${(longestPath * stepMs).toFixed(1)} ms`,
  },
})

async function runOne(
  order: Order,
  requests: WorkflowRequests,
  { asker, clock, health }: Means,
  given: Recent<true>,
) {
  const intendedMs = clock.nowMs()
  const follower = { asker, clock, everyMs: LOOK_MS, given }
  const outcome = await follow(requests[order], requests, { key: randomUUID() }, intendedMs, follower)
  health.began(intendedMs, outcome.startMs)
  return { outcome, intendedMs }
}
