import type { Labels } from '../../measure/measurement.ts'
import { seededRandom } from '../../seeded-random.ts'
import type { HttpRequest } from '../request.ts'

/** One request of a mix. Serialisable. */
export interface WeightedRequest {
  request: HttpRequest
  /** How often it is sent, against the weights of the others: above 0. Default 1. */
  weight?: number
  /** Tell its measurements from those of the others. */
  labels: Labels
}

/** One request to be sent. */
export interface Card {
  /** Its index in the mix. */
  entry: number
  request: HttpRequest
  /** The one of its bodies that it is sent with. */
  body: string | undefined
}

/** A mix has at least this many cards, so that shares come out to a hundredth. */
const FEWEST_CARDS = 100

/** The client holds a copy of the request for each card. */
const MOST_CARDS = 1000

/**
 * The requests that one client of a closed loop sends, over and over: each request of the mix as often as its weight asks for, to a card (by the
 * largest remainder), in an order of the client's own, so that clients which begin together do not all ask the same at the same time. Bodies
 * go on from client to client in turn. A mix of one request is its bodies in turn.
 *
 * @param client 0 for the first; the same client always gets the same deck
 * @throws RangeError when there is no request, a weight is not above 0, or a request is too rare to have a card of 1000
 */
export function deckOf(mix: readonly WeightedRequest[], client: number): Card[] {
  const counts = cardsOf(mix)
  const cards = mix.flatMap(({ request }, entry) => {
    const { bodies = [] } = request
    const count = counts[entry] ?? 0
    return Array.from({ length: count }, (_, index) => ({
      entry,
      request,
      body: bodies[(client * count + index) % bodies.length],
    }))
  })
  return mix.length > 1 ? shuffled(cards, client) : cards
}

/** @returns how many cards each request of the mix has in a deck */
function cardsOf(mix: readonly WeightedRequest[]): number[] {
  const weights = mix.map(({ weight = 1 }) => weight)
  if (weights.length === 0) throw new RangeError('A mix has at least one request, got none.')
  for (const weight of weights) {
    if (weight > 0 && Number.isFinite(weight)) continue
    throw new RangeError(`The weight of a request is a number above 0, got ${weight}.`)
  }
  if (mix.length === 1) return [Math.max(1, mix[0]?.request.bodies?.length ?? 1)]
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  const rarest = Math.min(...weights)
  const size = Math.max(FEWEST_CARDS, Math.ceil(total / rarest))
  if (size > MOST_CARDS) {
    throw new RangeError(
      `A request with the weight ${rarest} of ${total} in all is too rare for a deck of ${MOST_CARDS}: give it more weight, or leave it out.`,
    )
  }
  return apportion(weights, size)
}

/** Shares `size` out by weight: whole parts first, what is left to the largest remainders (Hamilton's method). */
function apportion(weights: readonly number[], size: number): number[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  const quotas = weights.map(weight => (weight * size) / total)
  const counts = quotas.map(Math.floor)
  const left = size - counts.reduce((sum, count) => sum + count, 0)
  const byRemainder = quotas
    .map((quota, entry) => ({ entry, remainder: quota % 1 }))
    .sort((a, b) => b.remainder - a.remainder)
  for (const { entry } of byRemainder.slice(0, left)) counts[entry] = (counts[entry] ?? 0) + 1
  return counts
}

/** Fisher and Yates's shuffle. */
function shuffled<T>(items: readonly T[], seed: number): T[] {
  const random = seededRandom(seed)
  const result = [...items]
  for (let last = result.length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1))
    ;[result[last], result[other]] = [result[other] as T, result[last] as T]
  }
  return result
}
