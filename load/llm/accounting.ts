import { setTimeout as delay } from 'node:timers/promises'
import type { Clock } from '../clock.ts'
import type { Asker } from '../http/asker.ts'
import { valuesAt } from '../http/places.ts'
import { Tally } from '../measure/tally.ts'
import type { Accounts } from './llm-options.ts'
import type { Called } from './llm-call.ts'
import { costOf } from './prices.ts'
import type { Prices } from './prices.ts'

/** Costs that differ by less are the same, US dollars: half of what they are rounded to. */
const SAME_USD = 0.5e-9

/** The status of what is not known. */
const NOT_FOUND = 404

/** Default of `laterMs`. */
const LATER_MS = 2000

/** What somebody accounts for of a call: its tokens, and US dollars. */
export interface Account {
  input: number
  output: number
  usd: number
}

/** A call, and what it comes to by one of two. */
export interface Accounted {
  id: string
  account: Account
}

/** Who is asked. */
export interface AccountingMeans {
  asker: Pick<Asker, 'ask'>
  clock: Clock
  /** How much later it is asked once more for what is not accounted for, ms. Default 2000. */
  laterMs?: number
}

/** @returns what a call comes to by its answer: what is refused to nothing; `undefined` where that is not known */
export function accountedOf({ id, usage, status }: Called, prices: Prices): Accounted | undefined {
  if (id === undefined) return undefined
  if (usage) {
    const { input, output } = usage
    return { id, account: { input, output, usd: costOf(usage, prices) } }
  }
  const isRefused = status !== undefined && status >= 400
  return isRefused ? { id, account: { input: 0, output: 0, usd: 0 } } : undefined
}

/** Asks what is accounted for of a call. @returns numbers that are not there as `NaN`; `undefined` where it is not known */
export async function readAccount(
  id: string,
  accounts: Accounts,
  means: AccountingMeans,
): Promise<Account | undefined> {
  const answer = await askAccount(id, accounts, means)
  return typeof answer === 'object' ? answer : undefined
}

/** @returns the account; the status where it is none, `undefined` without one */
async function askAccount(
  id: string,
  { path, ...places }: Accounts,
  { asker, clock }: AccountingMeans,
): Promise<Account | number | undefined> {
  const { status, body } = await asker.ask({ method: 'GET', path }, { id }, clock.nowMs())
  if (status !== 200) return status
  const at = (place: string): number => Number(valuesAt(body, place)[0] ?? Number.NaN)
  return { input: at(places.input), output: at(places.output), usd: at(places.usd) }
}

/**
 * Asks what was accounted for of each call, one after the other, and holds it against what is known of it. What is not accounted for yet is asked for
 * once more, later: what a call that broke off came to is told only after it. One that costs nothing, as what is refused, need not be known (404): it is
 * neither right nor wrong.
 *
 * @param metric of the tally @returns calls, and those that differ
 */
export async function compareAccounts(
  metric: string,
  calls: readonly Accounted[],
  accounts: Accounts,
  means: AccountingMeans,
): Promise<Tally> {
  const tally = new Tally(metric)
  const late: Accounted[] = []
  for (const call of calls) {
    const atMs = means.clock.nowMs()
    const theirs = await readAccount(call.id, accounts, means)
    if (theirs) compare(tally, call, theirs, atMs)
    else late.push(call)
  }
  if (late.length > 0) await delay(means.laterMs ?? LATER_MS)
  for (const call of late) {
    const atMs = means.clock.nowMs()
    const theirs = await askAccount(call.id, accounts, means)
    if (typeof theirs === 'object') compare(tally, call, theirs, atMs)
    else if (theirs !== NOT_FOUND || !isNothing(call.account))
      tally.bad('not accounted for', atMs, 1, call.id)
  }
  return tally
}

const isNothing = ({ input, output, usd }: Account): boolean => input === 0 && output === 0 && usd === 0

function compare(tally: Tally, { id, account: ours }: Accounted, theirs: Account, atMs: number): void {
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

/** @returns so many of them, at most, evenly spread */
export function spread<T>(all: readonly T[], most: number): T[] {
  const every = Math.max(1, Math.ceil(all.length / most))
  return all.filter((_, index) => index % every === 0)
}

const told = ({ input, output, usd }: Account): string => `${input} + ${output} tokens, ${usd} US dollars`
