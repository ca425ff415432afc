/**
 * Compares what two functions gave, to the last leaf: objects by their own fields, lists (arrays, typed arrays, buffers) by their items, maps by their keys,
 * sets by what they have, dates by their time, patterns by their text, errors by their text and their own fields. What is null, absent or a function counts as none, in both.
 *
 * @param at what the first difference is told of
 * @returns where two values differ first, and how; `undefined` where they are the same
 * @throws Error when one keeps what it is to itself, as instances of classes with private fields do
 */
export function differenceOf(one: unknown, other: unknown, at = 'result'): string | undefined {
  return new Comparison().differenceOf(one, other, at)
}

type Kind = 'a list' | 'a map' | 'a set' | 'an object'

class Comparison {
  /** What was compared with what, or is being: what leads back to itself is not followed again. */
  readonly #compared = new WeakMap<object, object>()

  differenceOf(one: unknown, other: unknown, at: string): string | undefined {
    const [a, b] = [present(one), present(other)]
    if (Object.is(a, b)) return undefined
    const kind = kindOf(a)
    if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null || kind !== kindOf(b))
      return `${at} is ${short(b)} rather than ${short(a)}`
    if (this.#compared.get(a) === b) return undefined
    this.#compared.set(a, b)
    switch (kind) {
      case 'a list':
        return this.#inLists(a as ArrayLike<unknown>, b as ArrayLike<unknown>, at)
      case 'a map':
        return this.#inMaps(a as Map<unknown, unknown>, b as Map<unknown, unknown>, at)
      case 'a set':
        return this.#inMaps(entriesOf(a as Set<unknown>), entriesOf(b as Set<unknown>), at)
      case 'an object':
      case undefined:
        return this.#inObjects(a as Fields, b as Fields, at)
    }
  }

  #inLists(was: ArrayLike<unknown>, is: ArrayLike<unknown>, at: string): string | undefined {
    for (let index = 0; index < Math.max(was.length, is.length); index++) {
      const found = this.differenceOf(was[index], is[index], `${at}.${index}`)
      if (found !== undefined) return found
    }
    return undefined
  }

  /** Keys that are objects have no names: they are compared in their order. */
  #inMaps(was: Map<unknown, unknown>, is: Map<unknown, unknown>, at: string): string | undefined {
    for (const key of new Set([...namesOf(was), ...namesOf(is)])) {
      const found = this.differenceOf(was.get(key), is.get(key), `${at}.${String(key)}`)
      if (found !== undefined) return found
    }
    return this.#inLists(namelessOf(was), namelessOf(is), `${at} by objects`)
  }

  #inObjects(was: Fields, is: Fields, at: string): string | undefined {
    for (const one of [was, is]) requireOpen(one, at)
    for (const key of new Set([...Object.keys(was), ...Object.keys(is)])) {
      const found = this.differenceOf(was[key], is[key], `${at}.${key}`)
      if (found !== undefined) return found
    }
    return undefined
  }
}

type Fields = Readonly<Record<string, unknown>>

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
  if (value instanceof Error)
    return Object.keys(value).length === 0 ? String(value) : Object.assign({}, value, { text: String(value) })
  if (value instanceof ArrayBuffer || value instanceof SharedArrayBuffer) return new Uint8Array(value)
  return value instanceof DataView ? new Uint8Array(value.buffer, value.byteOffset, value.byteLength) : value
}

const isNamed = (key: unknown): boolean => typeof key !== 'object' || key === null

const namesOf = (map: Map<unknown, unknown>): unknown[] => [...map.keys()].filter(isNamed)

const namelessOf = (map: Map<unknown, unknown>): unknown[] => [...map].filter(([key]) => !isNamed(key))

/** @returns each that it has, and that it has it */
const entriesOf = (set: Set<unknown>): Map<unknown, unknown> => new Map([...set].map(one => [one, true]))

/** What has no field of its own and is of a class may be anything. */
function requireOpen(value: object, at: string): void {
  const parent: unknown = Object.getPrototypeOf(value)
  if (parent === Object.prototype || parent === null || Object.keys(value).length > 0) return
  throw new Error(
    `${at} is an instance of ${value.constructor.name} that shows no field, and can't be compared: export "compared", which gives what has to be the same`,
  )
}

function short(value: unknown): string {
  if (typeof value === 'object' && value !== null) return kindOf(value) ?? 'an object'
  if (Object.is(value, -0)) return '-0'
  if (typeof value === 'bigint') return `${value}n`
  const text = typeof value === 'string' ? JSON.stringify(value) : String(value)
  return value === undefined ? 'nothing' : text.slice(0, 40)
}
