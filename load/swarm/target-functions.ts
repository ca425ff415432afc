import type { CallMark } from './call-mark.ts'
import { TargetFunctionError } from './target-function-error.ts'
import type { OpeningStep } from './transport/conversation.ts'
import { quoted } from './accounts/quoted.ts'
import type { RealtimeProtocol } from './protocol.ts'

/** What of a protocol may be functions, which threads call. */
const NAMES = [
  'path',
  'frame',
  'acknowledges',
  'read',
  'readBinary',
  'cursor',
  'auth',
  'opening',
  'answer',
  'reply',
] as const

const SIDES = ['agent', 'viewer', 'polling'] as const

/** What a thread may wait for, by the numbers of its mark. */
const PLACES: readonly string[] = [
  "the target's file",
  ...SIDES.flatMap(side => NAMES.map(name => `realtime.${side}.${name}`)),
]

/** The number of the place at which a thread loads the target's file. */
export const LOADING = 0

/** @returns the field of the target that a place is, e.g. `realtime.viewer.read` */
export const fieldOf = (place: number): string => PLACES[place] ?? "a function of the target's"

type Given = (...given: unknown[]) => unknown

/** @returns the protocol, whose functions note in the mark that they are called; what they give is held against what can be used */
export function markedProtocol(protocol: RealtimeProtocol, mark: CallMark): RealtimeProtocol {
  const marked = { ...protocol }
  for (const side of SIDES) {
    const own = protocol[side]
    if (own) Object.assign(marked, { [side]: markedSide(side, own, mark) })
  }
  return marked
}

function markedSide(side: (typeof SIDES)[number], own: object, mark: CallMark): object {
  const callable = (name: (typeof NAMES)[number], call: Given, holder: object = own): Given => {
    const place = PLACES.indexOf(`realtime.${side}.${name}`)
    const check = CHECKS[name]
    return (...given) => {
      const value = mark.call<unknown>(place, () => Reflect.apply(call, holder, given))
      return check ? check(fieldOf(place), value) : value
    }
  }
  const answering = (steps: readonly OpeningStep[]): OpeningStep[] =>
    steps.map(step =>
      typeof step.answer === 'function'
        ? { ...step, answer: callable('answer', step.answer as Given, step) as OpeningStep['answer'] & Given }
        : step,
    )
  // What a class gives its protocol stays: it may have more than its own fields.
  const marked = Object.assign(Object.create(own) as Record<string, unknown>, own)
  for (const name of NAMES) {
    const found: unknown = Reflect.get(own, name)
    if (typeof found === 'function') marked[name] = callable(name, found as Given)
    else if (name === 'opening' && Array.isArray(found)) marked[name] = answering(found as OpeningStep[])
  }
  const { opening } = marked
  if (typeof opening === 'function')
    marked.opening = (...given: unknown[]) => answering((opening as Given)(...given) as OpeningStep[])
  return marked
}

/** What can be used of what a function gave, else the error. Of those that are not here their caller knows it. */
const CHECKS: Readonly<Partial<Record<(typeof NAMES)[number], (field: string, value: unknown) => unknown>>> =
  {
    auth: (field, value) =>
      typeof value === 'object' && value !== null && !isPromise(value)
        ? value
        : refuse(field, value, 'an object, { token }'),
    opening: (field, value) =>
      Array.isArray(value) ? (value as unknown) : refuse(field, value, 'a list of steps, [{ send, answer }]'),
    cursor: notLater('a text or a number'),
    answer: notLater('true or false'),
    reply: notLater('text, bytes or { send }, or nothing'),
  }

function notLater(wanted: string) {
  return (field: string, value: unknown): unknown => (isPromise(value) ? refuse(field, value, wanted) : value)
}

const isPromise = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && typeof Reflect.get(value, 'then') === 'function'

function refuse(field: string, value: unknown, wanted: string): never {
  throw new TargetFunctionError(`${field} gave ${quoted(value)}: give ${wanted}.`)
}
