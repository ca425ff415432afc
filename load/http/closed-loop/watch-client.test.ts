import { EventEmitter } from 'node:events'
import { expect, test } from '@playwright/test'
import type { Card } from './deck.ts'
import { watchClient } from './watch-client.ts'

const card = (entry: number): Card => ({
  entry,
  request: { method: 'GET', path: `/${entry}` },
  body: undefined,
})

/** A client whose events the test emits, at times of its own; `seen` is what the watch was told. */
function watched(...entries: number[]) {
  let nowMs = 0
  const client = new EventEmitter()
  const seen: unknown[] = []
  watchClient(
    client,
    entries.map(card),
    {
      answered: ({ entry, startedMs }, status, atMs, body) =>
        seen.push({ entry, status, tookMs: atMs - startedMs, ...(body === undefined ? {} : { body }) }),
      timedOut: ({ entry, startedMs }, atMs) => seen.push({ entry, timedOutAfterMs: atMs - startedMs }),
      unanswered: ({ entry, startedMs }) => seen.push({ entry, unansweredFromMs: startedMs }),
      failed: ({ entry }, error, atMs) => seen.push({ entry, failed: error.message, atMs }),
    },
    { nowMs: () => nowMs },
  )
  const at = (ms: number, event: string, ...values: unknown[]): void => {
    nowMs = ms
    client.emit(event, ...values)
  }
  return { at, seen }
}

test('requests go through the deck and begin it again, and each has its own time', () => {
  const { at, seen } = watched(4, 7)
  for (const [startMs, tookMs] of [
    [0, 10],
    [10, 20],
    [30, 5],
  ] as const) {
    at(startMs, 'request')
    at(startMs + tookMs, 'response', 200)
  }
  expect(seen).toEqual([
    { entry: 4, status: 200, tookMs: 10 },
    { entry: 7, status: 200, tookMs: 20 },
    { entry: 4, status: 200, tookMs: 5 },
  ])
})

test('a request lost with its connection is unanswered, and the answer is to the one after it', () => {
  const { at, seen } = watched(1, 2, 3)
  at(0, 'request')
  at(5, 'request')
  at(6, 'request')
  at(9, 'response', 200)
  expect(seen).toEqual([
    { entry: 1, unansweredFromMs: 0 },
    { entry: 2, unansweredFromMs: 5 },
    { entry: 3, status: 200, tookMs: 3 },
  ])
})

test('a time-out is that of the request before the one that autocannon has sent by then', () => {
  const { at, seen } = watched(1, 2)
  at(0, 'request')
  at(1000, 'request')
  at(1000, 'timeout')
  at(1007, 'response', 200)
  expect(seen).toEqual([
    { entry: 1, timedOutAfterMs: 1000 },
    { entry: 2, status: 200, tookMs: 7 },
  ])
})

test('an error of the connection is that of the request under way', () => {
  const { at, seen } = watched(1, 2)
  at(0, 'request')
  at(3, 'connError', new Error('refused'))
  at(3, 'request')
  at(5, 'response', 200)
  expect(seen).toEqual([
    { entry: 1, failed: 'refused', atMs: 3 },
    { entry: 2, status: 200, tookMs: 2 },
  ])
})

test('a bad answer comes with the start of its body, a good one with none', () => {
  const { at, seen } = watched(1)
  const exchange = (status: number, ...pieces: string[]): void => {
    at(0, 'request')
    at(0, 'headers', { statusCode: status })
    for (const piece of pieces) at(0, 'body', Buffer.from(piece))
    at(0, 'response', status)
  }
  exchange(500, 'HTTP/1.1 500 Oh\r\ncontent-length: 5\r\n\r\nwrong')
  exchange(200, 'HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nright')
  exchange(500, 'HTTP/1.1 500 Oh\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nin pieces\r\n0\r\n\r\n')
  exchange(503, 'after its head')
  exchange(404)
  expect(seen.map(one => (one as { body?: string }).body)).toEqual([
    'wrong',
    undefined,
    'in pieces',
    'after its head',
    undefined,
  ])
})
