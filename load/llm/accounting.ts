import type { Clock } from '../clock.ts'
import type { Asker } from '../http/asker.ts'
import { valuesAt } from '../http/places.ts'
import { Tally } from '../measure/tally.ts'
import type { Accounts } from './llm-options.ts'
import type { Called } from './llm-call.ts'
import { costOf } from './prices.ts'
import type { Prices } from './prices.ts'
import type { Usage } from './told.ts'

/** Costs that differ by less are the same, US dollars: half of what they are rounded to. */
const SAME_USD = 0.5e-9

/** What a call came to on this side. */
export interface Accounted {
  id: string
  usage: Usage
}

/** @returns what a call comes to: what is refused to nothing; `undefined` where that is not known */
export function accountedOf({ id, usage, status }: Called): Accounted | undefined {
  if (id === undefined) return undefined
  if (usage) return { id, usage }
  const isRefused = status !== undefined && status >= 400
  return isRefused ? { id, usage: { input: 0, cachedInput: 0, output: 0, reasoning: 0 } } : undefined
}

/** Asks what was accounted for of each call, one after the other, and holds it against what the answers told. @returns calls, and those that differ */
export async function compareAccounts(
  calls: readonly Accounted[],
  { path, ...places }: Accounts,
  prices: Prices,
  { asker, clock }: { asker: Asker; clock: Clock },
): Promise<Tally> {
  const tally = new Tally('llm.cost')
  for (const { id, usage } of calls) {
    const atMs = clock.nowMs()
    const { status, body } = await asker.ask({ method: 'GET', path }, { id }, atMs)
    if (status !== 200) {
      tally.bad('not accounted for', atMs, 1, id)
      continue
    }
    const at = (place: string): number => Number(valuesAt(body, place)[0] ?? Number.NaN)
    const theirs = { input: at(places.input), output: at(places.output), usd: at(places.usd) }
    const ours = { input: usage.input, output: usage.output, usd: costOf(usage, prices) }
    const wrong =
      theirs.input !== ours.input
        ? 'input tokens'
        : theirs.output !== ours.output
          ? 'output tokens'
          : Math.abs(theirs.usd - ours.usd) < SAME_USD
            ? undefined
            : 'cost'
    if (wrong === undefined) tally.good(atMs)
    else tally.bad(`${wrong} differ`, atMs, 1, `${id}: told ${told(ours)}, accounted for ${told(theirs)}`)
  }
  return tally
}

const told = ({ input, output, usd }: { input: number; output: number; usd: number }): string =>
  `${input} + ${output} tokens, ${usd} US dollars`
