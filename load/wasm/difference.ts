import { accessorsOf, whatHides } from './open-value.ts'

/**
 * Compares what two functions gave, to the last leaf: objects by their own fields, those of symbols by their descriptions, and by what accessors of
 * their classes give that both have; lists (arrays, typed arrays, buffers) by their items, maps by their keys, sets by what they have, dates by their time, patterns by
 * their text, errors by their text. Arrays, maps, sets and errors have their own fields as well. What is null, absent or a function counts as
 * none, in both. What leads back to itself is the same where every way through it is. It may be as deep as memory allows.
 *
 * @param at what the first difference is told of
 * @returns where two values differ first, and how; `undefined` where they are the same
 * @throws Error when one keeps what it is to itself: an instance without a field, with private ones, or a handle that wasm-bindgen makes
 */
export function differenceOf(one: unknown, other: unknown, at = 'result'): string | undefined {
  const comparison = new Comparison()
  const open: Iterator<Pair, undefined>[] = [[{ one, other, at, accessors: 0 }].values()]
  for (let pairs = open.at(-1); pairs; pairs = open.at(-1)) {
    const next = pairs.next()
    if (next.done) {
      open.pop()
      continue
    }
    const found = comparison.compare(next.value)
    if (typeof found === 'string') return found
    if (found) open.push(found)
  }
  return undefined
}

/** Accessors are read of what is reached through less than so many of them: one may give a new object each time, without an end. */
const MOST_ACCESSORS = 2

/** Two values that have to be the same. */
interface Pair {
  one: unknown
  other: unknown
  /** Where they are. */
  at: string
  /** Through how many accessors they were reached. */
  accessors: number
}

type Pairs = Generator<Pair, undefined>

type Kind = 'a list' | 'a map' | 'a set' | 'an object'

class Comparison {
  /** Of what is the same as another, or would be if nothing else differed, that other: with it, whatever leads back to itself is followed once. */
  readonly #sameAs = new WeakMap<object, object>()

  /** @returns how both differ; what else has to be the same; or `undefined` where they are the same */
  compare(pair: Pair): string | Pairs | undefined {
    const { at } = pair
    const [one, other] = [present(pair.one), present(pair.other)]
    if (Object.is(one, other)) return undefined
    const kind = kindOf(one)
    if (typeof one !== 'object' || typeof other !== 'object' || !one || !other || kind !== kindOf(other))
      return `${clipped(at)} is ${short(other)} rather than ${short(one)}`
    return this.#isTaken(one, other) ? undefined : pairsOf(kind, { ...pair, one, other })
  }

  /** Whether both are taken for the same already; from now on they are. */
  #isTaken(one: object, other: object): boolean {
    const [first, second] = [this.#first(one), this.#first(other)]
    if (first === second) return true
    this.#sameAs.set(second, first)
    return false
  }

  /** The one of all that are taken for the same which stands for them. */
  #first(value: object): object {
    const passed = []
    let first = value
    for (let next = this.#sameAs.get(first); next; next = this.#sameAs.get(first)) {
      passed.push(first)
      first = next
    }
    for (const one of passed) this.#sameAs.set(one, first)
    return first
  }
}

/** Two of one kind. */
interface Both extends Pair {
  one: object
  other: object
}

function* pairsOf(kind: Kind | undefined, both: Both): Pairs {
  const { one, other } = both
  if (kind === 'a list') yield* inLists(both, one as ArrayLike<unknown>, other as ArrayLike<unknown>)
  else if (kind === 'a map') yield* inMaps(both, one as Map<unknown, unknown>, other as Map<unknown, unknown>)
  else if (kind === 'a set')
    yield* inMaps(both, entriesOf(one as Set<unknown>), entriesOf(other as Set<unknown>))
  else yield* inAccessors(both)
  yield* inFields(both)
}

function* inLists({ at, accessors }: Both, was: ArrayLike<unknown>, is: ArrayLike<unknown>, by = ''): Pairs {
  for (let index = 0; index < Math.max(was.length, is.length); index++)
    yield { one: was[index], other: is[index], at: `${at}${by}.${index}`, accessors }
}

/** Keys that are objects have no names: they are compared in their order. */
function* inMaps(both: Both, was: Map<unknown, unknown>, is: Map<unknown, unknown>): Pairs {
  for (const key of new Set([...namesOf(was), ...namesOf(is)]))
    yield { ...both, one: was.get(key), other: is.get(key), at: `${both.at}.${String(key)}` }
  yield* inLists(both, namelessOf(was), namelessOf(is), ' by objects')
}

