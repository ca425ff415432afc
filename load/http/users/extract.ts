import type { Answered } from '../wire/answered.ts'
import type { Extraction } from './mix.ts'

/** @returns the value that an answer has at a place; `undefined` where it has none, or it is an object */
export function extract(
  { body, headers }: Pick<Answered, 'body' | 'headers'>,
  from: Extraction,
): string | undefined {
  if ('json' in from) return plain(from.json.split('.').reduce(child, parsed(body)))
  if ('match' in from) return new RegExp(from.match).exec(body)?.[1]
  const value = headers[from.header]
  return typeof value === 'string' ? value : value?.[0]
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return undefined
  }
}

const child = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined

const plain = (value: unknown): string | undefined =>
  ['string', 'number', 'boolean'].includes(typeof value) ? String(value) : undefined
