import { expect, test } from '@playwright/test'
import type { Measurement, MeasurementData, Unit } from '../../../../load/measure/measurement.ts'
import type { Curve } from '../../../run-report.ts'
import { recoveriesOf } from './recoveries.ts'
import { sampleDeclared } from '../../testing/sample-metrics.ts'

const LOSS_MS = 1_700_000_000_000

function measured(
  metric: string,
  side: string,
  data: MeasurementData,
  lossMs = LOSS_MS,
  cause = 'drop',
): Measurement {
  const unit: Unit = 'count'
  const window = { startMs: lossMs, endMs: lossMs + 20_000 }
  return { metric, unit, labels: { cause, side }, window, data, doubts: [] }
}

const tally = (total: number, bad: number): MeasurementData => ({
  kind: 'tally',
  total,
  bad,
  causes: {},
  blocks: [],
})

const series = (...points: [number, number][]): MeasurementData => ({ kind: 'series', points })

const times = (p50: number, p95: number): Curve => ({
  metric: 'realtime.recovery.time',
  labels: { cause: 'drop', side: 'agent' },
  unit: 'ms',
  n: 100,
  percentiles: [
    [50, p50],
    [95, p95],
    [100, 9000],
  ],
  overTime: [],
})

test('a loss says how many connections it cost, how fast they were back, the peak of the herd, and what was missed', () => {
  const measurements = [
    measured('realtime.recovery', 'agent', tally(100, 2)),
    measured('realtime.recovery.missed', 'agent', tally(500, 120)),
    measured('load.connected', 'agent', series([LOSS_MS - 500, 100], [LOSS_MS + 100, 0])),
    measured('load.reconnects', 'agent', series([LOSS_MS + 200, 640], [LOSS_MS + 300, 80])),
  ]
  expect(recoveriesOf({ measurements, curves: [times(1200, 3900)] }, sampleDeclared)).toEqual([
    {
      cause: 'drop',
      sides: [
        {
          side: 'agent',
          lost: { total: 100, late: 2 },
          time: { p50: 1200, p95: 3900, atLeast: false },
          peakPerSecond: 640,
          missed: { total: 500, bad: 120 },
          connected: [
            [
              [-0.5, 100],
              [0.1, 0],
            ],
          ],
          attempts: [
            [
              [0.2, 640],
              [0.3, 80],
            ],
          ],
        },
      ],
      range: [-0.5, 0.3],
    },
  ])
})

test('causes stand in the order in which they were recorded, agents before viewers; what was not measured is absent', () => {
  const recoveries = recoveriesOf(
    {
      measurements: [
        measured('realtime.recovery', 'viewer', tally(50, 0), LOSS_MS, 'silence'),
        measured('realtime.recovery', 'agent', tally(9, 0), LOSS_MS, 'drop'),
        measured('realtime.recovery', 'agent', tally(100, 0), LOSS_MS, 'silence'),
      ],
      curves: [],
    },
    sampleDeclared,
  )
  expect(recoveries.map(({ cause, sides }) => [cause, sides.map(({ side }) => side)])).toEqual([
    ['silence', ['agent', 'viewer']],
    ['drop', ['agent']],
  ])
  expect(recoveries[1]).toEqual({
    cause: 'drop',
    sides: [{ side: 'agent', lost: { total: 9, late: 0 }, connected: [], attempts: [] }],
  })
})

test('of several rounds each has its line since its own loss, counts add up, and the slowest time stands', () => {
  const laterMs = LOSS_MS + 60_000
  const [drop] = recoveriesOf(
    {
      measurements: [
        measured('load.connected', 'agent', series([laterMs + 1000, 7]), laterMs),
        measured('realtime.recovery', 'agent', tally(100, 2)),
        measured('load.connected', 'agent', series([LOSS_MS + 1000, 5])),
        measured('realtime.recovery', 'agent', tally(100, 1), laterMs),
      ],
      curves: [times(1200, 3900), times(1500, 3100)],
    },
    sampleDeclared,
  )
  expect(drop?.sides[0]).toMatchObject({
    lost: { total: 200, late: 3 },
    time: { p50: 1500, p95: 3900 },
    connected: [[[1, 7]], [[1, 5]]],
  })
})

test('a series that begins before the loss is drawn from before zero', () => {
  const early = measured('load.connected', 'agent', series([LOSS_MS - 4000, 100]), LOSS_MS - 5000)
  const [drop] = recoveriesOf(
    {
      measurements: [early, measured('realtime.recovery', 'agent', tally(100, 0))],
      curves: [],
    },
    sampleDeclared,
  )
  expect(drop?.sides[0]?.connected).toEqual([[[-4, 100]]])
})

test('where no loss was counted, time runs from the beginning of the window', () => {
  const [drop] = recoveriesOf(
    {
      measurements: [measured('load.reconnects', 'agent', series([LOSS_MS + 2000, 3]))],
      curves: [],
    },
    sampleDeclared,
  )
  expect(drop?.sides[0]?.attempts).toEqual([[[2, 3]]])
})

test('a p95 is a lower bound when more than one in twenty never came back', () => {
  const recovered = (censored: number) =>
    recoveriesOf(
      {
        measurements: [
          measured('realtime.recovery.time', 'agent', {
            kind: 'histogram',
            blocks: [],
            n: 100,
            overflow: 0,
            censored,
          }),
        ],
        curves: [times(1200, 9000)],
      },
      sampleDeclared,
    )[0]?.sides[0]?.time?.atLeast
  expect([5, 6].map(recovered)).toEqual([false, true])
})

test('what names no cause or no side is no recovery', () => {
  const unnamed = { ...measured('load.connected', 'agent', series([LOSS_MS, 1])), labels: { side: 'agent' } }
  expect(recoveriesOf({ measurements: [unnamed], curves: [] }, sampleDeclared)).toEqual([])
})
