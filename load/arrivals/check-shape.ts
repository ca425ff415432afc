import { MOST_POISSON } from './poisson.ts'
import type { ArrivalShape } from './shape.ts'

interface Rule {
  allowed: string
  holds: (value: number) => boolean
}
type Leaf = Exclude<ArrivalShape, { parts: unknown } | { of: unknown }>
type Rules = { [K in Leaf['kind']]: Record<Exclude<keyof Extract<Leaf, { kind: K }>, 'kind'>, Rule> }

const within = (from: number, to: number): Rule => ({
  allowed: `${from} to ${to}`,
  holds: value => value >= from && value <= to,
})
const whole = (from: number, to: number): Rule => ({
  allowed: `a whole number from ${from} to ${to}`,
  holds: value => Number.isInteger(value) && value >= from && value <= to,
})
const aboveZero = (to: number): Rule => ({
  allowed: `a number above 0, at most ${to}`,
  holds: value => value > 0 && value <= to,
})
const rate = aboveZero(1e9)
const rateOrZero = within(0, 1e9)
const length = aboveZero(1e10)
const lengthOrZero = within(0, 1e10)

const RULES: Rules = {
  constant: { perSecond: rate, durationMs: length },
  ramp: { fromPerSecond: rateOrZero, toPerSecond: rateOrZero, durationMs: length },
  step: {
    fromPerSecond: rateOrZero,
    toPerSecond: rateOrZero,
    steps: whole(1, 10_000),
    holdMs: length,
  },
  spike: {
    basePerSecond: rateOrZero,
    peakPerSecond: rate,
    atMs: lengthOrZero,
    peakMs: length,
    durationMs: length,
  },
  burst: { size: whole(1, 1_000_000), everyMs: length, durationMs: length },
  sustained: { perSecond: rate, rampMs: length, holdMs: length },
  sinus: {
    meanPerSecond: rate,
    amplitudePerSecond: rateOrZero,
    periodMs: length,
    phase: { allowed: '0 to below 1', holds: value => value >= 0 && value < 1 },
    durationMs: length,
  },
  poisson: { perSecond: rate, durationMs: length, seed: whole(0, 2 ** 32 - 1) },
}

/** @throws RangeError that names all that is wrong with a shape, its parts included: what, its value, and what is allowed */
export function checkShape(shape: ArrivalShape): void {
  const faults = faultsOf(shape, '')
  if (faults.length === 0) faults.push(...poissonFaults(shape))
  if (faults.length > 0) throw new RangeError(`These arrivals cannot be: ${faults.join('; ')}.`)
}

const fault = (name: string, value: unknown, allowed: string): string =>
  `${name} = ${String(value)} (allowed: ${allowed})`

/** @param at where the shape is within the whole, e.g. `parts[0].` */
function faultsOf(shape: unknown, at: string): string[] {
  if (typeof shape !== 'object' || shape === null)
    return [fault(`${at}shape`, shape, 'an object with a kind')]
  const { kind, ...fields } = shape as Record<string, unknown>
  if (kind === 'sequence' || kind === 'sum') return compositionFaults(fields, at)
  if (kind === 'share') return shareFaults(fields, at)
  if (typeof kind !== 'string' || !Object.hasOwn(RULES, kind)) {
    return [fault(`${at}kind`, kind, [...Object.keys(RULES), 'sequence', 'sum', 'share'].join(', '))]
  }
  const rules: Record<string, Rule> = RULES[kind as Leaf['kind']]
  const wrong = Object.entries(rules)
    .filter(([name, rule]) => typeof fields[name] !== 'number' || !rule.holds(fields[name]))
    .map(([name, rule]) => fault(at + name, fields[name], rule.allowed))
  const related = wrong.length > 0 ? [] : relationFaults(shape as Leaf, at)
  return [...wrong, ...related, ...unknownFields(fields, Object.keys(rules), at)]
}

function unknownFields(fields: Record<string, unknown>, known: string[], at: string): string[] {
  return Object.entries(fields)
    .filter(([name]) => !known.includes(name))
    .map(([name, value]) => fault(at + name, value, `only ${known.join(', ')}`))
}

function compositionFaults(fields: Record<string, unknown>, at: string): string[] {
  const { parts } = fields
  const unknown = unknownFields(fields, ['parts'], at)
  if (!Array.isArray(parts) || parts.length === 0) {
    const value = Array.isArray(parts) ? '[]' : parts
    return [fault(`${at}parts`, value, 'a list of one shape or more'), ...unknown]
  }
  return [...parts.flatMap((part, index) => faultsOf(part, `${at}parts[${index}].`)), ...unknown]
}

function shareFaults(fields: Record<string, unknown>, at: string): string[] {
  const { of, index, count } = fields
  const isWhole = (value: unknown, from: number): value is number =>
    Number.isInteger(value) && (value as number) >= from
  return [
    ...(typeof of === 'object' && of !== null
      ? faultsOf(of, `${at}of.`)
      : [fault(`${at}of`, of, 'an object with a kind')]),
    ...(isWhole(count, 1) ? [] : [fault(`${at}count`, count, 'a whole number from 1')]),
    ...(isWhole(index, 0) && !(isWhole(count, 1) && index >= count)
      ? []
      : [fault(`${at}index`, index, `a whole number from 0 to below count = ${String(count)}`)]),
    ...unknownFields(fields, ['of', 'index', 'count'], at),
  ]
}

/** What is wrong between numbers that are each allowed. */
function relationFaults(shape: Leaf, at: string): string[] {
  switch (shape.kind) {
    case 'ramp':
    case 'step': {
      const together = shape.fromPerSecond + shape.toPerSecond
      return together > 0 ? [] : [fault(`${at}fromPerSecond + toPerSecond`, together, 'above 0')]
    }
    case 'spike': {
      const { basePerSecond, peakPerSecond, atMs, peakMs, durationMs } = shape
      const above = `above basePerSecond = ${basePerSecond}`
      const inside = `at most durationMs = ${durationMs}`
      return [
        ...(peakPerSecond > basePerSecond ? [] : [fault(`${at}peakPerSecond`, peakPerSecond, above)]),
        ...(atMs + peakMs <= durationMs ? [] : [fault(`${at}atMs + peakMs`, atMs + peakMs, inside)]),
      ]
    }
    case 'sinus': {
      const { meanPerSecond, amplitudePerSecond } = shape
      const most = `at most meanPerSecond = ${meanPerSecond}`
      return amplitudePerSecond <= meanPerSecond
        ? []
        : [fault(`${at}amplitudePerSecond`, amplitudePerSecond, most)]
    }
    default:
      return []
  }
}

function poissonFaults(shape: ArrivalShape): string[] {
  const expected = expectedPoisson(shape)
  const remedy = `at most ${MOST_POISSON}, as their times are kept; share them among threads, each with a part of the rate and its own seed`
  return expected <= MOST_POISSON ? [] : [fault('expected Poisson arrivals', expected, remedy)]
}

function expectedPoisson(shape: ArrivalShape): number {
  if (shape.kind === 'poisson') return (shape.perSecond * shape.durationMs) / 1000
  if (shape.kind === 'share') return expectedPoisson(shape.of)
  if (!('parts' in shape)) return 0
  return shape.parts.reduce((expected, part) => expected + expectedPoisson(part), 0)
}
