import { MOST_ADVICE } from '../advice.ts'
import type { Advice } from '../advice.ts'
import { formatCount } from '../format.ts'

/** So long may what is told in short be: four lines of a terminal. What is longer has a name or an error text of a target in it. */
const SHORT = 300

/** @returns the first sentence of advice: what is so; the others are what it rests on */
export function claimOf({ text }: Advice): string {
  return /^.*?[.!?](?=\s|$)/s.exec(text)?.[0] ?? text
}

/** @returns the most urgent advice in short, and how much more there is; empty where there is none, or nothing to do */
export function adviceInShort(advice: readonly Advice[]): string {
  const [first, ...others] = advice
  if (!first || first.priority === 'INFO') return ''
  const claim = claimOf(first)
  const short = claim.length > SHORT ? `${claim.slice(0, SHORT - 1)}…` : claim
  const more = others.length === 0 ? '' : ` And ${formatCount(others.length)} more in the report.`
  return `${first.priority}  ${short}${more}`
}

/** @returns what to do in a sentence each, at most five, for a list */
export const adviceLines = (advice: readonly Advice[]): string[] =>
  advice.slice(0, MOST_ADVICE).map(({ priority, text, next }) => `${priority}: ${text} Next: ${next}`)
