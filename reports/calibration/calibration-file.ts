import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { makeFolder } from '../files/make-folder.ts'
import { writingRemedy } from '../files/writing-remedy.ts'
import type { Calibration } from './calibration.ts'
import { command } from '../command-line/command.ts'

/** A calibration's file that can't be written or read. */
export class CalibrationFileError extends Error {
  readonly code = 'ERR_CALIBRATION_FILE'

  constructor(message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'CalibrationFileError'
    this.stack = `${this.name}: ${this.message}`
  }
}

const figure = z.number().nullable()

const schema: z.ZodType<Calibration> = z.object({
  schemaVersion: z.literal(1),
  takenAt: z.iso.datetime(),
  short: z.boolean(),
  machine: z.object({
    cpu: z.string(),
    cores: z.number(),
    memoryBytes: z.number(),
    os: z.string(),
    node: z.string(),
    browser: z.string(),
    fingerprint: z.string(),
  }),
  rows: z.array(
    z.object({
      instrument: z.string(),
      subject: z.string(),
      quantity: z.string(),
      unit: z.enum(['ms', 'bytes', 'ratio', 'per-second', 'count', 'score', 'times', 'usd']),
      truth: figure,
      measured: figure,
      bound: figure,
      widenedBy: figure,
    }),
  ),
  notes: z.array(z.string()),
  problems: z.array(z.string()),
})

const fileIn = (results: string): string => path.join(results, 'calibration.json')

/**
 * Writes a calibration beside the runs, in the place of the one before, which is lost only when the new one is written whole.
 *
 * @param results folder of all runs
 * @returns the file
 * @throws CalibrationFileError when it can't be written
 */
export function writeCalibration(results: string, calibration: Calibration): string {
  const file = fileIn(results)
  const unfinished = `${file}.${process.pid}.tmp`
  try {
    makeFolder(results)
    writeFileSync(unfinished, `${JSON.stringify(calibration, undefined, 1)}\n`)
    renameSync(unfinished, file)
    return file
  } catch (error) {
    if (existsSync(unfinished)) rmSync(unfinished, { recursive: true })
    const remedy = writingRemedy(error, 'set PERF_RESULTS to a folder that can be written')
    throw new CalibrationFileError(`${file} can't be written (${(error as Error).message}): ${remedy}.`, {
      cause: error,
    })
  }
}

/**
 * @param results folder of all runs
 * @returns the last calibration; undefined when there was none
 * @throws CalibrationFileError when there is a file, and it is not a calibration's
 */
export function readCalibration(results: string): Calibration | undefined {
  const file = fileIn(results)
  const remedy = `${command('calibrate')} writes a new one.`
  let parsed: unknown
  try {
    parsed = JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined
    throw new CalibrationFileError(`The calibration in ${file} can't be read (${message}): ${remedy}`, {
      cause: error,
    })
  }
  const result = schema.safeParse(parsed)
  if (result.success) return result.data
  const faults = result.error.issues
    .slice(0, 3)
    .map(issue => `${issue.path.join('.') || 'document'}: ${issue.message}`)
  throw new CalibrationFileError(
    `${file} is no calibration of schema version 1 (${faults.join('; ')}): ${remedy}`,
  )
}

/**
 * @param results folder of all runs
 * @returns the last calibration; one that can't be read counts as none, and is a problem in a sentence
 */
export function lastCalibration(results: string): { calibration?: Calibration; problem?: string } {
  try {
    const calibration = readCalibration(results)
    return calibration ? { calibration } : {}
  } catch (error) {
    if (!(error instanceof CalibrationFileError)) throw error
    return { problem: error.message }
  }
}
