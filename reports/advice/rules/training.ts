import { formatValue } from '../../format.ts'
import { citeAll } from '../cite.ts'
import type { Rule } from '../rule.ts'
import { percentileOf } from '../seen.ts'
import type { Seen } from '../seen.ts'

const ms = (value: number): string => formatValue(value, 'ms')

const middleOf = (seen: Seen, turn: string): number | undefined => {
  const values = seen
    .measurements('training.trajectory.time', { turn })
    .flatMap(({ data }) => (data.kind === 'samples' ? data.points.map(({ value }) => value) : []))
    .toSorted((a, b) => a - b)
  return values[Math.floor(values.length / 2)]
}

/** Trajectories wait for each other. */
export const trainingCrowded: Rule = {
  id: 'training-crowded',
  find: (seen, open) => {
    const slow = open.filter(({ metric, verdict }) => metric === 'training.crowding' && verdict === 'FAIL')
    const [alone, among] = ['alone', 'among'].map(turn => middleOf(seen, turn))
    if (slow.length === 0 || alone === undefined || among === undefined) return []
    return [
      {
        explains: slow,
        text: `A trajectory waits for others: ${citeAll(slow)}. Alone it takes ${ms(alone)}, among others ${ms(among)} (medians of training.trajectory.time).`,
        next: 'Look for what lets one trajectory through at a time while it waits for its model: a worker that does one job, a pool of one connection to the model, a tool that blocks.',
      },
    ]
  },
}

/** Training is slow: its batches, or the answers that tell how far jobs are. */
export const slowTraining: Rule = {
  id: 'slow-training',
  find: (seen, open) =>
    [
      {
        metric: 'training.batch.latency',
        what: 'Batches of trajectories take long',
        next: 'Hold the time of one trajectory against that of a batch: where a batch takes as long as all of its trajectories together, roll them out at once; where one alone takes long, look at its model and its tools.',
      },
      {
        metric: 'training.status.latency',
        what: 'To be told how far a training job is takes long',
        next: 'Answer a status from what is kept of the job, without asking its worker; look for a lock that the work holds, or work that keeps the thread which answers.',
      },
    ].flatMap(({ metric, what, next }) => {
      const slow = open.filter(one => one.metric === metric && one.verdict === 'FAIL')
      const curve = seen.curve(metric)
      if (slow.length === 0 || !curve) return []
      const spread = `Half of them take up to ${ms(percentileOf(curve, 50))}, one in twenty ${ms(percentileOf(curve, 95))} or more`
      return [{ explains: slow, text: `${what}: ${citeAll(slow)}. ${spread}.`, next }]
    }),
}
