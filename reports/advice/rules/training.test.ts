import { expect, test } from '@playwright/test'
import { advise } from '../advise.ts'
import { adviceBy, runOf, sloOf, times, visits } from '../testing/example-run.ts'

const crowding = sloOf('training.crowding', 'p(95)<2', { unit: 'times' })
const batch = sloOf('training.batch.latency', 'p(95)<30000')
const status = sloOf('training.status.latency', 'p(95)<200')

test('trajectories that wait for each other are told with what one takes alone and among others', () => {
  const told = adviceBy(
    'training-crowded',
    runOf(
      [crowding],
      [
        visits('training.crowding', {}, [20], 'times'),
        visits('training.trajectory.time', { turn: 'alone' }, [50]),
        visits('training.trajectory.time', { turn: 'among' }, [1000]),
      ],
    ),
  )
  expect(told?.judgements).toEqual(['training.crowding'])
  expect(told?.text).toContain('Alone it takes 50 ms, among others 1.00 s')
})

test('batches and answers that are slow are told each for itself', () => {
  const slow = runOf(
    [batch, status],
    [times('training.batch.latency', {}, () => 40_000), times('training.status.latency', {}, () => 400)],
  )
  const told = advise(slow).filter(({ rule }) => rule === 'slow-training')
  expect(told.map(({ judgements }) => judgements)).toEqual([
    ['training.batch.latency'],
    ['training.status.latency'],
  ])
  expect(told[0]?.text).toContain('Half of them take up to 40.0 s')
  expect(told[1]?.next).toContain('Answer a status from what is kept of the job')
})

test('training that keeps its promises has no advice', () => {
  const good = runOf(
    [crowding, batch, status],
    [
      visits('training.crowding', {}, [1.1], 'times'),
      visits('training.trajectory.time', { turn: 'alone' }, [50]),
      visits('training.trajectory.time', { turn: 'among' }, [55]),
      times('training.batch.latency', {}, () => 400),
      times('training.status.latency', {}, () => 4),
    ],
  )
  for (const rule of ['training-crowded', 'slow-training']) expect(adviceBy(rule, good), rule).toBeUndefined()
})
