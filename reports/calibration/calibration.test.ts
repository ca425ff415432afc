import { expect, test } from '@playwright/test'
import { timeRow } from '../../load/calibration/row.ts'
import type { CalibrationRow } from '../../load/calibration/row.ts'
import { composeCalibration, errorOf, isOutside, isRight, standingOf } from './calibration.ts'
import { summariseCalibration } from './calibration.ts'
import type { Calibration, CalibrationFacts } from './calibration.ts'
import type { Machine } from '../machine.ts'

const machine: Machine = {
  cpu: 'a processor',
  cores: 2,
  memoryBytes: 8e9,
  os: 'Linux 6',
  node: 'v24.0.0',
  browser: 'Chromium 156',
  fingerprint: 'aaaaaaaaaaaa',
}

/** 50 ms, for which 4.5 ms are allowed. */
const timed = (measured: number, latenessMs = 0): CalibrationRow =>
  timeRow(
    { instrument: 'open loop', subject: 'fixed 50 ms', quantity: 'p50', truth: 50, measured },
    latenessMs,
  )

const calibrated = (facts: Partial<CalibrationFacts>): Calibration =>
  composeCalibration({
    takenAtMs: Date.UTC(2026, 10, 21),
    short: false,
    machine,
    rows: [timed(51)],
    notes: [],
    problems: [],
    ...facts,
  })

test('a calibration says when, where, and what it held against what', () => {
  expect(calibrated({ notes: ['A note.'] })).toEqual({
    schemaVersion: 1,
    takenAt: '2026-11-21T00:00:00.000Z',
    short: false,
    machine,
    rows: [
      {
        instrument: 'open loop',
        subject: 'fixed 50 ms',
        quantity: 'p50',
        unit: 'ms',
        truth: 50,
        measured: 51,
        bound: 4.5,
        widenedBy: 0,
      },
    ],
    notes: ['A note.'],
    problems: [],
  })
})

test('a number that an instrument did not give is null, has no error, and is outside, whatever the bound', () => {
  const { rows } = calibrated({
    rows: [
      { ...timed(Number.NaN), truth: 0 },
      { ...timed(50), bound: Infinity },
      { ...timed(50), truth: Number.NaN },
    ],
  })
  expect(rows.map(row => [row.truth, row.measured, row.bound])).toEqual([
    [0, null, 4.5],
    [50, 50, null],
    [null, 50, 4.5],
  ])
  expect(rows.map(isOutside)).toEqual([true, true, true])
  expect(rows.map(errorOf)).toEqual([undefined, 0, undefined])
})

test('the instruments are right when there are rows, all within, and none is missing', () => {
  expect(isRight(calibrated({}))).toBe(true)
  expect(isRight(calibrated({ rows: [timed(54.5), timed(45.5)] }))).toBe(true)
  expect(isRight(calibrated({ rows: [timed(51), timed(54.6)] }))).toBe(false)
  expect(isRight(calibrated({ rows: [] }))).toBe(false)
  expect(isRight(calibrated({ problems: ['No browser.'] }))).toBe(false)
})

test('the summary counts what is within, and says how far bounds were widened', () => {
  const summaryOf = (rows: CalibrationRow[]): string => summariseCalibration(calibrated({ rows }))
  expect(summaryOf([])).toBe('No number was calibrated.')
  expect(summaryOf([timed(50), timed(51)])).toBe('All 2 numbers are within their bounds.')
  expect(summaryOf([timed(50), timed(60), timed(51)])).toBe(
    '2 of 3 numbers are within their bounds, 1 is outside.',
  )
  expect(summaryOf([timed(50, 3), timed(60, 12), timed(51)])).toBe(
    'All 3 numbers are within their bounds. The machine was busy: 2 bounds were widened by up to 12 ms, its measured lateness or noise.',
  )
  expect(summaryOf([timed(50, 3)])).toContain('1 bound was widened by up to 3.0 ms')
})

test('a run without a calibration is told how to get one', () => {
  expect(standingOf(undefined, machine, 'npm run calibrate')).toEqual({
    kind: 'unknown',
    sentence: 'Not calibrated on this machine: npm run calibrate.',
  })
  // A page may be read where nobody can type that.
  expect(standingOf(undefined, machine).sentence).toBe('Not calibrated on this machine.')
})

test("another machine's calibration says nothing of this one, and what differs is named", () => {
  const other = { ...machine, browser: 'Chromium 155', memoryBytes: 4e9, fingerprint: 'bbbbbbbbbbbb' }
  const { kind, sentence } = standingOf(calibrated({ machine: other, rows: [timed(60)] }), machine)
  expect(kind).toBe('unknown')
  expect(sentence).toBe(
    'Not calibrated on this machine. The last calibration was taken with memory 4 GB, not 8 GB; browser Chromium 155, not Chromium 156.',
  )
})

test('a calibration on this machine is right, or not, or not whole', () => {
  expect(standingOf(calibrated({}), machine)).toEqual({
    kind: 'right',
    sentence: 'All 1 numbers are within their bounds.',
  })
  expect(standingOf(calibrated({ rows: [timed(60)] }), machine)).toEqual({
    kind: 'wrong',
    sentence: 'The calibration failed on this machine. 0 of 1 numbers are within their bounds, 1 is outside.',
  })
  const partial = standingOf(calibrated({ problems: ['The page probes are missing.'] }), machine)
  expect(partial.kind).toBe('wrong')
  expect(partial.sentence).toContain('The page probes are missing. All 1 numbers')
})
