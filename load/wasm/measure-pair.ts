import { statSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Measurement } from '../measure/measurement.ts'
import type { Recording } from '../measure/recording.ts'
import { PairRecord } from './pair-record.ts'
import type { Side } from './pair-record.ts'
import { PairFault, takeTurn } from './take-turn.ts'

/** The same function twice. */
export interface WasmPair {
  /** What the report calls it. Default `candidate`. */
  name?: string
  /** Path of the module whose function is in WebAssembly, from the working folder. See `load/wasm/wasm-module.ts`. */
  candidate: string
  /** Path of the module that does the same in JavaScript. */
  baseline: string
  /** Paths of files whose text they are given, the smallest first. */
  inputs: readonly string[]
}

/** How a pair is measured. */
export interface PairOptions {
  /** How often each of the two has its turn, in a process of its own. Default 10. */
  rounds?: number
  /** For how long each input is timed, ms, once warm. Default 150. */
  hotMs?: number
  /** Numbers of instances that run at once. Default none. */
  instances?: readonly number[]
}

const AT_ONCE_ROUNDS = 3
const AT_ONCE_MS = 300

/** Who is busy for at least this share of the time, with less than this share of that as CPU time, was kept waiting for a core. */
const [BUSY_FROM, STARVED_BELOW] = [0.5, 0.75]

/**
 * Compares what the two make of each input; where that is the same, times them in turns, each in a process of its own and once it is warm. A pair that
 * differs has no multiplier: who is faster at something else is no faster.
 */
export async function measurePair(
  pair: WasmPair,
  options: PairOptions,
  recording: Recording,
): Promise<Measurement[]> {
  const { name = 'candidate', inputs } = pair
  const whats = inputs.map(input => `${name}, ${sizeOf(input)}`)
  const record = new PairRecord(recording, name, whats, options.instances ?? [])
  try {
    requireFiles(pair)
    if (await areSame(pair, record)) {
      await timeInTurns(pair, options, record)
      await runAtOnce(pair, options, record)
    } else {
      record.excuse(`"${pair.candidate}" does not do the same as "${pair.baseline}", so neither is faster.`)
    }
  } catch (error) {
    if (!(error instanceof PairFault)) throw error
    record.excuse(error.message)
  }
  return record.toMeasurements()
}

async function areSame(pair: WasmPair, record: PairRecord): Promise<boolean> {
  const [candidate, baseline] = [urlOf(pair.candidate), urlOf(pair.baseline)]
  const turn = { kind: 'compare', candidate, baseline, inputs: pathsOf(pair.inputs) } as const
  const { differences } = await takeTurn(turn, pair.candidate)
  for (const [index, { what }] of record.inputs.entries()) record.compare(what, differences[index] ?? null)
  return differences.every(one => one === null)
}

async function timeInTurns(
  pair: WasmPair,
  { rounds = 10, hotMs = 150 }: PairOptions,
  record: PairRecord,
): Promise<void> {
  const inputs = pathsOf(pair.inputs)
  const timed = (side: Side) =>
    takeTurn({ kind: 'time', module: urlOf(pair[side]), inputs, hotMs }, pair[side])
  for (let round = 0; round < rounds; round++) {
    // Who comes first changes, as what goes on beside them may.
    const isFirst = round % 2 === 0
    const early = await timed(isFirst ? 'candidate' : 'baseline')
    const late = await timed(isFirst ? 'baseline' : 'candidate')
    const [candidate, baseline] = isFirst ? [early, late] : [late, early]
    record.cold.candidate.add(candidate.coldMs)
    record.cold.baseline.add(baseline.coldMs)
    for (const [index, { multiplier, memory, time }] of record.inputs.entries()) {
      const [own, other] = [candidate.hot[index], baseline.hot[index]]
      if (!own || !other) continue
      time.candidate.add(own.callMs)
      time.baseline.add(other.callMs)
      multiplier.add(other.callMs / own.callMs)
      memory.add(own.grownBytes)
    }
  }
}

async function runAtOnce(
  { candidate, inputs }: WasmPair,
  { instances = [] }: PairOptions,
  record: PairRecord,
): Promise<void> {
  const [input = ''] = pathsOf(inputs)
  for (let round = 0; round < AT_ONCE_ROUNDS; round++) {
    for (const [index, count] of instances.entries()) {
      const turn = { kind: 'at-once', module: urlOf(candidate), input, instances: count } as const
      const { perSecond, utilisation, cpu } = await takeTurn({ ...turn, forMs: AT_ONCE_MS }, candidate)
      record.atOnce[index]?.add(perSecond)
      if (utilisation >= BUSY_FROM && cpu < STARVED_BELOW * utilisation)
        record.atOnce[index]?.doubt({ kind: 'cpu-starved', utilisation, cpu })
    }
  }
}

const urlOf = (file: string): string => pathToFileURL(path.resolve(file)).href
const pathsOf = (files: readonly string[]): string[] => files.map(file => path.resolve(file))

function requireFiles({ candidate, baseline, inputs }: WasmPair): void {
  for (const [field, file] of [
    ['candidate', candidate],
    ['baseline', baseline],
    ...inputs.map(input => ['inputs', input] as const),
  ] as const) {
    if (!statSync(path.resolve(file), { throwIfNoEntry: false })?.isFile())
      throw new PairFault(`There is no file "${file}": correct "wasm.${field}".`)
  }
}

function sizeOf(file: string): string {
  const kilobytes = (statSync(file, { throwIfNoEntry: false })?.size ?? 0) / 1000
  return `${kilobytes < 10 ? kilobytes.toFixed(1) : Math.round(kilobytes)} kB`
}
