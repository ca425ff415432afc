import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { writingRemedy } from '../files/writing-remedy.ts'
import type { Baseline } from './baseline.ts'
import { command } from '../command-line/command.ts'

/** A baseline that can't be used. The message says which, and what to do. */
export class BaselineError extends Error {
  readonly code = 'ERR_BASELINE'

  constructor(message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'BaselineError'
    this.stack = `${this.name}: ${this.message}`
  }
}

const text = z.string()

const schema: z.ZodType<Baseline> = z.object({
  schemaVersion: z.literal(1),
  name: text,
  savedAt: z.iso.datetime(),
  conditions: z.object({
    target: text,
    fleetmark: text,
    machine: z.object({
      cpu: text,
      cores: z.number(),
      memoryBytes: z.number(),
      os: text,
      node: text,
      browser: text,
      fingerprint: text,
    }),
    settings: z.record(text, text),
  }),
  runs: z
    .array(
      z.object({
        id: text,
        startedAt: text,
        figures: z.array(
          z.object({
            name: text,
            title: text,
            metric: text,
            labels: z.record(text, text),
            unit: z.enum(['ms', 'bytes', 'ratio', 'per-second', 'count', 'score', 'times', 'usd']),
            statistic: text,
            value: z.number(),
            n: z.number(),
          }),
        ),
      }),
    )
    .min(1),
})

const folderIn = (results: string): string => path.join(results, 'baselines')

/** @returns the file of a baseline @throws BaselineError when the name is none: letters, digits, dots, dashes and underscores */
function fileOf(results: string, name: string): string {
  if (!/^\w[\w.-]{0,99}$/.test(name)) {
    throw new BaselineError(
      `"${name}" can't be a baseline's name: use up to 100 letters, digits, dots, dashes and underscores.`,
    )
  }
  return path.join(folderIn(results), `${name}.json`)
}

/**
 * Writes a baseline, in the place of one of the same name, which is lost only when the new one is written whole.
 *
 * @param results folder of all runs
 * @returns the file
 * @throws BaselineError when the name is none, or the file can't be written
 */
export function saveBaseline(results: string, baseline: Baseline): string {
  const file = fileOf(results, baseline.name)
  const unfinished = `${file}.${process.pid}.tmp`
  try {
    mkdirSync(folderIn(results), { recursive: true })
    writeFileSync(unfinished, `${JSON.stringify(baseline)}\n`)
    renameSync(unfinished, file)
    return file
  } catch (error) {
    const remedy = writingRemedy(error, 'set PERF_RESULTS to a folder that can be written')
    throw new BaselineError(`${file} can't be written (${(error as Error).message}): ${remedy}.`, {
      cause: error,
    })
  }
}

/** @returns the names of all baselines, by the alphabet */
export function listBaselines(results: string): string[] {
  const folder = folderIn(results)
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .filter(file => file.endsWith('.json'))
    .map(file => path.basename(file, '.json'))
    .sort()
}

/** @throws BaselineError when there is none of that name, or its file is broken */
export function readBaseline(results: string, name: string): Baseline {
  const file = fileOf(results, name)
  if (!existsSync(file)) {
    const known = listBaselines(results)
    const others = known.length > 0 ? `There are ${known.join(', ')}.` : 'There is none yet.'
    throw new BaselineError(
      `There is no baseline ${name} in ${folderIn(results)}. ${others} Save one: ${command('baseline', `save ${name}`)}.`,
    )
  }
  try {
    return schema.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch (error) {
    throw new BaselineError(
      `The baseline ${file} can't be read (${faultOf(error)}). Save it anew: ${command('baseline', `save ${name}`)}.`,
      { cause: error },
    )
  }
}

/** @throws BaselineError when there is none of that name */
export function dropBaseline(results: string, name: string): void {
  const file = fileOf(results, name)
  if (!existsSync(file)) readBaseline(results, name)
  rmSync(file)
}

function faultOf(error: unknown): string {
  if (!(error instanceof z.ZodError)) return (error as Error).message
  const [issue] = error.issues
  return `${issue?.path.join('.')}: ${issue?.message}`
}
