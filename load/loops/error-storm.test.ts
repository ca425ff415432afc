import { expect, test } from '@playwright/test'
import { ErrorStorm } from './error-storm.ts'
import type { FaultKind, Outcome } from './operation.ts'

const outcome = (fault?: [kind: FaultKind, cause: string]): Outcome => ({
  startMs: 0,
  endMs: 0,
  fault: fault && { kind: fault[0], cause: fault[1], example: '' },
  marks: undefined,
  sizes: undefined,
  values: undefined,
})
const good = outcome()
const broken = outcome(['answer', 'status 503'])

/** Hears so many of each, one after the other, spread over a time. @returns what is told last */
function hear(storm: ErrorStorm, all: readonly Outcome[], fromMs: number, forMs: number): string | undefined {
  let told: string | undefined
  for (const [index, one] of all.entries()) told = storm.heard(one, fromMs + (forMs * index) / all.length)
  return told
}
const many = (count: number, one: Outcome): Outcome[] => Array.from({ length: count }, () => one)

test('40 failures that are half of all within 5 s are a storm, told by its numbers and its cause', () => {
  const mixed = many(40, good).flatMap(one => [one, broken])
  expect(hear(new ErrorStorm(), mixed, 0, 4000)).toBe('40 of 80 requests failed in 5 s, most by status 503')
  expect(hear(new ErrorStorm(), mixed.slice(0, -2), 0, 4000)).toBeUndefined()
})

test('a moment in which all fails is none: the first 2 s are waited for', () => {
  expect(hear(new ErrorStorm(), many(1000, broken), 0, 2000)).toBeUndefined()
  expect(hear(new ErrorStorm(), many(1001, broken), 0, 2002)).toBe(
    '1001 of 1001 requests failed in 5 s, most by status 503',
  )
})

test('one of several machines goes by its part of the failures, and by no fewer than 10', () => {
  for (const [machines, failures] of [
    [1, 40],
    [2, 20],
    [3, 14],
    [4, 10],
    [64, 10],
  ] as const) {
    const least = many(failures, broken)
    expect(hear(new ErrorStorm(machines), least, 0, 4000)).toContain(`${failures} of ${failures}`)
    expect(hear(new ErrorStorm(machines), least.slice(1), 0, 4000)).toBeUndefined()
  }
})

test('less than half of all, or as many over a longer time, are none', () => {
  const few = many(300, good).flatMap((one, index) => [
    one,
    one,
    ...(index % 2 ? [broken, broken, broken] : []),
  ])
  expect(hear(new ErrorStorm(), few, 0, 4000)).toBeUndefined()
  expect(hear(new ErrorStorm(), many(78, broken), 0, 10_000)).toBeUndefined()
  const storm = new ErrorStorm()
  hear(storm, many(39, broken), 0, 3000)
  expect(hear(storm, many(39, broken), 60_000, 3000)).toBeUndefined()
})

test('what fails by what was asked is none: a status below 500, an answer that is not as expected, a limit of this machine', () => {
  for (const fault of [
    ['answer', 'status 429'],
    ['answer', 'check: no "id"'],
    ['own-limit', 'EMFILE'],
    ['recycled', 'ECONNRESET'],
  ] as const)
    expect(hear(new ErrorStorm(), many(1000, outcome([...fault])), 0, 4000)).toBeUndefined()
  for (const fault of [
    ['timeout', 'timeout'],
    ['connection', 'ECONNREFUSED'],
  ] as const)
    expect(hear(new ErrorStorm(), many(1000, outcome([...fault])), 0, 4000)).toContain('most by')
})
