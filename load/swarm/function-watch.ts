import type { CallMark } from './call-mark.ts'
import { TargetFunctionError } from './target-function-error.ts'
import { fieldOf, LOADING } from './target-functions.ts'

/** How long a target's function may take, ms, and how long its file may take to load in a thread. */
export const RETURNS_WITHIN_MS = 10_000
const LOADS_WITHIN_MS = 60_000

/** So many looks make up that time. They are counted, and not the time: a machine that slept, or was too busy to look, is no fault of the target's. */
const LOOKS = 10

/**
 * Looks after a thread's calls of the target's own functions.
 *
 * @param withinMs how long one may take
 * @param onStuck is called once, with the error that names its field, when one takes longer
 * @returns ends it
 */
export function watchFunctions(
  mark: CallMark,
  withinMs: number,
  onStuck: (error: TargetFunctionError) => void,
): () => void {
  let seen = mark.under
  let looks = 0
  const timer = setInterval(() => {
    const { under } = mark
    const isSame = under !== undefined && under.calls === seen?.calls
    looks = isSame ? looks + 1 : 0
    seen = under
    if (under === undefined || looks < looksFor(under.place, withinMs)) return
    clearInterval(timer)
    onStuck(stuckError(under.place, withinMs))
  }, withinMs / LOOKS)
  timer.unref()
  return () => clearInterval(timer)
}

const looksFor = (place: number, withinMs: number): number =>
  place === LOADING ? (LOOKS * Math.max(withinMs, LOADS_WITHIN_MS)) / withinMs : LOOKS

function stuckError(place: number, withinMs: number): TargetFunctionError {
  const field = fieldOf(place)
  return new TargetFunctionError(
    place === LOADING
      ? `A load thread could not load the target's file within ${Math.max(withinMs, LOADS_WITHIN_MS) / 1000} s: it loops, or awaits something that does not come.`
      : `${field} has not returned for ${withinMs / 1000} s, and nothing else runs in its load thread meanwhile: bound its loops.`,
  )
}

/** @returns why a thread ended: where a function of the target's was called, that ended it */
export function endedBy(mark: CallMark, end: Error): Error {
  const { under } = mark
  if (under === undefined) return end
  const isFull = (end as NodeJS.ErrnoException).code === 'ERR_WORKER_OUT_OF_MEMORY'
  const what = isFull ? 'takes more memory than there is' : 'calls process.exit'
  return new TargetFunctionError(`${fieldOf(under.place)} ${what}: ${end.message}`, { cause: end })
}
