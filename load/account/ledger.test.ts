import { expect, test } from '@playwright/test'
import * as fc from 'fast-check'
import { Ledger } from './ledger.ts'
import type { LedgerCounts, LedgerOptions } from './ledger.ts'

type Note =
  | { kind: 'sent' | 'confirmed' | 'refused' | 'untold' | 'acked'; id: string; stream?: string }
  | { kind: 'received'; id: string; redelivered?: boolean; consumer?: string }

function note(ledger: Ledger, one: Note): void {
  if (one.kind === 'sent') ledger.sent(one.id, 0, one.stream)
  else if (one.kind === 'received') ledger.received(one.id, one)
  else ledger[one.kind](one.id)
}

function closed(notes: readonly Note[], options?: LedgerOptions): LedgerCounts {
  const ledger = new Ledger(options)
  for (const one of notes) note(ledger, one)
  return ledger.close()
}

/** Notes in a short hand: `sent a`, `received a again`, `received a by two`. */
const notes = (...lines: string[]): Note[] =>
  lines.map(line => {
    const [kind, id = '', ...more] = line.split(' ')
    const redelivered = more.includes('again')
    const consumer = more.includes('by') ? { consumer: more.at(-1)! } : {}
    if (kind === 'received') return { kind, id, redelivered, ...consumer }
    return { kind: kind as 'sent', id, ...(more.includes('in') ? { stream: more.at(-1)! } : {}) }
  })

const none = {
  sent: 0,
  confirmed: 0,
  received: 0,
  delivered: 0,
  lost: 0,
  recovered: 0,
  unknown: 0,
  refused: 0,
  duplicatedTold: 0,
  duplicatedUntold: 0,
  reordered: 0,
  refusedYetReceived: 0,
  neverSent: 0,
  hasForgotten: false,
}

const cases: [what: string, lines: string[], counts: Partial<LedgerCounts>][] = [
  ['nothing', [], {}],
  [
    'confirmed and received is delivered',
    ['sent a', 'confirmed a', 'received a'],
    { confirmed: 1, received: 1, delivered: 1 },
  ],
  [
    'it may arrive before it is confirmed',
    ['sent a', 'received a', 'confirmed a'],
    { confirmed: 1, received: 1, delivered: 1 },
  ],
  ['confirmed and never received is lost', ['sent a', 'confirmed a'], { confirmed: 1, lost: 1 }],
  [
    'never told of and never received is neither lost nor kept',
    ['sent a', 'sent b', 'untold b'],
    { unknown: 2 },
  ],
  [
    'never told of and received is recovered',
    ['sent a', 'untold a', 'received a', 'sent b', 'received b'],
    { received: 2, recovered: 2 },
  ],
  ['refused is no loss', ['sent a', 'refused a'], { refused: 1 }],
  [
    'refused, sent again and confirmed is as if it was sent once',
    ['sent a', 'refused a', 'sent a', 'confirmed a', 'received a'],
    { confirmed: 1, received: 1, delivered: 1 },
  ],
  [
    'refused and received all the same',
    ['sent a', 'refused a', 'received a'],
    { received: 1, refused: 1, refusedYetReceived: 1 },
  ],
  [
    'the same, told in the other order',
    ['sent a', 'received a', 'refused a'],
    { received: 1, refused: 1, refusedYetReceived: 1 },
  ],
  [
    'untold, then sent again and refused: the first may have been taken',
    ['sent a', 'untold a', 'sent a', 'refused a'],
    { unknown: 1 },
  ],
  [
    'sent again before anything was told, then refused',
    ['sent a', 'sent a', 'refused a', 'received a'],
    { received: 1, recovered: 1 },
  ],
  ['nobody sent it', ['received a'], { received: 1, neverSent: 1 }],
  [
    'received, and only then noted as sent',
    ['received a', 'sent a', 'confirmed a'],
    { confirmed: 1, received: 1, delivered: 1 },
  ],
  [
    'it comes again, marked',
    ['sent a', 'confirmed a', 'received a', 'received a again'],
    { confirmed: 1, received: 2, delivered: 1, duplicatedTold: 1 },
  ],
  [
    'it comes again, and nothing says so',
    ['sent a', 'confirmed a', 'received a', 'received a'],
    { confirmed: 1, received: 2, delivered: 1, duplicatedUntold: 1 },
  ],
  [
    'sent twice it may come twice',
    ['sent a', 'untold a', 'sent a', 'confirmed a', 'received a', 'received a'],
    { confirmed: 1, received: 2, recovered: 1, duplicatedTold: 1 },
  ],
  [
    'and not three times',
    ['sent a', 'sent a', 'confirmed a', 'received a', 'received a', 'received a'],
    { confirmed: 1, received: 3, recovered: 1, duplicatedTold: 1, duplicatedUntold: 1 },
  ],
  [
    'a later one overtakes',
    ['sent a in q', 'sent b in q', 'received b', 'received a'],
    { received: 2, recovered: 2, reordered: 1 },
  ],
  [
    'other consumers have an order of their own',
    ['sent a in q', 'sent b in q', 'received b by one', 'received a by two'],
    { received: 2, recovered: 2 },
  ],
  [
    'other streams have an order of their own',
    ['sent a in q', 'sent b in r', 'received b', 'received a'],
    { received: 2, recovered: 2 },
  ],
  [
    'what comes again after its consumer died may be late',
    ['sent a in q', 'sent b in q', 'received b', 'received a again'],
    { received: 2, recovered: 2 },
  ],
  [
    'and what is put back may be early',
    ['sent a in q', 'sent b in q', 'received b again', 'received a'],
    { received: 2, recovered: 2 },
  ],
]

