import { expect, test } from '@playwright/test'
import { timeRow } from '../../load/calibration/row.ts'
import type { CalibrationRow } from '../../load/calibration/row.ts'
import { composeCalibration } from '../calibration/calibration.ts'
import { describeMachine } from '../machine.ts'
import { sampleCalibration } from '../viewer/testing/sample-calibration.ts'
import { writeCalibrationTable } from './calibration-table.ts'

const row = (measured: number, latenessMs = 0, quantity = 'p50'): CalibrationRow =>
  timeRow({ instrument: 'open loop', subject: 'fixed 50 ms', quantity, truth: 50, measured }, latenessMs)

const written = (rows: CalibrationRow[], problems: string[] = []): string[] =>
  writeCalibrationTable(
    composeCalibration({
      takenAtMs: 0,
      short: true,
      machine: describeMachine('none'),
      rows,
      notes: ['A note.'],
      problems,
    }),
  ).split('\n')

test('a row has truth, measured, error and bound, and a mark when it is outside or its bound was widened', () => {
  expect(written([row(51), row(60), row(45, 12), row(Number.NaN)])).toEqual([
    '                                     truth  measured     error     bound',
    'open loop: fixed 50 ms',
    '  p50                                50 ms     51 ms    1.0 ms    4.5 ms',
    '  p50                                50 ms     60 ms     10 ms    4.5 ms OUTSIDE',
    '  p50                                50 ms     45 ms   -5.0 ms     17 ms widened',
    '  p50                                50 ms         –         –    4.5 ms OUTSIDE',
    '-'.repeat(80),
    'A note.',
    '2 of 4 numbers are within their bounds, 2 are outside. The machine was busy: 1',
    'bound was widened by up to 12 ms, its measured lateness or noise.',
    '',
  ])
})

test('what is missing is said', () => {
  expect(written([row(50)], ['The page probes could not be calibrated.'])).toContain(
    'Missing: The page probes could not be calibrated.',
  )
})

test('a long name has a line of its own, and no line is longer than 80 columns', () => {
  const long = 'a quantity with a name that is too long to stand beside its numbers'
  const lines = written([row(51, 0, long)])
  expect(lines).toContain(`  ${long}`)
  const all = [
    ...lines,
    ...written([row(51, 0, 'words '.repeat(30))]),
    ...writeCalibrationTable(sampleCalibration(describeMachine('none'), 0)).split('\n'),
  ]
  expect(all.filter(line => line.length > 80)).toEqual([])
})
