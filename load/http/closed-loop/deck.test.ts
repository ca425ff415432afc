import { expect, test } from '@playwright/test'
import * as fc from 'fast-check'
import { deckOf } from './deck.ts'
import type { Card, WeightedRequest } from './deck.ts'

const mixOf = (...weights: number[]): WeightedRequest[] =>
  weights.map((weight, entry) => ({ request: { method: 'GET', path: `/${entry}` }, weight, labels: {} }))

const countsOf = (deck: readonly Card[], entries: number): number[] =>
  Array.from({ length: entries }, (_, entry) => deck.filter(card => card.entry === entry).length)

test('a deck holds each request in proportion to its weight', () => {
  expect(countsOf(deckOf(mixOf(70, 20, 10), 0), 3)).toEqual([70, 20, 10])
  expect(countsOf(deckOf(mixOf(1, 1, 1), 0), 3)).toEqual([34, 33, 33])
})

test('a rare request makes the deck larger, so that it has a card', () => {
  expect(countsOf(deckOf(mixOf(499, 1), 0), 2)).toEqual([499, 1])
})

test('no share of a deck is further than a card from its weight', () => {
  const weights = fc.array(fc.double({ min: 1, max: 100, noNaN: true }), { minLength: 2, maxLength: 9 })
  fc.assert(
    fc.property(weights, fc.nat(1000), (all, client) => {
      const deck = deckOf(mixOf(...all), client)
      const total = all.reduce((sum, weight) => sum + weight, 0)
      for (const [entry, count] of countsOf(deck, all.length).entries()) {
        expect(count).toBeGreaterThanOrEqual(1)
        expect(Math.abs(count - ((all[entry] ?? 0) / total) * deck.length)).toBeLessThan(1)
      }
    }),
  )
})

test('each client has an order of its own, and always the same', () => {
  const order = (client: number): string =>
    deckOf(mixOf(2, 1), client)
      .map(card => card.entry)
      .join('')
  expect(order(3)).toBe(order(3))
  expect(new Set([0, 1, 2, 3].map(order)).size).toBe(4)
  // Not all of one request first.
  expect(order(0)).toMatch(/10.*10/)
})

test('a single request is sent with its bodies in turn', () => {
  const request = { method: 'POST', path: '/', bodies: ['a', 'b', 'c'] } as const
  const one = { request: { ...request, bodies: [...request.bodies] }, labels: {} }
  expect(deckOf([one], 0).map(card => card.body)).toEqual(['a', 'b', 'c'])
  expect(deckOf(mixOf(1), 0)).toMatchObject([{ entry: 0, body: undefined }])
})

test('bodies go on from one client to the next', () => {
  const bodies = Array.from({ length: 100 }, (_, index) => String(index))
  const [first, second] = mixOf(1, 1)
  if (!first || !second) throw new Error('There are two requests.')
  const mix = [{ ...first, request: { ...first.request, bodies } }, second]
  const sent = (client: number): (string | undefined)[] =>
    deckOf(mix, client).flatMap(card => (card.entry === 0 ? [card.body] : []))
  expect(new Set([...sent(0), ...sent(1)])).toEqual(new Set(bodies))
})

test('a mix without a request, a weight that is none, and a request too rare for a deck are refused', () => {
  expect(() => deckOf([], 0)).toThrow('at least one request')
  for (const weight of [0, -1, Number.NaN, Number.POSITIVE_INFINITY]) {
    expect(() => deckOf(mixOf(1, weight), 0)).toThrow(`above 0, got ${weight}`)
  }
  expect(() => deckOf(mixOf(1, 1000), 0)).toThrow('the weight 1 of 1001 in all is too rare')
})
