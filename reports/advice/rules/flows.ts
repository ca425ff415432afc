import { formatCount, formatValue } from '../../format.ts'
import { citeAll, joined } from '../cite.ts'
import type { Rule } from '../rule.ts'
import { percentileOf } from '../seen.ts'
import type { Seen } from '../seen.ts'

const ms = (value: number): string => formatValue(value, 'ms')

/** From so much of the longer time on two take as long. */
const ALIKE = 0.8

const middleOf = (seen: Seen, order: string): number | undefined => {
  const values = seen
    .measurements('workflow.time', { order })
    .flatMap(({ data }) => (data.kind === 'samples' ? data.points.map(({ value }) => value) : []))
    .toSorted((a, b) => a - b)
  return values[Math.floor(values.length / 2)]
}

/** Steps of a workflow wait that need not. */
export const serialWorkflow: Rule = {
  id: 'serial-workflow',
  find: (seen, open) => {
    const slow = open.filter(
      ({ metric, verdict }) =>
        verdict === 'FAIL' && (metric === 'workflow.speedup' || metric === 'workflow.path'),
    )
    const [sequential, parallel, dag] = ['sequential', 'parallel', 'dag'].map(order => middleOf(seen, order))
    if (slow.length === 0 || sequential === undefined || parallel === undefined || dag === undefined)
      return []
    const isSerial = parallel > ALIKE * sequential
    return [
      {
        explains: slow,
        text: `Steps of a workflow wait that need not: ${citeAll(slow)}. One after another they take ${ms(sequential)}, at once ${ms(parallel)}, as a graph ${ms(dag)} (medians of workflow.time).`,
        next: isSerial
          ? 'All at once takes as long as one after another: look for an `await` in the loop that begins the steps, or a pool or lock that lets one through at a time.'
          : 'Look at what each step costs beyond its own work: being queued, being stored, a scheduler that looks for steps only so often.',
      },
    ]
  },
}

/** Memory gives something else than was written. */
export const wrongMemory: Rule = {
  id: 'wrong-memory',
  find: (seen, open) =>
    open
      .filter(({ metric, verdict }) => metric === 'memory.errors' && verdict === 'FAIL')
      .flatMap(one => {
        const tallied = seen.tally(one.metric, one.labels)
        const wrong = tallied?.causes.filter(([cause]) => cause.startsWith('a read ')) ?? []
        const count = wrong.reduce((sum, [, times]) => sum + times, 0)
        if (!tallied || count * 2 < tallied.bad) return []
        const causes = joined(wrong.map(([cause, times]) => `${cause}: ${formatCount(times)}`))
        return {
          explains: [one],
          text: `Memory is wrong (${causes} of ${formatCount(tallied.total)} requests): ${citeAll([one])}.`,
          next: 'Write one value and read it back until it fails. Look for a write that is answered before it is stored, a cache that is not told of it, a bound that drops what is new, and owners that share a key.',
        }
      }),
}

/** Memory takes long to answer. */
export const slowMemory: Rule = {
  id: 'slow-memory',
  find: (seen, open) => {
    const slow = open.filter(({ metric, verdict }) => metric === 'memory.latency' && verdict === 'FAIL')
    const [first] = slow
    if (!first) return []
    const medians = seen.curves('memory.latency').map(curve => percentileOf(curve, 50))
    const [least, most] = [Math.min(...medians), Math.max(...medians)]
    const isEach = least > ALIKE * most
    return [
      {
        explains: slow,
        text: `Memory takes long: ${citeAll(slow)}. ${isEach ? `Reading and writing take as long, ${ms(least)} to ${ms(most)}` : `Its steps differ, ${ms(least)} to ${ms(most)}`} (medians).`,
        next: isEach
          ? 'What all steps wait for is on the way to the memory: a connection that is opened for each, a lock, a store that is far away.'
          : 'Look at the slowest step: a write that is stored in several places before it is answered, or a read that scans.',
      },
    ]
  },
}

const STAGES = ['normalise', 'route', 'memory', 'model', 'execute'] as const

/** One stage of the pipeline, or what is around all of them, is why messages are slow. */
export const slowStage: Rule = {
  id: 'slow-stage',
  find: (seen, open) => {
    const slow = open.filter(({ metric, verdict }) => verdict === 'FAIL' && metric.startsWith('pipeline.'))
    const parts = [...STAGES, 'rest'].flatMap(part => {
      const curve = seen.curve(`pipeline.${part}`)
      return curve ? [{ part, p95: percentileOf(curve, 95) }] : []
    })
    const [worst, next] = parts.toSorted((a, b) => b.p95 - a.p95)
    if (slow.length === 0 || !worst) return []
    const others = next ? `; the next is ${nameOf(next.part)} with ${ms(next.p95)}` : ''
    return [
      {
        explains: slow,
        text: `Messages are slow in the pipeline: ${citeAll(slow)}. Most of it is ${nameOf(worst.part)}: p95 ${ms(worst.p95)}${others}.`,
        next:
          worst.part === 'rest'
            ? 'No stage says that it takes long. Look at what is around them: a queue before the first, or a stage that does not count all that it does.'
            : `Look at what the stage ${worst.part} waits for: a store, a model, a lock that other messages hold.`,
      },
    ]
  },
}

const nameOf = (part: string): string =>
  part === 'rest' ? 'what no stage accounts for' : `the stage ${part}`
