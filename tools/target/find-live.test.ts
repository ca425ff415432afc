import { expect, test } from '@playwright/test'
import type { Arrival } from '../../fixtures/browser/observed/traffic.ts'
import type { TextChange } from '../../fixtures/browser/observed/watch-texts.ts'
import { findLive } from './find-live.ts'
import { proposeReady } from './propose-ready.ts'

const socket = (atMs: number, text: string): Arrival => ({ atMs, way: 'socket', url: 'ws://host/live', text })
const answer = (atMs: number, text: string): Arrival => ({
  atMs,
  way: 'answer',
  url: 'http://host/api',
  text,
})
const change = (selector: string, atMs: number, after: string, before?: string): TextChange => ({
  selector,
  atMs,
  after,
  inShadow: false,
  ...(before === undefined ? {} : { before }),
})
const watched = (changes: TextChange[], arrivals: Arrival[]) => ({
  documents: [{ changes, unkept: 0, now: [], canvases: [], isFrame: false }],
  traffic: { arrivals },
})

test('what frames bring is found, and what counts by itself is not', () => {
  const arrivals = [1000, 2000, 3000, 4000].map(ms => socket(ms, `{"cpu":${ms / 10 + 7}}`))
  const cpu = [1010, 2010, 3010, 4010].map((ms, n) =>
    change('#cpu', ms, `${(ms - 10) / 10 + 7} %`, n === 0 ? 'n/a' : `${(ms - 1010) / 10 + 7} %`),
  )
  const clock = [1500, 2500, 3500].map(ms =>
    change('#clock', ms, `12:00:${ms / 100}`, `12:00:${ms / 100 - 10}`),
  )
  // One of its ten changes has a number that a frame had, by chance.
  const uptime = Array.from({ length: 10 }, (_, n) =>
    change('#uptime', 1500 + n * 300, `${100 + n} s`, `${99 + n} s`),
  )
  const live = findLive(watched([...cpu, ...clock, ...uptime], arrivals))
  expect(live).toMatchObject([
    {
      selector: '#cpu',
      before: ['n/a'],
      firstAtMs: 1010,
      everyMs: 1000,
      main: { way: 'socket', url: 'ws://host/live' },
    },
  ])
})

test('what was answered once and is then pushed has both as its sources', () => {
  const arrivals = [
    answer(500, '{"jobs":4711}'),
    ...[1000, 2000, 3000].map(ms => socket(ms, `{"jobs":${ms + 11}}`)),
  ]
  const changes = [
    change('#jobs', 520, '4,711', ''),
    ...[1000, 2000, 3000].map(ms =>
      change('#jobs', ms + 20, `${ms + 11}`, ms === 1000 ? '4,711' : `${ms - 989}`),
    ),
  ]
  expect(findLive(watched(changes, arrivals))).toMatchObject([
    { first: { way: 'answer' }, main: { way: 'socket' } },
  ])
})

const observed = (changes: TextChange[], arrivals: Arrival[]): ReturnType<typeof proposeReady> => {
  const seen = watched(changes, arrivals)
  return proposeReady(findLive(seen), seen)
}
const first = (changes: TextChange[], text: string): string | undefined =>
  observed(changes, [socket(1000, text)])[0]?.code

test('ready is what was not there before, or what no placeholder looks like', () => {
  expect(first([change('.row .cpu', 1020, '1234')], '{"cpu":1234}')).toBe(`'.row .cpu'`)
  expect(first([change('#cpu', 1020, '1234', '0')], '{"cpu":1234}')).toBe(
    `() => /[1-9]/.test(document.querySelector('#cpu')?.textContent ?? '')`,
  )
  expect(first([change('.cpu', 1020, '12 agents', 'Connecting 1')], '{"agents":12}')).toBe(undefined)
})
