import { expect, test } from '@playwright/test'
import * as fc from 'fast-check'
import { EventStream } from './event-stream.ts'

/** The events of a stream that arrives in these pieces. */
function read(...chunks: (string | Uint8Array)[]): string[] {
  const events: string[] = []
  const stream = new EventStream(data => events.push(data))
  for (const chunk of chunks) stream.push(typeof chunk === 'string' ? Buffer.from(chunk) : chunk)
  return events
}

test('an empty line ends an event, whatever its lines end with', () => {
  expect(read('data: one\n\ndata: two\n\n')).toEqual(['one', 'two'])
  expect(read('data: one\r\n\r\ndata: two\r\n\r\n')).toEqual(['one', 'two'])
  expect(read('data: one\r\rdata: two\r\r')).toEqual(['one', 'two'])
  expect(read('data: one\r\n\ndata: two\n\r\n')).toEqual(['one', 'two'])
})

test('the data lines of an event are joined', () => {
  expect(read('data: {"a":1,\ndata:  "b":2}\ndata\ndata:\n\n')).toEqual(['{"a":1,\n "b":2}\n\n'])
})

test('one space after the colon is not part of the data, and colons in it are', () => {
  expect(read('data:x\n\ndata: x\n\ndata:  x\n\ndata: a:b: c\n\n')).toEqual(['x', 'x', ' x', 'a:b: c'])
})

test('comments, other fields and fields of longer names are no data', () => {
  const fields = ': data: no\n:\nevent: update\nid: 7\nretry: 10\ndatas: no\nDATA: no\n'
  expect(read(`${fields}\n${fields}data: yes\n\n`)).toEqual(['yes'])
})

test('each comment is told, and nothing else is', () => {
  let comments = 0
  const stream = new EventStream(
    () => {},
    () => comments++,
  )
  stream.push(Buffer.from(': keep-alive\n:\n\ndata: x\nevent: update\n\nretry\n'))
  expect(comments).toBe(2)
})

test('an event with an empty data line is an empty text, and one without data is none', () => {
  expect(read('data\n\n\n\nid: 1\n\ndata:\n\n')).toEqual(['', ''])
})

test('an event that is not ended yet is none', () => {
  expect(read('data: one\n\ndata: two\n')).toEqual(['one'])
  expect(read('data: one')).toEqual([])
})

test('a CRLF that is cut in two is one line end', () => {
  expect(read('data: one\r', '\ndata: two\r', '\n\r', '\n')).toEqual(['one\ntwo'])
  expect(read('data: one\r', new Uint8Array(), '\ndata: two\r\n\r\n')).toEqual(['one\ntwo'])
  expect(read('data: one\r', '\rdata: two\r', '\r')).toEqual(['one', 'two'])
})

test('a character that is cut in two is whole again, and a byte order mark at the start is none of the data', () => {
  const euro = Buffer.from('\uFEFFdata: 5 €\n\n')
  for (let at = 0; at <= euro.length; at++) {
    expect(read(euro.subarray(0, at), euro.subarray(at))).toEqual(['5 €'])
  }
})

test('the same events come out however the stream is cut', () => {
  const line = fc.constantFrom('data: a', 'data:ü', 'data', ': comment', 'id: 1', '', '', 'data: {"x":"€"}')
  const end = fc.constantFrom('\n', '\r', '\r\n')
  const stream = fc.array(fc.tuple(line, end), { maxLength: 30 })
  fc.assert(
    fc.property(stream, fc.array(fc.nat(200), { maxLength: 20 }), (lines, cuts) => {
      const bytes = Buffer.from(lines.flat().join(''))
      const places = [0, ...cuts.toSorted((a, b) => a - b), bytes.length]
      const pieces = places.slice(1).map((to, i) => bytes.subarray(places[i], to))
      expect(read(...pieces)).toEqual(read(bytes))
    }),
  )
})
