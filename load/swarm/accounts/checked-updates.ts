import type { ReceivedUpdate } from '../protocol.ts'
import { quoted } from './quoted.ts'

/** The fields of an update that are numbers. */
const NUMBERS = ['agent', 'seq', 'value', 'sentAtMs', 'merged'] as const

/**
 * Holds against `ReceivedUpdate` what a target's `read` gave: types are stripped and not checked. A number that is text of digits, or a
 * `bigint` (as readers of protobuf and MessagePack give), is taken as one.
 *
 * @throws TypeError that names what was given and what to give instead
 */
export function checkedUpdates(given: unknown): readonly ReceivedUpdate[] {
  if (!Array.isArray(given))
    throw new TypeError(`read gave ${quoted(given)}: give an array of { agent, value } or { agent, seq }`)
  return given.every(isSound) ? given : given.map(checked)
}

/** @returns whether it is as it should be, without a copy: nearly all are */
function isSound(one: unknown): one is ReceivedUpdate {
  if (typeof one !== 'object' || one === null) return false
  const { agent, seq, value, sentAtMs, merged } = one as Record<string, unknown>
  return (
    typeof agent === 'number' &&
    (seq === undefined || isWhole(seq)) &&
    (value === undefined || typeof value === 'number') &&
    (sentAtMs === undefined || (typeof sentAtMs === 'number' && Number.isFinite(sentAtMs))) &&
    (merged === undefined || isWhole(merged))
  )
}

function checked(one: unknown): ReceivedUpdate {
  if (typeof one !== 'object' || one === null)
    throw new TypeError(`read gave ${quoted(one)} in its array: give { agent, value } or { agent, seq }`)
  const update: Record<string, unknown> = { ...one }
  for (const name of NUMBERS) {
    const value = update[name]
    if (value === null) delete update[name]
    else if (typeof value === 'bigint' || (typeof value === 'string' && /^\d+$/.test(value)))
      update[name] = Number(value)
  }
  if (isSound(update)) return update
  const wrong = NUMBERS.find(name => !isSound({ agent: 0, [name]: update[name] })) ?? 'agent'
  const rule = wrong === 'seq' || wrong === 'merged' ? 'a whole number from 0' : 'a number'
  throw new TypeError(`read gave an update whose ${wrong} is ${quoted(update[wrong])}: give ${rule}`)
}

const isWhole = (value: unknown): boolean =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0
