import { formatValue } from '../../format.ts'
import { citeAll } from '../cite.ts'
import type { Rule } from '../rule.ts'
import type { Seen } from '../seen.ts'

const ms = (value: number): string => formatValue(value, 'ms')

/** From so much of the sequential time on steps at once are no quicker than one after another. */
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
