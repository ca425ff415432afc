import { parseExactly } from '../exact-json.ts'

/** @returns the texts and numbers at a place of JSON, in order, as texts; empty where there are none, or it is no JSON */
export const valuesAt = (body: string, place: string): string[] => found(body, place).flatMap(textOf)

/** @returns the same of a value that was read already */
export const valuesIn = (value: unknown, place: string): string[] => within(value, place).flatMap(textOf)

/** @returns all that stands at a place of JSON: of a list its elements; empty where there is nothing, or it is no JSON */
export const itemsAt = (body: string, place: string): unknown[] =>
  found(body, place).flatMap(value => (Array.isArray(value) ? value : [value]))

/** @returns the number at a place of JSON, or how many elements the list there has; `undefined` where it is neither, or below 0 */
export function countAt(body: string, place: string): number | undefined {
  const [value] = found(body, place)
  if (Array.isArray(value)) return value.length
  return typeof value === 'number' && value >= 0 ? value : undefined
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

function childrenOf(value: unknown, key: string): unknown[] {
  if (typeof value !== 'object' || value === null) return []
  if (key === '*') return Object.values(value)
  return Object.hasOwn(value, key) ? [(value as Record<string, unknown>)[key]] : []
}
