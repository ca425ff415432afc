import type { Advice, Priority } from '../advice.ts'
import type { Judgement } from '../judge/slo.ts'
import type { Seen } from './seen.ts'

/** What a rule found in a run. */
export interface Finding extends Pick<Advice, 'text' | 'next' | 'figures'> {
  /** The judgements that it explains, the one that it is about first: no later rule explains them again. */
  explains: Judgement[]
  /** Default: by what it explains. */
  priority?: Priority
}

/** A cause that can be told from a run's figures. */
export interface Rule {
  /** Stable, of small letters and hyphens. */
  id: string
  /** @param open the judgements that no rule before has explained @returns nothing where the figures don't say so */
  find(seen: Seen, open: readonly Judgement[]): Finding[]
}