for (const [what, lines, counts] of cases) {
  test(`accounts: ${what}`, () => {
    const sent = new Set(lines.filter(line => line.startsWith('sent')).map(line => line.split(' ')[1])).size
    expect(closed(notes(...lines))).toEqual({ ...none, sent, ...counts })
  })
}

test('where work counts and not its receipt, what was received and never acknowledged is lost', () => {
  const lines = notes('sent a', 'confirmed a', 'received a', 'sent b', 'received b', 'acked b', 'confirmed b')
  expect(closed(lines, { arrived: 'acked' })).toMatchObject({ delivered: 1, lost: 1 })
  expect(closed(lines)).toMatchObject({ delivered: 2, lost: 0 })
})

test('each end is told once, with the moment of its sending', () => {
  const told: unknown[] = []
  const ledger = new Ledger({ onFate: (...one) => told.push(one) })
  for (const [place, id] of ['a', 'b', 'c', 'd', 'e'].entries()) ledger.sent(id, place)
  ledger.confirmed('a')
  ledger.received('a')
  ledger.received('a')
  ledger.confirmed('b')
  ledger.refused('c')
  ledger.untold('d')
  ledger.received('d')
  expect(told).toEqual([
    ['delivered', 'a', 0],
    ['recovered', 'd', 3],
  ])
  ledger.close()
  expect(told.slice(2)).toEqual([
    ['lost', 'b', 1],
    ['unknown', 'e', 4],
  ])
})

test('memory is bounded by what is under way, and what is forgotten is said', () => {
  const ledger = new Ledger({ remember: 100 })
  let most = 0
  for (let index = 0; index < 5000; index++) {
    ledger.sent(`m${index}`, index, 'q')
    ledger.received(`m${index}`)
    ledger.confirmed(`m${index}`)
    most = Math.max(most, ledger.kept)
  }
  expect(most).toBeLessThanOrEqual(201)
  ledger.received('m4950')
  ledger.received('m0')
  for (let index = 0; index < 1000; index++) ledger.received(`nobody's ${index}`)
  expect(ledger.kept).toBeLessThanOrEqual(300)
  const counts = ledger.close()
  expect(counts).toMatchObject({ delivered: 5000, duplicatedUntold: 1, neverSent: 1001, hasForgotten: true })
})

/** What happens to one message, as a sender and a consumer note it, each in its own order. */
interface Story {
  attempts: ('confirmed' | 'refused' | 'untold' | 'nothing')[]
  deliveries: { redelivered: boolean; isAcked: boolean }[]
}

