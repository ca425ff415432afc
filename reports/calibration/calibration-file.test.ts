import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test } from '@playwright/test'
import { composeCalibration } from './calibration.ts'
import { CalibrationFileError, readCalibration, writeCalibration } from './calibration-file.ts'
import { describeMachine } from '../machine.ts'
import { sampleCalibration } from '../viewer/testing/sample-calibration.ts'

const sample = sampleCalibration(describeMachine('none'), Date.UTC(2026, 10, 21))

let scratch = ''
test.beforeEach(() => {
  scratch = mkdtempSync(path.join(tmpdir(), 'calibration-'))
})
test.afterEach(() => {
  rmSync(scratch, { recursive: true })
})

test('what is written is read back, a number that was not given included', () => {
  const results = path.join(scratch, 'not/yet/there')
  expect(writeCalibration(results, sample)).toBe(path.join(results, 'calibration.json'))
  expect(readCalibration(results)).toEqual(sample)
  const row = {
    instrument: 'a',
    subject: 'b',
    quantity: 'c',
    unit: 'ms',
    truth: 1,
    bound: 2,
    widenedBy: 0,
  } as const
  const lacking = composeCalibration({
    ...sample,
    takenAtMs: 0,
    rows: [{ ...row, measured: Number.NaN }],
  })
  writeCalibration(results, lacking)
  expect(readCalibration(results)?.rows).toEqual([{ ...row, measured: null }])
  expect(readdirSync(results)).toEqual(['calibration.json'])
})

test('where none was written there is none', () => {
  expect(readCalibration(scratch)).toBeUndefined()
  expect(readCalibration(path.join(scratch, 'nowhere'))).toBeUndefined()
})

test('a write that fails leaves the calibration before it, and nothing else', () => {
  writeCalibration(scratch, sample)
  const inTheWay = path.join(scratch, `calibration.json.${process.pid}.tmp`)
  mkdirSync(inTheWay)
  expect(() => writeCalibration(scratch, { ...sample, notes: ['new'] })).toThrow(CalibrationFileError)
  expect(readCalibration(scratch)).toEqual(sample)
  expect(readdirSync(scratch)).toEqual(['calibration.json'])
})

test('a folder that cannot be written is named with the remedy', () => {
  const file = path.join(scratch, 'a-file')
  writeFileSync(file, '')
  expect(() => writeCalibration(path.join(file, 'results'), sample)).toThrow(
    /a-file\/results\/calibration\.json can't be written \(.+\): set PERF_RESULTS/,
  )
  expect(existsSync(path.join(file, 'results'))).toBe(false)
})

test('a broken file is reported with what is wrong with it', () => {
  const broken = (text: string): string => {
    writeFileSync(path.join(scratch, 'calibration.json'), text)
    try {
      readCalibration(scratch)
    } catch (error) {
      if (error instanceof CalibrationFileError) return error.message
      throw error
    }
    return 'read'
  }
  expect(broken('{"schemaVersion":')).toMatch(
    /can't be read \(.*JSON.*\): npm run calibrate writes a new one/,
  )
  expect(broken('null')).toContain('is no calibration of schema version 1 (document: ')
  expect(broken(JSON.stringify({ ...sample, schemaVersion: 2 }))).toContain('(schemaVersion: ')
  const [row] = sample.rows
  expect(broken(JSON.stringify({ ...sample, rows: [{ ...row, measured: 'much' }] }))).toContain(
    '(rows.0.measured: ',
  )
  expect(broken(JSON.stringify(sample))).toBe('read')
})
