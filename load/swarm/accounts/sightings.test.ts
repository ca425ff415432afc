import { isDeepStrictEqual } from 'node:util'
import { expect, test } from '@playwright/test'
import * as fc from 'fast-check'
import { Sightings } from './sightings.ts'

/** One viewer, one agent, no earlier stage; each entry is a seq, or a seq with how many updates it stands for. */
function watchOne(seen: readonly (number | [seq: number, merged: number])[]): Sightings {
  const sightings = new Sightings(1, [-1], [])
  for (const one of seen) {
    const [seq, merged] = typeof one === 'number' ? [one, 1] : one
    sightings.see(0, { agent: 0, seq, merged }, 0)
  }
  return sightings
}

const clean = { lost: 0, duplicated: 0, reordered: 0, coalesced: 0 }

test('updates in order are all there', () => {
  expect(watchOne([0, 1, 2, 3]).delivery([[0, 3]])).toEqual({ ...clean, expected: 4 })
})

test('a gap is a loss, and so is the tail that never came', () => {
  expect(watchOne([0, 3]).delivery([[0, 3]])).toEqual({ ...clean, expected: 4, lost: 2 })
  expect(watchOne([0, 1]).delivery([[0, 5]])).toEqual({ ...clean, expected: 6, lost: 4 })
  expect(watchOne([]).delivery([[0, 2]])).toEqual({ ...clean, expected: 3, lost: 3 })
})

test('so far counts what was seen and what a later one was seen of, and nothing that is on its way', () => {
  const none = { expected: 0, lost: 0, duplicated: 0, reordered: 0 }
  expect(watchOne([]).soFar()).toMatchObject(none)
  expect(watchOne([0, 3]).soFar()).toMatchObject({ ...none, expected: 4, lost: 2 })
  const late = watchOne([0, [4, 2], 1, 1])
  expect(late.soFar()).toMatchObject({ expected: 5, lost: 1, reordered: 1, duplicated: 1 })
  late.disturb(0)
  expect(late.soFar()).toMatchObject(none)
})

test('updates that came as part of a later one are coalesced, not lost', () => {
  expect(watchOne([0, [3, 3]]).delivery([[0, 3]])).toEqual({ ...clean, expected: 4, coalesced: 2 })
  expect(watchOne([0, [4, 2]]).delivery([[0, 4]])).toEqual({ ...clean, expected: 5, coalesced: 1, lost: 2 })
})

test('where the target does not say how many an entry stands for, a gap is taken as coalescing', () => {
  const sightings = new Sightings(1, [-1], [])
  for (const seq of [0, 4]) sightings.see(0, { agent: 0, seq }, 0)
  expect(sightings.delivery([[0, 4]])).toEqual({ ...clean, expected: 5, coalesced: 3 })
})

test('an update that comes twice is a duplicate', () => {
  expect(watchOne([0, 1, 1, 0]).delivery([[0, 1]])).toEqual({ ...clean, expected: 2, duplicated: 2 })
})

test('an update that comes late is reordered and no longer lost; a second time it is a duplicate', () => {
  expect(watchOne([0, 2, 1]).delivery([[0, 2]])).toEqual({ ...clean, expected: 3, reordered: 1 })
  expect(watchOne([0, 2, 1, 1]).delivery([[0, 2]])).toEqual({
    ...clean,
    expected: 3,
    reordered: 1,
    duplicated: 1,
  })
  const oldest = watchOne([0, 32, 1])
  expect(oldest.delivery([[0, 32]])).toEqual({ ...clean, expected: 33, lost: 30, reordered: 1 })
})

test('a state sent on connecting is no update: neither a duplicate nor late', () => {
  expect(watchOne([0, 1, [1, 0], [0, 0]]).delivery([[0, 1]])).toEqual({ ...clean, expected: 2 })
})

test('agents outside the swarm are passed over', () => {
  const sightings = new Sightings(1, [-1], [])
  for (const agent of [-1, 1, 7]) sightings.see(0, { agent, seq: 5, merged: 1 }, 0)
  sightings.see(3, { agent: 0, seq: 5, merged: 1 }, 0)
  sightings.see(0, { agent: 0, seq: 0, merged: 1 }, 0)
  expect(sightings.delivery([[0, 0]])).toEqual({ ...clean, expected: 1 })
})

test('a stage counts from the last seq of the one before', () => {
  const sightings = new Sightings(2, [9, 4], [])
  for (const viewer of [0, 1]) {
    for (const seq of [10, 11]) sightings.see(viewer, { agent: 0, seq, merged: 1 }, 0)
    sightings.see(viewer, { agent: 1, seq: 6, merged: 1 }, 0)
  }
  const last: [number, number][] = [
    [0, 11],
    [1, 6],
  ]
  expect(sightings.delivery(last)).toEqual({ ...clean, expected: 8, lost: 2 })
})

test('a viewer whose socket closed is left out of the accounts', () => {
  const sightings = new Sightings(2, [-1], [])
  sightings.see(0, { agent: 0, seq: 0, merged: 1 }, 0)
  sightings.see(1, { agent: 0, seq: 3, merged: 1 }, 0)
  sightings.disturb(1)
  expect(sightings.delivery([[0, 0]])).toEqual({ ...clean, expected: 1 })
  sightings.disturb(0)
  expect(sightings.delivery([[0, 0]])).toEqual({ ...clean, expected: 0 })
})

