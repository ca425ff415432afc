import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, test } from '@playwright/test'
import type { Measurement } from '../measure/measurement.ts'
import { Recording } from '../measure/recording.ts'
import { measurePair } from './measure-pair.ts'
import type { PairOptions } from './measure-pair.ts'
import { takeTurn } from './take-turn.ts'
import { timeModule } from './time-module.ts'
import type { TakeTurn } from './turn.ts'
import { differenceOf } from './difference.ts'

const module = (name: string): string => path.join(import.meta.dirname, 'testing/modules', `${name}.ts`)
const input = module('length')

const measure = (candidate: string, baseline: string, options: PairOptions = {}): Promise<Measurement[]> =>
  measurePair(
    { name: 'pair', candidate: module(candidate), baseline: module(baseline), inputs: [input] },
    { rounds: 2, hotMs: 150, ...options },
    new Recording(),
  )

const valuesOf = (measured: readonly Measurement[], metric: string): number[] =>
  measured
    .filter(one => one.metric === metric)
    .flatMap(({ data }) => (data.kind === 'samples' ? data.points.map(({ value }) => value) : []))

const wrongOf = (measured: readonly Measurement[]) =>
  measured.flatMap(({ metric, data }) => (metric === 'wasm.wrong' && data.kind === 'tally' ? [data] : []))

test('the multiplier is above 1 where the candidate is faster, and below where it is slower', async () => {
  for (const value of valuesOf(await measure('spin-1', 'spin-20'), 'wasm.multiplier')) {
    // Whoever is interrupted takes longer: what takes 1 ms is at most 20 times as fast.
    expect(value).toBeGreaterThan(2)
    expect(value).toBeLessThan(25)
  }
  const slower = await measure('spin-20', 'spin-1')
  expect(valuesOf(slower, 'wasm.multiplier')).toHaveLength(2)
  for (const value of valuesOf(slower, 'wasm.multiplier')) expect(value).toBeLessThan(0.5)
  expect(wrongOf(slower)).toMatchObject([{ total: 1, bad: 0 }])
  for (const value of valuesOf(slower, 'wasm.cold')) expect(value).toBeGreaterThanOrEqual(1)
})

test('the smallest input is called as often as is asked for, unless that takes longer than three seconds a turn', async () => {
  const inputs = [input, module('sum-wasm')]
  const pair = { name: 'pair', candidate: module('spin-1'), baseline: module('spin-20'), inputs }
  const options = { rounds: 2, hotMs: 11, calls: 400 }
  const calls = (await measurePair(pair, options, new Recording())).flatMap(({ metric, labels, data }) =>
    metric === 'wasm.calls' && data.kind === 'samples'
      ? [[labels['what']?.includes('0.2 kB'), labels['side'], data.points[0]?.value ?? 0] as const]
      : [],
  )
  const of = (isFirst: boolean, side: string): number =>
    calls.find(one => one[0] === isFirst && one[1] === side)?.[2] ?? Number.NaN
  expect(calls).toHaveLength(4)
  expect(of(true, 'candidate')).toBeGreaterThanOrEqual(400)
  // Two turns of three seconds have room for 300 calls of 20 ms, and a last block each.
  expect(of(true, 'baseline')).toBeLessThanOrEqual(310)
  expect(of(true, 'baseline')).toBeGreaterThan(of(false, 'baseline'))
  expect(of(false, 'candidate')).toBeLessThan(400)
})

test('pages take as many turns as are asked for, six at most', async () => {
  for (const [rounds, turns] of [
    [1, 2],
    [8, 12],
  ] as const) {
    let taken = 0
    const inPage: TakeTurn = async (turn, whose) => {
      if (turn.kind === 'time') taken += 1
      return takeTurn(turn, whose)
    }
    const measured = await measure('length', 'length', { rounds, hotMs: 1, calls: 0, inPage })
    expect(taken).toBe(turns)
    expect(valuesOf(measured, 'wasm.multiplier')).toHaveLength(rounds + turns / 2)
  }
})

test('a function has been called with each input before it is timed with any', async () => {
  const seen: string[] = []
  Object.assign(globalThis, { seen })
  const url = 'data:text/javascript,export const run = input => globalThis.seen.push(input)'
  const atMs: number[] = []
  const usedMs = () => performance.now()
  const heldBytes = async () => atMs.push(seen.length)
  const { hot } = await timeModule(url, ['small', 'large'], { hotMs: 5, calls: 0 }, { usedMs, heldBytes })
  const [small, large] = hot.map(({ calls }) => calls)
  const before = seen.length - (small ?? 0) - (large ?? 0)
  expect(new Set(seen.slice(0, before))).toEqual(new Set(['small', 'large']))
  // One call is the first, which loads; memory is read in the middle of the timed calls of each and after them.
  expect(atMs).toHaveLength(4)
  expect(atMs[0]).toBeGreaterThan(before)
})

