import { statSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Measurement } from '../measure/measurement.ts'
import type { Recording } from '../measure/recording.ts'
import { PairRecord, SIDES } from './pair-record.ts'
import type { OfPlace, Part, Side, Where } from './pair-record.ts'
import { PairFault, takeTurn } from './take-turn.ts'
import type { TakeTurn } from './turn.ts'

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
  /** Paths of the files that a page takes for bare names which the modules import. Default: none. */
  imports?: Readonly<Record<string, string>>
}

/** How a pair is measured. */
export interface PairOptions {
  /** How often each of the two has its turn, in a process of its own, and in a page, where there are six turns at most. Default 10. */
  rounds?: number
  /** For how long each input is timed in a turn, ms, once warm. Default 100. */
  hotMs?: number
  /** As many calls of the first input are timed at least in processes, of each side in all its turns: fewer where those of a turn take longer than three seconds. Default 10 000. */
  calls?: number
  /** Numbers of instances that run at once. Default none. */
  instances?: readonly number[]
  /** Has a page take turns as well, after the processes. Default: none does. */
  inPage?: TakeTurn
}

const ROUNDS = 10

/** So few pairs give the median an interval of 95 % (their least to their greatest: 1 - 2 / 2^6): what pages do is told, and not judged. */
const PAGE_ROUNDS = 6

const AT_ONCE_ROUNDS = 3
const AT_ONCE_MS = 300

/** Who is busy for at least this share of the time, with less than this share of that as CPU time, was kept waiting for a core. */
const [BUSY_FROM, STARVED_BELOW] = [0.5, 0.75]

/**
 * Compares what the two make of each input; where that is the same, times them in turns, each in a process of its own and once it is warm. A pair that
 * differs has no multiplier: who is faster at something else is no faster. All of that comes once more in pages, each a new one, where they can be imported
 * there.
 */
export async function measurePair(
  pair: WasmPair,
  options: PairOptions,
  recording: Recording,
): Promise<Measurement[]> {
  const { name = 'candidate', inputs } = pair
  const { instances = [], inPage } = options
  const whats = inputs.map(input => `${name}, ${sizeOf(input)}`)
  const record = new PairRecord(recording, { pair: name, whats, instances })
  const isMeasured = await measureIn('process', record, async () => {
    requireFiles(pair)
    return timeWhereSame(pair, options, record, 'process', takeTurn)
  })
  if (isMeasured)
    await measureIn('at-once', record, async () => {
      await runAtOnce(pair, options, record)
      return true
    })
  if (inPage && isMeasured)
    await measureIn('page', record, async () => {
      const rounds = Math.min(options.rounds ?? ROUNDS, PAGE_ROUNDS)
      // What takes so many calls is known of the processes: a page is there for what it does otherwise.
      return timeWhereSame(pair, { ...options, rounds, calls: 0 }, record, 'page', inPage)
    })
  return record.toMeasurements(inPage && isMeasured ? ['process', 'page'] : ['process'])
}

/** @returns what `work` does; false where that is at fault, which the record says */
async function measureIn(part: Part, record: PairRecord, work: () => Promise<boolean>): Promise<boolean> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof PairFault)) throw error
    record.excuse(part, error.message)
    return false
  }
}

/** @returns whether both do the same */
async function timeWhereSame(
  pair: WasmPair,
  options: PairOptions,
  record: PairRecord,
  where: Where,
  take: TakeTurn,
): Promise<boolean> {
  const [candidate, baseline] = [urlOf(pair.candidate), urlOf(pair.baseline)]
  const turn = { kind: 'compare', candidate, baseline, inputs: pathsOf(pair.inputs) } as const
  const { differences } = await take(turn, pair.candidate).catch(async (error: Error) => {
    // Where the other can't be compared with itself either, it is not the candidate's fault.
    await take({ ...turn, candidate: baseline }, pair.baseline)
    throw error
  })
  for (const [index, { what }] of record[where].inputs.entries())
    record.compare(where, what, differences[index] ?? null)
  if (differences.every(one => one === null)) {
    await timeInTurns(pair, options, record[where], take)
    return true
  }
  record.excuse(
    where,
    `"${pair.candidate}" does not do the same as "${pair.baseline}", so neither is faster.`,
  )
  return false
}

async function timeInTurns(
  pair: WasmPair,
  { rounds = ROUNDS, hotMs = 100, calls = 10_000 }: PairOptions,
  { cold, inputs: recorded }: OfPlace,
  take: TakeTurn,
): Promise<void> {
  const plan = { inputs: pathsOf(pair.inputs), hotMs, calls: Math.ceil(calls / rounds) }
  const timed = (side: Side) =>
    take({ kind: 'time', module: urlOf(pair[side]), ...plan } as const, pair[side])
  const called = recorded.map(() => ({ candidate: 0, baseline: 0 }))
  for (let round = 0; round < rounds; round++) {
    // Who comes first changes, as what goes on beside them may.
    const isFirst = round % 2 === 0
    const early = await timed(isFirst ? 'candidate' : 'baseline')
    const late = await timed(isFirst ? 'baseline' : 'candidate')
    const [candidate, baseline] = isFirst ? [early, late] : [late, early]
    cold.candidate.add(candidate.coldMs)
    cold.baseline.add(baseline.coldMs)
    for (const [index, { multiplier, memory, time }] of recorded.entries()) {
      const [own, other, sum] = [candidate.hot[index], baseline.hot[index], called[index]]
      if (!own || !other || !sum) continue
      time.candidate.add(own.callMs)
      time.baseline.add(other.callMs)
      multiplier.add(other.callMs / own.callMs)
      memory?.add(own.grownBytes)
      sum.candidate += own.calls
      sum.baseline += other.calls
    }
  }
  for (const [index, sum] of called.entries())
    for (const side of SIDES) recorded[index]?.calls[side].add(sum[side])
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