const story: fc.Arbitrary<Story> = fc.record({
  attempts: fc.array(fc.constantFrom('confirmed', 'refused', 'untold', 'nothing'), { maxLength: 2 }),
  deliveries: fc.array(fc.record({ redelivered: fc.boolean(), isAcked: fc.boolean() }), { maxLength: 3 }),
})

/** What is to come of it, told from the whole story: naively. */
function fateOf({ attempts, deliveries }: Story, arrived: 'received' | 'acked') {
  const hasArrived = deliveries.some(({ isAcked }) => isAcked || arrived === 'received')
  if (attempts.length === 0) return deliveries.length > 0 ? 'neverSent' : 'nothing'
  if (attempts.every(told => told === 'refused')) return 'refused'
  const isConfirmed = attempts.includes('confirmed')
  if (!hasArrived) return isConfirmed ? 'lost' : 'unknown'
  return attempts.some(told => told === 'untold' || told === 'nothing') ? 'recovered' : 'delivered'
}

test('whatever order the notes of sender and consumer come in, all ends are as the whole story has them', () => {
  const arrived = fc.constantFrom('received' as const, 'acked' as const)
  fc.assert(
    fc.property(
      fc.array(story, { maxLength: 6 }),
      arrived,
      fc.infiniteStream(fc.boolean()),
      (all, until, coin) => {
        // Nobody goes on with what is confirmed.
        const stories = all.map(({ attempts, deliveries }) => {
          const end = attempts.indexOf('confirmed')
          return { attempts: end < 0 ? attempts : attempts.slice(0, end + 1), deliveries }
        })
        const sender: Note[] = stories.flatMap(({ attempts }, id) =>
          attempts.flatMap((told): Note[] => [
            { kind: 'sent', id: `${id}` },
            ...(told === 'nothing' ? [] : [{ kind: told, id: `${id}` }]),
          ]),
        )
        const consumer: Note[] = stories.flatMap(({ deliveries }, id) =>
          deliveries.flatMap(({ redelivered, isAcked }): Note[] => [
            { kind: 'received', id: `${id}`, redelivered },
            ...(isAcked ? [{ kind: 'acked' as const, id: `${id}` }] : []),
          ]),
        )
        const merged: Note[] = []
        const [left, right] = [[...sender], [...consumer]]
        while (left.length + right.length > 0) {
          const [from, other] = coin.next().value ? [left, right] : [right, left]
          merged.push((from.length > 0 ? from : other).shift()!)
        }
        const counts = closed(merged, { arrived: until })
        const fates = ['delivered', 'lost', 'recovered', 'unknown', 'refused', 'neverSent'] as const
        const told = fates.map(fate => stories.filter(one => fateOf(one, until) === fate).length)
        const received = stories.flatMap(({ deliveries }) => deliveries).length
        const again = stories.flatMap(({ deliveries }) => deliveries.slice(1)).length
        const found = [
          ...fates.map(fate => counts[fate]),
          counts.received,
          counts.duplicatedTold + counts.duplicatedUntold,
        ]
        expect(found).toEqual([...told, received, again])
      },
    ),
    { numRuns: 500 },
  )
})

test('what is out of order is what came after a later one, to any consumer', () => {
  const arrival = fc.record({ id: fc.nat(7), consumer: fc.constantFrom('one', 'two') })
  fc.assert(
    fc.property(fc.uniqueArray(arrival, { selector: ({ id }) => id }), arrivals => {
      const sent = Array.from({ length: 8 }, (_, id): Note => ({ kind: 'sent', id: `${id}`, stream: 'q' }))
      const received = arrivals.map(({ id, consumer }): Note => ({ kind: 'received', id: `${id}`, consumer }))
      const overtaken = arrivals.filter(({ id, consumer }, place) =>
        arrivals.slice(0, place).some(earlier => earlier.consumer === consumer && earlier.id > id),
      )
      expect(closed([...sent, ...received]).reordered).toBe(overtaken.length)
    }),
    { numRuns: 200 },
  )
})
