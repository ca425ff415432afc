import type { TallyData } from '../measure/measurement.ts'
import { mergeTallies } from '../measure/tally.ts'
import type { RoundsReport } from './agents.ts'
import type { WatchReport } from './accounts/watch-notes.ts'

/** What of a stage tells whether anything was received. */
export interface ReceivedParts {
  sent: readonly RoundsReport[]
  watched: readonly WatchReport[]
  window: { startMs: number; endMs: number }
}

/**
 * Says why nothing could be measured of what viewers see: what was sent, what came, and what to try.
 *
 * @returns `undefined` where there was something, or nobody watched
 */
export function explainNothing({ sent, watched, window }: ReceivedParts): string | undefined {
  const received = mergeTallies(watched.map(part => part.received))
  if (received.total === 0) return undefined
  const frames = mergeTallies(watched.map(part => part.frames))
  const updates = mergeTallies(sent.map(part => part.sent))
  const went = updates.total - updates.bad
  const during = ` in ${Math.max(1, Math.round((window.endMs - window.startMs) / 1000))} s`
  const meanwhile = sent.length === 0 ? during : `${during}, while agents sent ${count(went, 'update')}`
  const viewers = count(received.total, 'viewer')
  const held = mergeTallies(watched.map(part => part.held))
  if (frames.total === 0 && held.total === held.bad)
    return `No viewer was connected${during}: ${causesOf(received)}.`
  if (updates.total > 0 && went === 0) {
    const came = `${viewers}, ${count(frames.total, 'frame')}${during}`
    return `${came}, as agents sent none of ${count(updates.total, 'update')}: ${causesOf(updates)}.`
  }
  if (frames.total === 0) {
    return `${viewers}, 0 frames${meanwhile}: does the target want a subscription first (\`opening\`), or another path or event?`
  }
  if (frames.bad === frames.total)
    return `${viewers}, ${count(frames.total, 'frame')}, and none could be read: ${causesOf(frames)}.`
  if (sent.length === 0 || watched.some(part => part.sawFleet)) return undefined
  const example = watched.find(part => part.foreign !== undefined)?.foreign
  return `${viewers}, ${count(frames.total, 'frame')}${meanwhile}, and no value of theirs in any: does \`read\` find it? One began: ${example}`
}

/** @returns that connections were cut, for what then was not measured; `undefined` where none was */
export function explainCut(held: TallyData): string | undefined {
  return held.bad === 0
    ? undefined
    : `${held.bad} of ${held.total} connections were lost meanwhile: ${causesOf(held)}.`
}

function causesOf({ causes, examples = {} }: TallyData): string {
  return Object.entries(causes)
    .map(([cause, times]) => {
      const example = examples[cause]
      return `${times} x ${cause}${example === undefined ? '' : `, such as ${example}`}`
    })
    .join('; ')
}

const count = (n: number, noun: string): string => `${n} ${noun}${n === 1 ? '' : 's'}`