test('a fast wrong answer is told with where it differs, and nothing is timed', async () => {
  const measured = await measure('spin', 'deep')
  expect(wrongOf(measured)).toMatchObject([{ total: 1, bad: 1 }])
  expect(Object.values(wrongOf(measured)[0]?.examples ?? {})).toEqual([
    expect.stringMatching(/^pair, 0\.\d+ kB: result is ".* rather than an object$/),
  ])
  const timed = measured.filter(({ metric }) => metric !== 'wasm.wrong')
  expect(timed.length).toBeGreaterThan(3)
  for (const { data, absence } of timed) {
    expect(data).toEqual({ kind: 'samples', points: [] })
    expect(absence).toContain('does not do the same as')
  }
})

test('what a module says has to be the same is compared, of that module', async () => {
  expect(wrongOf(await measure('deep-other', 'length', { rounds: 0 }))).toMatchObject([{ bad: 0 }])
  expect(wrongOf(await measure('deep-other', 'deep', { rounds: 0 }))).toMatchObject([{ bad: 1 }])
})

test('memory that each call keeps is told by the call', async () => {
  const [kept] = valuesOf(await measure('keeping', 'spin-1', { rounds: 1 }), 'wasm.memory')
  expect(kept).toBeGreaterThan(150_000)
  expect(kept).toBeLessThan(400_000)
  const [none] = valuesOf(await measure('spin-1', 'spin', { rounds: 1 }), 'wasm.memory')
  expect(none).toBeLessThan(50_000)
})

test('instances at once add up, and none calls more often than it can', async () => {
  const measured = await measure('sleeping', 'spin', { rounds: 0, instances: [1, 5] })
  const of = (instances: string): number[] =>
    valuesOf(
      measured.filter(({ labels }) => labels['instances'] === instances),
      'wasm.concurrent',
    )
  expect(of('1')).toHaveLength(3)
  for (const perSecond of of('1')) expect(perSecond).toBeLessThanOrEqual(51)
  for (const perSecond of of('5')) expect(perSecond).toBeLessThanOrEqual(255)
  expect(Math.max(...of('5'))).toBeGreaterThan(Math.max(...of('1')))
})

const FAULTS: [candidate: string, sentence: RegExp][] = [
  ['none', /^There is no file ".*none\.ts": correct "wasm\.candidate"\.$/],
  ['empty', /^".*empty\.ts" can't be measured: it exports no function "run"\. Correct the module/],
  ['throwing', /^".*throwing\.ts" can't be measured: out of bounds memory access\./],
  ['ending', /^".*ending\.ts" can't be measured: its process ended \(code 7\)\./],
  ['throwing-text', /^".*throwing-text\.ts" can't be measured: invalid utf-8 sequence\. Correct the module/],
]

const absenceOf = (measured: readonly Measurement[], metric = 'wasm.multiplier'): string | undefined =>
  measured.find(one => one.metric === metric)?.absence

for (const [candidate, sentence] of FAULTS) {
  test(`a candidate that can't be measured says why: ${candidate}`, async () => {
    expect(absenceOf(await measure(candidate, 'spin'))).toMatch(sentence)
  })
}

for (const [baseline, sentence] of FAULTS.filter(([name]) => name !== 'none')) {
  test(`a baseline that can't be measured is no fault of the candidate: ${baseline}`, async () => {
    expect(absenceOf(await measure('spin', baseline))).toMatch(sentence)
  })
}

test('functions that give nothing are not found to do the same', async () => {
  const measured = await measure('silent', 'silent')
  for (const metric of ['wasm.wrong', 'wasm.multiplier'])
    expect(absenceOf(measured, metric)).toMatch(
      /silent\.ts" can't be measured: its "run" gives nothing that could be compared: return the result/,
    )
  expect(absenceOf(await measure('silent', 'spin'), 'wasm.wrong')).toBeUndefined()
})

test('instances of which one ends its thread say so, and are not waited for', async () => {
  const measured = await measure('ending-thread', 'spin', { rounds: 1, instances: [1] })
  expect(absenceOf(measured, 'wasm.concurrent')).toMatch(
    /ending-thread\.ts" can't be measured: one of its threads ended \(code 3\)\./,
  )
  // What was measured before stands.
  expect(absenceOf(measured)).toBeUndefined()
  expect(valuesOf(measured, 'wasm.multiplier')).toHaveLength(1)
})

test('a function without an end is told as such', async () => {
  const url = pathToFileURL(module('endless')).href
  const turn = { kind: 'time', module: url, inputs: [input], hotMs: 1, calls: 0 } as const
  await expect(takeTurn(turn, 'endless.ts', 1500)).rejects.toThrow(
    '"endless.ts" can\'t be measured: it took longer than 1.5 s. Correct the module',
  )
})

test('results are compared to the last leaf; what is null or absent is none', () => {
  const tree = { type: 'A', body: [{ end: 3, raw: null, pattern: /x/u }] }
  expect(
    differenceOf(tree, { type: 'A', body: [{ end: 3, pattern: /x/u, parent: undefined }] }),
  ).toBeUndefined()
  expect(differenceOf(tree, { type: 'A', body: [{ end: 4, pattern: /x/u }] })).toBe(
    'result.body.0.end is 4 rather than 3',
  )
  expect(differenceOf(tree, { type: 'A', body: [] })).toBe('result.body.0 is nothing rather than an object')
  expect(differenceOf(tree, { type: 'A', body: [{ end: 3, pattern: /x/ }] })).toContain('pattern is "/x/"')
})

class Hidden {
  readonly #value: number
  constructor(value: number) {
    this.#value = value
  }
  get value(): number {
    return this.#value
  }
}

const bytes = (...values: number[]): ArrayBuffer => new Uint8Array(values).buffer

/** What is the same, what is not, and where that shows. */
const COMPARED: [what: string, one: unknown, same: unknown, other: unknown, found: string][] = [
  [
    'maps',
    new Map([['a', [1]]]),
    new Map([['a', [1]]]),
    new Map([['a', [2]]]),
    'result.a.0 is 2 rather than 1',
  ],
  [
    'maps by objects',
    new Map([[{ id: 1 }, 'x']]),
    new Map([[{ id: 1 }, 'x']]),
    new Map([[{ id: 2 }, 'x']]),
    'result by objects.0.0.id is 2 rather than 1',
  ],
  [
    'maps in another order',
    new Map([
      ['a', 1],
      ['b', 2],
    ]),
    new Map([
      ['b', 2],
      ['a', 1],
    ]),
    new Map([['a', 1]]),
    'result.b is nothing rather than 2',
  ],
  ['sets', new Set([1, 2]), new Set([2, 1]), new Set([1, 3]), 'result.2 is nothing rather than true'],
  ['dates', new Date(5), new Date(5), new Date(6), 'result is "Date 6" rather than "Date 5"'],
  ['buffers', bytes(1, 2), bytes(1, 2), bytes(1, 3), 'result.1 is 3 rather than 2'],
  [
    'views',
    new DataView(bytes(1)),
    new DataView(bytes(1)),
    new DataView(bytes(2)),
    'result.0 is 2 rather than 1',
  ],
  [
    'numbers in another list',
    [1, 2],
    Uint8Array.of(1, 2),
    Uint8Array.of(1),
    'result.1 is nothing rather than 2',
  ],
  ['lists and objects', [], [], {}, 'result is an object rather than a list'],
  ['maps and objects', new Map(), new Map(), {}, 'result is an object rather than a map'],
  ['errors', new Error('a'), new Error('a'), new Error('b'), 'result is "Error: b" rather than "Error: a"'],
  [
    'errors that say where',
    Object.assign(new Error('a'), { line: 3 }),
    Object.assign(new Error('a'), { line: 3 }),
    Object.assign(new Error('a'), { line: 4 }),
    'result.line is 4 rather than 3',
  ],
  ['zeros of either sign', -0, -0, 0, 'result is 0 rather than -0'],
  ['large numbers', 1n, 1n, 2n, 'result is 2n rather than 1n'],
  ['large numbers and others', 1n, 1n, 1, 'result is 1 rather than 1n'],
]

for (const [what, one, same, other, found] of COMPARED) {
  test(`results are compared by what they hold: ${what}`, () => {
    expect(differenceOf(one, same)).toBeUndefined()
    expect(differenceOf(one, other)).toBe(found)
  })
}

test('what leads back to itself is compared once', () => {
  const cyclic = (end: number): object => {
    const node: { end: number; parent?: object } = { end }
    node.parent = node
    return node
  }
  expect(differenceOf(cyclic(1), cyclic(1))).toBeUndefined()
  expect(differenceOf(cyclic(1), cyclic(2))).toBe('result.end is 2 rather than 1')
})

test('what keeps what it is to itself is not taken for the same', () => {
  const message =
    'result.node is an instance of Hidden that shows no field, and can\'t be compared: export "compared", which gives what has to be the same'
  expect(() => differenceOf({ node: new Hidden(1) }, { node: new Hidden(2) })).toThrow(message)
  expect(() => differenceOf({}, { node: new Hidden(2) })).not.toThrow()
})
