import { parseExactly } from '../exact-json.ts'

/** @returns the texts and numbers at a place of JSON, in order, as texts; empty where there are none, or it is no JSON */
export const valuesAt = (body: string, place: string): string[] => found(body, place).flatMap(textOf)

/** @returns the same of a value that was read already */
export const valuesIn = (value: unknown, place: string): string[] => within(value, place).flatMap(textOf)

/** @returns the text, the number, or the truth value at a place of JSON, as a text; `undefined` where there is none, or it is no JSON */
export const stateAt = (body: string, place: string): string | undefined => stateOf(found(body, place))

/** @returns the same of a value that was read already */
export const stateIn = (value: unknown, place: string): string | undefined => stateOf(within(value, place))

/** @returns all that stands at a place of JSON: of a list its elements; empty where there is nothing, or it is no JSON */
export const itemsAt = (body: string, place: string): unknown[] =>
  found(body, place).flatMap(value => (Array.isArray(value) ? value : [value]))

/**
 * @returns the number at a place of JSON (a whole one may be written as a text), or how many elements the list there has; with `*` the sum of those of each element, an
 * element that is an object counting one; `undefined` where one of them is missing, is neither, or is below 0
 */
export function countAt(body: string, place: string): number | undefined {
  try {
    return countIn(parseExactly(body), place.split('.'), false)
  } catch {
    return undefined
  }
}

/** @returns the same, or the number there that is no count: one below 0, or no whole one */
export function numberAt(body: string, place: string): number | undefined {
  const [text] = valuesAt(body, place)
  const number = text === undefined || text.trim() === '' ? Number.NaN : Number(text)
  return countAt(body, place) ?? (Number.isFinite(number) ? number : undefined)
}

function countIn(value: unknown, [key, ...others]: readonly string[], isEach: boolean): number | undefined {
  if (key === undefined) return countOf(value, isEach)
  if (typeof value !== 'object' || value === null) return undefined
  if (key !== '*')
    return Object.hasOwn(value, key)
      ? countIn((value as Record<string, unknown>)[key], others, isEach)
      : undefined
  let sum = 0
  for (const one of Object.values(value)) {
    const count = countIn(one, others, true)
    if (count === undefined) return undefined
    sum += count
  }
  return sum
}

function countOf(value: unknown, isEach: boolean): number | undefined {
  if (Array.isArray(value)) return value.length
  if (typeof value === 'object' && value !== null) return isEach ? 1 : undefined
  const number = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value
  return typeof number === 'number' && Number.isSafeInteger(number) && number >= 0 ? number : undefined
}

function found(body: string, place: string): unknown[] {
  try {
    return within(parseExactly(body), place)
  } catch {
    return []
  }
}

const within = (value: unknown, place: string): unknown[] =>
  place.split('.').reduce<unknown[]>((values, key) => values.flatMap(one => childrenOf(one, key)), [value])

const textOf = (value: unknown): string[] =>
  typeof value === 'string' || typeof value === 'number' ? [String(value)] : []

const stateOf = ([value]: readonly unknown[]): string | undefined =>
  typeof value === 'boolean' ? String(value) : textOf(value)[0]

function childrenOf(value: unknown, key: string): unknown[] {
  if (typeof value !== 'object' || value === null) return []
  if (key === '*') return Object.values(value)
  return Object.hasOwn(value, key) ? [(value as Record<string, unknown>)[key]] : []
}
