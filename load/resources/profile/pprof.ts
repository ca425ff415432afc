import { Profile } from 'pprof-format'
import { StackSum } from './call-tree.ts'
import { UNITS, unreadable } from './own-unit.ts'
import type { OwnProfile } from './own-unit.ts'
import type { Place } from './sources.ts'

/**
 * Reads a profile in pprof's format: of the kinds of value that it has (times, and how often) that which it names as its default, else the last, as
 * `go tool pprof` does. A function has the line that it begins in; where the profile does not tell, the first of its lines that were sampled.
 *
 * https://github.com/google/pprof/blob/main/proto/profile.proto
 *
 * @throws ResourceError when it is none, or its values are neither times, bytes nor counts
 */
export function readPprof(file: Uint8Array): OwnProfile {
  const profile = decode(file)
  const kind = kindOf(profile)
  const places = new Map(profile.location.map(one => [Number(one.id), one] as const))
  const functions = functionsOf(profile)
  const sum = new StackSum()
  for (const { locationId, value } of profile.sample) {
    // Those of a difference may be negative, which the decoder does not tell.
    const amount = Number(BigInt.asIntN(64, BigInt(value[kind.index] ?? 0))) * kind.times
    // The innermost comes first; of a place with several lines each but the last was put into the next by the compiler.
    const stack = locationId.flatMap((id): Place[] => {
      const place = places.get(Number(id))
      if (!place) throw unreadable(`names place ${id}, and has none of that number`)
      if (place.line.length === 0)
        return [{ name: `0x${BigInt(place.address).toString(16)}`, file: '', line: 0 }]
      return place.line.map(({ functionId }) => {
        const found = functions.get(Number(functionId))
        if (!found) throw unreadable(`names function ${functionId}, and has none of that number`)
        return found
      })
    })
    if (amount > 0) sum.add(stack.toReversed(), amount)
  }
  return { unit: kind.unit, tree: sum.tree() }
}

function decode(file: Uint8Array): Profile {
  try {
    return Profile.decode(file)
  } catch (error) {
    throw unreadable(`is no pprof profile (${(error as Error).message})`)
  }
}

/** @returns the place of the values that count, and what they are */
function kindOf(profile: Profile): { index: number; unit: OwnProfile['unit']; times: number } {
  const { sampleType: kinds, defaultSampleType: named } = profile
  const byName = kinds.findIndex(({ type }) => Number(named) !== 0 && type === named)
  const index = byName === -1 ? kinds.length - 1 : byName
  const kind = kinds[index]
  if (!kind) throw unreadable('is no pprof profile (it has no kinds of value)')
  const unit = textOf(profile, kind.unit)
  const measure = UNITS[unit]
  if (!measure)
    throw unreadable(
      `has "${unit}" as the unit of its samples, which is none of ${Object.keys(UNITS).join(', ')}`,
    )
  return { index, ...measure }
}

/** @returns the functions by their numbers */
function functionsOf(profile: Profile): Map<number, Place> {
  const first = new Map<number, number>()
  for (const { functionId, line } of profile.location.flatMap(place => place.line)) {
    const known = first.get(Number(functionId)) ?? Number.POSITIVE_INFINITY
    first.set(Number(functionId), Math.min(known, Number(line)))
  }
  return new Map(
    profile.function.map(({ id, name, filename, startLine }) => [
      Number(id),
      {
        name: textOf(profile, name),
        file: textOf(profile, filename),
        line: Number(startLine) || (first.get(Number(id)) ?? 0),
      },
    ]),
  )
}

function textOf({ stringTable: { strings } }: Profile, index: number | bigint): string {
  const text = strings[Number(index)]
  if (text === undefined) throw unreadable(`names text ${index}, and has ${strings.length}`)
  return text
}
