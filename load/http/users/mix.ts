import type { HttpRequest } from '../request.ts'

/** Milliseconds that a user thinks: exactly so long, or anywhere between the two. */
export type ThinkTime = number | readonly [leastMs: number, mostMs: number]

/**
 * Where a value is found in an answer: a dotted path in its JSON (`job.id`, `items.0.id`), a header (its name in small letters), or the first
 * group of a regular expression over its body.
 */
export type Extraction = { json: string } | { header: string } | { match: string }

/**
 * One request of a journey. `{{name}}` in its path, headers and bodies stands for a variable: extracted before, from the class's row, or `user`,
 * the user's number from 1. In a path it is percent-encoded, in a JSON body escaped as in a JSON text.
 */
export interface Step {
  /** What people read, and the label `endpoint` of its measurements. */
  name: string
  request: HttpRequest
  /** Variables taken from the answer, kept by the user for all that it does later. */
  extract?: Record<string, Extraction>
  /** How long the user thinks after it. Default: the mix's. */
  thinkMs?: ThinkTime
}

/** Users of one kind, as what they do: each journey goes through its steps in order, and ends where one fails. */
export interface UserClass {
  name: string
  /** Its share of all journeys is `weight` of the sum of all weights. Above 0. */
  weight: number
  steps: readonly Step[]
  /**
   * Variables of a journey: each journey of the class takes the next row, from the first again after the last. Several machines are dealt the rows in turn.
   * Default none.
   */
  rows?: readonly Readonly<Record<string, string>>[]
}

/** The class of what users do before their first journey. */
export const BEFORE = 'before'

/** What the users of a target do. Plain data, that can be sent to a thread. */
export interface Mix {
  /**
   * What each user does once when it comes, before its first journey: signs in, opens what it works on. Who stays tries again until it succeeds; of who
   * comes at an arrival (the open model) the journey ends early where it fails. Default nothing.
   */
  before?: readonly Step[]
  classes: readonly UserClass[]
  /** How long a user thinks after each step. Default 0. */
  thinkMs?: ThinkTime
}

/** @returns how long this time, ms @param random gives numbers in [0, 1) */
export function thinkingMs(think: ThinkTime, random: () => number): number {
  if (typeof think === 'number') return think
  const [leastMs, mostMs] = think
  return leastMs + random() * (mostMs - leastMs)
}

/**
 * @param chance in [0, 1)
 * @returns the class that a journey is of: as often as its weight says
 */
export function chooseClass({ classes }: Mix, chance: number): UserClass | undefined {
  let left = chance * classes.reduce((sum, { weight }) => sum + weight, 0)
  return classes.find(({ weight }) => (left -= weight) < 0)
}
