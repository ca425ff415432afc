import { parseExactly } from '../../exact-json.ts'
import type { Answered } from '../wire/answered.ts'
import type { Extraction } from './mix.ts'

/** @returns the value that an answer has at a place, numbers beyond 2^53 as they are written; `undefined` where it has none, or it is an object */
export function extract(
  { body, headers }: Pick<Answered, 'body' | 'headers'>,
  from: Extraction,
): string | undefined {
  if ('json' in from) {
    const value = from.json.split('.').reduce(child, parsed(body, JSON.parse))
    // Only here and there: to read numbers as they are written takes several times as long.
    const isExact = typeof value !== 'number' || Number.isSafeInteger(value)
    return plain(isExact ? value : from.json.split('.').reduce(child, parsed(body, parseExactly)))
  }
  if ('match' in from) return new RegExp(from.match).exec(body)?.[1]
  const value = headers[from.header.toLowerCase()]
  return typeof value === 'string' ? value : value?.[0]
}

function parsed(body: string, parse: (text: string) => unknown): unknown {
  try {
    return parse(body)
  } catch {
    return undefined
  }
}

const child = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? (value as Record<string, unknown>)[key]
    : undefined

const plain = (value: unknown): string | undefined =>
  ['string', 'number', 'boolean'].includes(typeof value) ? String(value) : undefined
