import type { Judgement } from './slo.ts'

/** @returns what tells a judgement from the others of its SLO: the value of the SLO's `by` label, `GET /api/agents`; empty where there is one only */
export function partOf({ id, name }: Pick<Judgement, 'id' | 'name'>): string {
  return name
    .slice(id.length)
    .trim()
    .replace(/^\((.*)\)$/s, '$1')
}
