import { seenSince } from '../kills.ts'
import type { Task } from '../task-flow.ts'

/** @param names of who took each task, a letter each, due at 0, 1, 2... and answered 100 ms later; `?` is not answered yet, `-` was refused @returns what they show */
export function sinceOf(names: string | readonly string[], kill: Parameters<typeof seenSince>[1]): string {
  const tasks = (typeof names === 'string' ? names.split('') : names).map((name, dueMs): Task => {
    if (name === '?') return { dueMs, instance: undefined, fate: { kind: 'asked' } }
    if (name === '-') return { dueMs, instance: undefined, fate: { kind: 'refused', cause: 'status 503' } }
    return { dueMs, instance: name, answeredMs: dueMs + 100, fate: { kind: 'done' } }
  })
  const since = seenSince(tasks, kill)
  return since.kind === 'back' ? `back at ${since.atMs}` : since.kind
}
