import { StackSum } from './call-tree.ts'
import { UNITS, unreadable } from './own-unit.ts'
import type { OwnProfile } from './own-unit.ts'

/** What of speedscope's format tells who called whom. https://github.com/jlfwong/speedscope/blob/main/src/lib/file-format-spec.ts */
interface Speedscope {
  shared: { frames: { name: string; file?: string; line?: number }[] }
  profiles: (SampledProfile | { type: 'evented' })[]
}

/** A thread: `samples` are stacks of numbers of frames, the outermost first. */
interface SampledProfile {
  type: 'sampled'
  unit: string
  samples: number[][]
  weights: number[]
}

/**
 * Reads a sampled profile, as `py-spy record --format speedscope` writes it; its threads are added up.
 *
 * @throws ResourceError when it is none, or its threads have different units
 */
export function readSpeedscope(text: string): OwnProfile {
  const { shared, profiles } = parse(text)
  const threads = profiles.filter(one => one.type === 'sampled')
  const units = [...new Set(threads.map(({ unit }) => unit))]
  const measure = UNITS[units[0] ?? '']
  if (units.length !== 1 || !measure) {
    const found = units.join(', ') || 'none'
    throw unreadable(`has to have samples of one unit (${Object.keys(UNITS).join(', ')}), and has ${found}`)
  }
  const sum = new StackSum()
  for (const { samples, weights } of threads)
    for (const [index, stack] of samples.entries()) {
      const amount = (weights[index] ?? 0) * measure.times
      const places = stack.map(number => {
        const frame = shared.frames[number]
        if (!frame) throw unreadable(`names frame ${number}, and has ${shared.frames.length}`)
        return { name: frame.name, file: frame.file ?? '', line: frame.line ?? 0 }
      })
      if (amount > 0) sum.add(places, amount)
    }
  return { unit: measure.unit, tree: sum.tree() }
}

function parse(text: string): Speedscope {
  let file: Partial<Speedscope> | null
  try {
    file = JSON.parse(text) as Partial<Speedscope> | null
  } catch {
    throw unreadable('is neither JSON nor compressed by gzip')
  }
  const { shared, profiles } = file ?? {}
  if (!Array.isArray(shared?.frames) || !Array.isArray(profiles))
    throw unreadable('has no "shared.frames" and "profiles"')
  return { shared, profiles }
}