function* inFields(both: Both): Pairs {
  const [was, is] = [fieldsOf(both.one), fieldsOf(both.other)]
  for (const key of new Set([...was.keys(), ...is.keys()]))
    yield { ...both, one: was.get(key), other: is.get(key), at: `${both.at}.${key}` }
}

/** What only one of both has is its own way of showing its fields. */
function* inAccessors(both: Both): Pairs {
  const { one, other, at, accessors } = both
  for (const value of [one, other]) requireOpen(value, both)
  if (accessors >= MOST_ACCESSORS) return
  for (const name of new Set([...accessorsOf(one), ...accessorsOf(other)])) {
    if (!(name in one) || !(name in other)) continue
    const given = { one: read(one, name), other: read(other, name) }
    yield { ...given, at: `${at}.${name}`, accessors: accessors + 1 }
  }
}

function requireOpen(value: object, { at, accessors }: Both): void {
  const hides = whatHides(value, accessors > 0)
  if (hides === undefined) return
  throw new Error(
    `${clipped(at)} is ${hides}, and can't be compared: export "compared", which gives what has to be the same`,
  )
}

/** What an accessor throws is what it gives. */
function read(from: object, name: string): unknown {
  try {
    return Reflect.get(from, name)
  } catch (thrown) {
    return thrown
  }
}

function kindOf(value: unknown): Kind | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  if (Array.isArray(value) || ArrayBuffer.isView(value)) return 'a list'
  if (value instanceof Map) return 'a map'
  return value instanceof Set ? 'a set' : 'an object'
}

/** @returns what there is to compare of a value; `undefined` where that is none */
function present(value: unknown): unknown {
  if (value === null || typeof value === 'function') return undefined
  if (typeof value !== 'object') return value
  if (value instanceof Date) return `Date ${Number(value)}`
  if (value instanceof RegExp) return String(value)
  if (value instanceof Error) return Object.keys(value).length === 0 ? String(value) : value
  if (value instanceof ArrayBuffer || value instanceof SharedArrayBuffer) return new Uint8Array(value)
  return value instanceof DataView ? new Uint8Array(value.buffer, value.byteOffset, value.byteLength) : value
}

const INDEX = /^\d+$/

/** @returns its own fields by their names; of a list those that are no items, of a typed array none */
function fieldsOf(value: object): Map<string, unknown> {
  const fields = new Map<string, unknown>()
  if (ArrayBuffer.isView(value)) return fields
  const isList = Array.isArray(value)
  for (const key of Object.keys(value))
    if (!isList || !INDEX.test(key)) fields.set(key, Reflect.get(value, key))
  if (value instanceof Error) fields.set('text', String(value))
  for (const symbol of Object.getOwnPropertySymbols(value))
    if (Object.prototype.propertyIsEnumerable.call(value, symbol))
      fields.set(unusedName(`[${String(symbol)}]`, fields), Reflect.get(value, symbol))
  return fields
}

/** Symbols may share a description. */
function unusedName(name: string, fields: ReadonlyMap<string, unknown>): string {
  return fields.has(name) ? unusedName(`${name}'`, fields) : name
}

const isNamed = (key: unknown): boolean => typeof key !== 'object' || key === null

const namesOf = (map: Map<unknown, unknown>): unknown[] => [...map.keys()].filter(isNamed)

const namelessOf = (map: Map<unknown, unknown>): unknown[] => [...map].filter(([key]) => !isNamed(key))

/** @returns each that it has, and that it has it */
const entriesOf = (set: Set<unknown>): Map<unknown, unknown> => new Map([...set].map(one => [one, true]))

/** A longer path has its ends alone. It is not cut before it is told: each part of it would be copied for each. */
const LONGEST = 200

const clipped = (at: string): string =>
  at.length <= LONGEST ? at : `${at.slice(0, LONGEST / 2)} ... ${at.slice(-LONGEST / 2)}`

function short(value: unknown): string {
  if (typeof value === 'object' && value !== null) return kindOf(value) ?? 'an object'
  if (Object.is(value, -0)) return '-0'
  if (typeof value === 'bigint') return `${value}n`
  const text = typeof value === 'string' ? JSON.stringify(value) : String(value)
  return value === undefined ? 'nothing' : text.slice(0, 40)
}
