import type { Clock } from '../clock.ts'
import { nextLevel } from './next-level.ts'
import type { Known, SearchBounds } from './next-level.ts'

/**
 * What came of a load that was held for a while:
 * - `held`: every SLO was met;
 * - `broken`: one was not;
 * - `errors`: too much of the work failed, or could not be handed over;
 * - `generator`: the generator was the limit, so that nothing is known of the target;
 * - `unclear`: too close to a limit to tell.
 */
export type LevelOutcome = 'held' | 'broken' | 'generator' | 'errors' | 'unclear'

/** How a load went. */
export interface LevelResult {
  outcome: LevelOutcome
  /** A sentence with the figure that decided. */
  because: string
}

/** A load that was tried. */
export interface LevelTried extends LevelResult {
  level: number
  /** When it began, epoch ms. */
  atMs: number
}

/** Puts a load on the target, holds it for as long as it takes to judge, and says how it went. */
export type Probe = (level: number) => Promise<LevelResult>

export interface SearchOptions
  extends Pick<SearchBounds, 'from' | 'most'>, Partial<Pick<SearchBounds, 'factor' | 'resolution'>> {
  /** The pause before every try but the first, in which the target gets over the one before. 0 or more. */
  coolDownMs: number
  /**
   * Asked after each pause whether the target has got over it; as long as it has not there is another pause, 20 in all. Default: after one
   * pause it has.
   */
  recovered?: () => Promise<boolean>
}

/** Time as a search needs it. */
export interface SearchTime extends Clock {
  pause(ms: number): Promise<void>
}

/** Why a search ended: a load did not hold, the most was reached, or the target did not recover after the load before. */
export interface Stopped {
  kind: Exclude<LevelOutcome, 'held'> | 'most' | 'not-recovered'
  /** The load at which it ended: the one that stood in the way of more. */
  level: number
  /** A sentence. */
  because: string
}

export interface SearchResult {
  /** The most load that held; absent when not even the least did. */
  best?: number
  /** Where the target gives way: above the best load, and at the latest at the least one that did not hold. Absent unless both are known. */
  knee?: { above: number; atLatest: number }
  stopped: Stopped
  /** All that was tried, in order. A load that was tried twice is there twice: the second counts. */
  levels: LevelTried[]
}

/** Pauses after which a target that has not recovered is taken to have been broken for good. */
const MOST_PAUSES = 20

/**
 * Looks for the most load that holds: upwards by `factor` until a load does not hold or `most` is reached, then by bisection until the
 * two are within `resolution`.
 *
 * Whatever does not hold is tried once more, and the second try counts: a stall of a busy machine is seldom there twice, a limit is. (With one try
 * in ten failing by chance, a load that holds is taken for one that does not one time in a hundred.) What holds is not tried again: it was
 * judged with a confidence, and before the answer rises a higher load must hold as well.
 *
 * Where the generator was the limit the search ends: whether the target would have held that load is not known, and the best is "at least". It
 * ends, too, when the target does not recover from a load, for every later one would fail for the earlier. What is unclear counts as not
 * held, so that the answer is always a load that was seen to hold.
 *
 * It takes at most `2 * (log_factor(most / from) + log_2(1 + (factor - 1) / resolution) + 5)` tries.
 *
 * @throws RangeError that names all options out of range
 * @throws what the probe throws
 */
export async function searchCapacity(
  options: SearchOptions,
  probe: Probe,
  time: SearchTime,
): Promise<SearchResult> {
  const bounds: SearchBounds = { factor: 2, resolution: 0.1, ...options }
  requireUsable(bounds, options.coolDownMs)
  const levels: LevelTried[] = []
  const known: Known = {}
  let stopped: Stopped = { kind: 'most', level: bounds.most, because: 'It is the highest load to try.' }
  for (let level = nextLevel(known, bounds); level !== undefined; level = nextLevel(known, bounds)) {
    const tried = await tryTwice(level)
    if (tried === undefined) {
      stopped = notRecovered(levels, options.coolDownMs)
      break
    }
    const { outcome, because } = tried
    if (outcome === 'held') {
      known.held = level
      continue
    }
    stopped = { kind: outcome, level, because }
    if (outcome === 'generator') break
    known.broken = level
  }
  const { held, broken } = known
  return {
    ...(held === undefined ? {} : { best: held }),
    ...(held === undefined || broken === undefined ? {} : { knee: { above: held, atLatest: broken } }),
    stopped,
    levels,
  }

  /** @returns the try that counts; `undefined` when the target did not recover for it */
  async function tryTwice(level: number): Promise<LevelTried | undefined> {
    const first = await tryOnce(level)
    return first === undefined || first.outcome === 'held' ? first : tryOnce(level)
  }

  async function tryOnce(level: number): Promise<LevelTried | undefined> {
    if (levels.length > 0 && !(await coolDown(options, time))) return undefined
    const atMs = time.nowMs()
    const tried = { level, atMs, ...(await probe(level)) }
    levels.push(tried)
    return tried
  }
}

/** @returns whether the target is over the load before */
async function coolDown(
  { coolDownMs, recovered = () => Promise.resolve(true) }: SearchOptions,
  time: SearchTime,
): Promise<boolean> {
  for (let pause = 0; pause < MOST_PAUSES; pause++) {
    await time.pause(coolDownMs)
    if (await recovered()) return true
  }
  return false
}

function notRecovered(levels: readonly LevelTried[], coolDownMs: number): Stopped {
  const because = `The target had not recovered ${MOST_PAUSES * coolDownMs} ms after it.`
  return { kind: 'not-recovered', level: levels.at(-1)?.level ?? 0, because }
}

function requireUsable({ from, most, factor, resolution }: SearchBounds, coolDownMs: number): void {
  const whole = (value: number): boolean => Number.isSafeInteger(value)
  const faults = [
    whole(from) && from >= 1 ? '' : `from = ${from}: use a whole number, 1 or more`,
    whole(most) && most >= from ? '' : `most = ${most}: use a whole number, from = ${from} or more`,
    factor > 1 && Number.isFinite(factor) ? '' : `factor = ${factor}: use a number above 1`,
    resolution > 0 ? '' : `resolution = ${resolution}: use a share above 0, such as 0.1`,
    coolDownMs >= 0 ? '' : `coolDownMs = ${coolDownMs}: use 0 or more`,
  ].filter(Boolean)
  if (faults.length > 0) throw new RangeError(`A capacity can't be searched for with ${faults.join('; ')}.`)
}
