import { parseExactly } from '../exact-json.ts'

/** @returns the texts and numbers at a place of JSON, in order, as texts; empty where there are none, or it is no JSON */
export const valuesAt = (body: string, place: string): string[] =>
  found(body, place).flatMap(value =>
    typeof value === 'string' || typeof value === 'number' ? [String(value)] : [],
  )

/** @returns the number at a place of JSON, or how many elements the list there has; `undefined` where it is neither, or below 0 */
export function countAt(body: string, place: string): number | undefined {
  const [value] = found(body, place)
  if (Array.isArray(value)) return value.length
  return typeof value === 'number' && value >= 0 ? value : undefined
}

function found(body: string, place: string): unknown[] {
  try {
    return place
      .split('.')
      .reduce<unknown[]>(
        (values, key) => values.flatMap(value => childrenOf(value, key)),
        [parseExactly(body)],
      )
  } catch {
    return []
  }
}

function childrenOf(value: unknown, key: string): unknown[] {
  if (typeof value !== 'object' || value === null) return []
  if (key === '*') return Object.values(value)
  return Object.hasOwn(value, key) ? [(value as Record<string, unknown>)[key]] : []
}
