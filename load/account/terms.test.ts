import { expect, test } from '@playwright/test'
import * as fc from 'fast-check'
import { rateLeftOpen, TermAccount } from './terms.ts'

const grant = (holder: string, term: number, startMs: number, endMs = startMs + 1) => ({
  holder,
  term,
  startMs,
  endMs,
})
const act = (
  holder: string,
  term: number,
  startMs: number,
  more: { counter?: number; isAccepted?: boolean } = {},
) => ({
  holder,
  term,
  startMs,
  endMs: startMs + 1,
  isAccepted: true,
  ...more,
})
const none = {
  terms: 0,
  acts: 0,
  accepted: 0,
  fenced: 0,
  tooOld: 0,
  twoLeaders: 0,
  termsBack: 0,
  oldTermAccepted: 0,
  notHeld: 0,
}

test('a frozen leader that acts after its lease and is fenced off is no violation, however long it believed', () => {
  const account = new TermAccount()
  account.granted(grant('a', 1, 0))
  account.acted(act('a', 1, 100, { counter: 1 }))
  account.granted(grant('b', 2, 1100))
  account.acted(act('a', 1, 1200, { counter: 2, isAccepted: false }))
  account.acted(act('b', 2, 1201, { counter: 2 }))
  account.acted(act('b', 2, 1202, { counter: 2, isAccepted: false }))
  expect(account.counts).toEqual({ ...none, terms: 2, acts: 4, accepted: 2, fenced: 1 })
})

test('an old term that is let in before the new leader has acted is found by the term counter', () => {
  const account = new TermAccount()
  account.granted(grant('a', 1, 0))
  account.granted(grant('b', 2, 1100))
  account.acted(act('a', 1, 1101, { counter: 2 }))
  expect(account.counts.oldTermAccepted).toBe(1)
})

test('where the store tells no counter, what was granted before the act began is held against it, and no more', () => {
  const account = new TermAccount()
  account.granted(grant('a', 1, 0))
  account.granted(grant('b', 2, 1000, 1010))
  account.acted(act('a', 1, 1005))
  account.acted(act('a', 1, 1010))
  expect(account.counts.oldTermAccepted).toBe(0)
  account.acted(act('a', 1, 1011))
  expect(account.counts.oldTermAccepted).toBe(1)
})

test('an act that began in its own term and that the store counted in its own term is good, whatever was granted since', () => {
  const account = new TermAccount()
  account.granted(grant('a', 1, 0))
  account.granted(grant('b', 2, 10))
  account.acted(act('a', 1, 20, { counter: 1 }))
  expect(account.counts.oldTermAccepted).toBe(0)
})

test('a term has one leader', () => {
  const account = new TermAccount()
  account.granted(grant('a', 1, 0))
  account.granted(grant('a', 1, 5))
  expect(account.counts.twoLeaders).toBe(0)
  account.granted(grant('b', 1, 0))
  expect(account.counts).toEqual({ ...none, terms: 1, twoLeaders: 1 })
})

test('terms rise; those of grants that were under way at once have no order', () => {
  const account = new TermAccount()
  account.granted(grant('a', 2, 0, 10))
  account.granted(grant('b', 1, 5, 15))
  expect(account.counts).toMatchObject({ terms: 2, termsBack: 0 })
  account.granted(grant('c', 0, 11))
  expect(account.counts).toMatchObject({ terms: 3, termsBack: 1 })
})

test('who was never granted a term and acts in it is found', () => {
  const account = new TermAccount()
  account.granted(grant('a', 1, 0))
  account.acted(act('b', 1, 5))
  account.acted(act('a', 2, 5))
  expect(account.counts.notHeld).toBe(2)
})

test('memory is bounded: of very old terms nothing is claimed', () => {
  const account = new TermAccount()
  let most = 0
  for (let term = 1; term <= 5000; term++) {
    account.granted(grant(`m${term}`, term, term * 10))
    most = Math.max(most, account.kept)
  }
  expect(most).toBeLessThanOrEqual(1000)
  account.acted(act('m1', 1, 50_100, { isAccepted: false }))
  account.acted(act('anybody', 1, 50_100, { counter: 1 }))
  expect(account.counts).toEqual({ ...none, terms: 5000, acts: 2, accepted: 1, fenced: 1, tooOld: 1 })
})

test('a store that grants rising terms and fences by its counter is never accused; each lapse is counted', () => {
  // A store in miniature: `elect` counts the term up, `act` tries the term that the member holds; `lapse` has the fence let an old term in.
  const step = fc.record({
    member: fc.constantFrom('a', 'b', 'c'),
    what: fc.constantFrom('elect' as const, 'act' as const, 'lapse' as const),
  })
  fc.assert(
    fc.property(fc.array(step), steps => {
      const account = new TermAccount()
      const held = new Map<string, number>()
      let [counter, lapses, fenced] = [0, 0, 0]
      for (const [at, { member, what }] of steps.entries()) {
        if (what === 'elect') {
          held.set(member, ++counter)
          account.granted(grant(member, counter, at * 10))
          continue
        }
        const term = held.get(member)
        if (term === undefined) continue
        const isOld = term < counter
        const isAccepted = !isOld || what === 'lapse'
        if (isOld && isAccepted) lapses++
        if (!isAccepted) fenced++
        account.acted(act(member, term, at * 10, { isAccepted, ...(at % 2 === 0 ? { counter } : {}) }))
      }
      expect(account.counts).toMatchObject({ terms: counter, oldTermAccepted: lapses, fenced })
      expect(account.counts).toMatchObject({ twoLeaders: 0, termsBack: 0, notHeld: 0, tooOld: 0 })
    }),
    { numRuns: 300 },
  )
})

test('elections without a violation leave a rate open: about 3/n', () => {
  expect(rateLeftOpen(100)).toBeCloseTo(0.0295, 4)
  expect(rateLeftOpen(0)).toBe(1)
})
