import { StackSum } from './call-tree.ts'
import { UNITS, unreadable } from './own-unit.ts'
import type { OwnProfile } from './own-unit.ts'
import type { Place } from './sources.ts'

/** What of speedscope's format tells who called whom. https://github.com/jlfwong/speedscope/blob/main/src/lib/file-format-spec.ts */
interface Speedscope {
  shared: { frames: { name: string; file?: string | null; line?: number | null }[] }
  profiles: ThreadProfile[]
}

/** A thread. A profile of samples has stacks of numbers of frames, the outermost first; one of events tells when each was entered (`O`) and left (`C`). */
type ThreadProfile =
  | { type: 'sampled'; unit: string; samples: number[][]; weights: number[] }
  | { type: 'evented'; unit: string; events: { type: 'O' | 'C'; frame: number; at: number }[] }

/** A stack by the numbers of its frames, and how much was found in it. */
type Found = readonly [stack: readonly number[], amount: number]

/**
 * Reads a profile of samples, as `py-spy record --format speedscope` writes it, or of events, as `dotnet-trace convert --format Speedscope` does; its threads are
 * added up.
 *
 * @throws ResourceError when it is none, or its threads have different units
 */
export function readSpeedscope(text: string): OwnProfile {
  const { shared, profiles } = parse(text)
  const units = [...new Set(profiles.map(({ unit }) => unit))]
  const measure = UNITS[units[0] ?? '']
  if (units.length !== 1 || !measure) {
    const found = units.join(', ') || 'none'
    throw unreadable(`has to have threads of one unit (${Object.keys(UNITS).join(', ')}), and has ${found}`)
  }
  const placeOf = (number: number): Place => {
    const frame = shared.frames[number]
    if (!frame) throw unreadable(`names frame ${number}, and has ${shared.frames.length}`)
    return { name: frame.name, file: frame.file ?? '', line: frame.line ?? 0 }
  }
  const sum = new StackSum()
  for (const thread of profiles)
    for (const [stack, amount] of thread.type === 'evented' ? ofEvents(thread) : ofSamples(thread)) {
      const places = stack.map(placeOf)
      if (amount > 0) sum.add(places, amount * measure.times)
    }
  return { unit: measure.unit, tree: sum.tree() }
}

function ofSamples({ samples, weights }: Extract<ThreadProfile, { type: 'sampled' }>): Found[] {
  return samples.map((stack, index) => [stack, weights[index] ?? 0])
}

/** From each event to the next the thread was where the events before have led it. The stack is valid until the next is asked for. */
function* ofEvents({ events }: Extract<ThreadProfile, { type: 'evented' }>): Generator<Found> {
  const stack: number[] = []
  for (const [index, { type, frame, at }] of events.entries()) {
    if (type === 'O') stack.push(frame)
    else if (stack.at(-1) === frame) stack.pop()
    else throw unreadable(`leaves frame ${frame}, which was not the last to be entered`)
    yield [stack, (events[index + 1]?.at ?? at) - at]
  }
}

function parse(text: string): Speedscope {
  let file: { shared?: Partial<Speedscope['shared']>; profiles?: unknown } | null
  try {
    file = JSON.parse(text) as typeof file
  } catch {
    throw unreadable("is neither speedscope's JSON nor a pprof file")
  }
  const { shared, profiles } = file ?? {}
  if (!Array.isArray(shared?.frames) || !Array.isArray(profiles))
    throw unreadable('has no "shared.frames" and "profiles"')
  const threads = profiles as Record<string, unknown>[]
  if (threads.every(isThread)) return { shared: { frames: shared.frames }, profiles: threads }
  throw unreadable('has a thread that has neither samples, with their weights, nor events')
}

const isThread = (one: unknown): one is ThreadProfile => {
  const { type, samples, weights, events } = Object(one) as Record<string, unknown>
  return type === 'evented'
    ? Array.isArray(events) && events.every(isEvent)
    : Array.isArray(samples) && samples.every(stack => Array.isArray(stack)) && Array.isArray(weights)
}

const isEvent = (one: unknown): boolean => {
  const { frame, at } = Object(one) as Record<string, unknown>
  return typeof frame === 'number' && typeof at === 'number'
}