interface Entry {
  agent: number
  seq: number
  merged: number
}

/** The naive oracle: it remembers every seq, and never forgets. */
function naive(entries: readonly Entry[], agents: number, last: number) {
  const sum = { expected: agents * (last + 1), lost: 0, duplicated: 0, reordered: 0, coalesced: 0 }
  for (let agent = 0; agent < agents; agent++) {
    const known = new Set<number>()
    let latest = -1
    for (const { seq, merged } of entries.filter(entry => entry.agent === agent)) {
      if (seq > latest) {
        for (let covered = seq - 1; covered > Math.max(latest, seq - merged); covered--) {
          known.add(covered)
          sum.coalesced++
        }
        latest = seq
      } else if (known.has(seq)) sum.duplicated++
      else sum.reordered++
      known.add(seq)
    }
    sum.lost += last + 1 - known.size
  }
  return sum
}

/** Streams in which each update is dropped, coalesced into the next, repeated, or moved up to 20 places back. */
const streams = fc
  .array(
    fc.record({
      agent: fc.integer({ min: 0, max: 2 }),
      fate: fc.constantFrom('sent', 'sent', 'sent', 'dropped', 'merged', 'repeated', 'moved'),
      by: fc.integer({ min: 1, max: 20 }),
    }),
    { maxLength: 150 },
  )
  .map(plan => {
    const seqs = [-1, -1, -1]
    const waiting = [0, 0, 0]
    const out: { entry: Entry; place: number }[] = []
    for (const [place, { agent, fate, by }] of plan.entries()) {
      const seq = (seqs[agent] ?? -1) + 1
      seqs[agent] = seq
      if (fate === 'dropped') waiting[agent] = 0
      if (fate === 'dropped') continue
      if (fate === 'merged') {
        waiting[agent] = (waiting[agent] ?? 0) + 1
        continue
      }
      const entry = { agent, seq, merged: (waiting[agent] ?? 0) + 1 }
      waiting[agent] = 0
      const one = { ...entry, merged: fate === 'moved' ? 1 : entry.merged }
      out.push({ entry: one, place: fate === 'moved' ? place + by : place })
      if (fate === 'repeated') out.push({ entry: one, place: place + by })
    }
    return out.toSorted((a, b) => a.place - b.place).map(({ entry }) => entry)
  })

test('the accounts are those of one who remembers everything, within the window of 32', () => {
  fc.assert(
    fc.property(streams, entries => {
      const last = Math.max(0, ...entries.map(entry => entry.seq)) + 1
      const sightings = new Sightings(1, [-1, -1, -1], [])
      for (const entry of entries) sightings.see(0, { ...entry }, 0)
      const lastSeqs = [0, 1, 2].map((agent): [number, number] => [agent, last])
      return isDeepStrictEqual(sightings.delivery(lastSeqs), naive(entries, 3, last))
    }),
    { numRuns: 300 },
  )
})

test('an older update that is still on its way when the last one is there is waited for', async () => {
  const sightings = new Sightings(1, [-1], [])
  const see = (seq: number): void => sightings.see(0, { agent: 0, seq, merged: 1 }, 0)
  see(0)
  see(2)
  const lastSeqs: [number, number][] = [[0, 2]]
  let complete = false
  const waiting = sightings.untilComplete(lastSeqs, 60_000).then(() => (complete = true))
  await Promise.resolve()
  expect(complete).toBe(false)
  see(1)
  await waiting
  expect(sightings.delivery(lastSeqs)).toMatchObject({ expected: 3, lost: 0, reordered: 1 })
})

test('the slowest of very many viewers is found', () => {
  const viewers = 200_000
  const sightings = new Sightings(viewers, [-1], [1000])
  for (let viewer = 0; viewer < viewers; viewer++) sightings.see(viewer, { agent: 0, seq: 0 }, 1000 + viewer)
  expect(sightings.refreshMs()).toEqual([viewers - 1])
})

const strange: [
  name: string,
  seen: { agent: number | string; seq: number; merged?: number }[],
  sum: Record<string, number>,
][] = [
  ['an agent as text', [0, 1, 2].map(seq => ({ agent: '0', seq })), { expected: 3, lost: 0 }],
  [
    'a seq beyond 31 bits',
    [
      { agent: 0, seq: 2 ** 31 + 5 },
      { agent: 0, seq: Date.now() },
    ],
    { lost: 3 },
  ],
  ['a seq that is none', [-1, 0.5, Number.NaN].map(seq => ({ agent: 0, seq })), { lost: 3 }],
  [
    'an old one again and again, beyond the window: repeated, and the sum is not negative',
    [{ agent: 0, seq: 40 }, ...Array.from({ length: 9 }, () => ({ agent: 0, seq: 1 }))],
    { lost: 0, reordered: 0, duplicated: 9 },
  ],
  [
    'late beyond the window as often as one is missing, and then repeated',
    [
      { agent: 0, seq: 40, merged: 40 },
      { agent: 0, seq: 0 },
      { agent: 0, seq: 0 },
      { agent: 0, seq: 0 },
    ],
    { lost: 0, reordered: 1, duplicated: 2 },
  ],
]

for (const [name, seen, sum] of strange) {
  test(`the accounts hold with ${name}`, () => {
    const sightings = new Sightings(1, [-1], [])
    for (const one of seen) sightings.see(0, one, 1)
    expect(sightings.delivery([[0, 2]])).toMatchObject(sum)
  })
}
