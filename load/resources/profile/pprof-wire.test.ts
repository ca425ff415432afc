import { gzipSync } from 'node:zlib'
import { expect, test } from '@playwright/test'
import { readOwnProfile } from './own-profile.ts'

/** Numbers of seven bits, the lowest first. https://protobuf.dev/programming-guides/encoding/ */
function varint(value: number | bigint): number[] {
  const bytes: number[] = []
  let rest = BigInt.asUintN(64, BigInt(value))
  for (; rest > 0x7fn; rest >>= 7n) bytes.push(Number(rest & 0x7fn) | 0x80)
  return [...bytes, Number(rest)]
}

const number = (field: number, value: number | bigint): number[] => [...varint(field * 8), ...varint(value)]
const message = (field: number, ...parts: readonly number[][]): number[] => {
  const content = parts.flat()
  return [...varint(field * 8 + 2), ...varint(content.length), ...content]
}
const text = (field: number, value: string): number[] => message(field, [...Buffer.from(value)])

/** Repeated numbers, as proto3 writes them, and one by one, as older writers do. */
const packed = (field: number, values: readonly (number | bigint)[]): number[] =>
  message(field, values.flatMap(varint))
const apart = (field: number, values: readonly (number | bigint)[]): number[] =>
  values.flatMap(value => number(field, value))

const STRINGS = [
  '',
  'samples',
  'count',
  'cpu',
  'nanoseconds',
  'runtime.main',
  '/usr/local/go/src/runtime/proc.go',
  'main.(*Server).handle',
  '/srv/app/server.go',
  'encoding/json.Marshal',
  '/usr/local/go/src/encoding/json/encode.go',
  '/srv/app/worker',
  'thread',
  'main.cost\u00fcme',
]
const of = (value: string): number => STRINGS.indexOf(value)

const functionOf = (id: number, name: string, file: string, startLine: number): number[] =>
  message(
    5,
    number(1, id),
    number(2, of(name)),
    number(3, of(name)),
    number(4, of(file)),
    number(5, startLine),
  )
const line = (functionId: number, at: number, column: number): number[] =>
  message(4, number(1, functionId), number(2, at), number(3, column))

/** A CPU profile by the field numbers of the schema alone, with all that Go writes around the samples. https://github.com/google/pprof/blob/main/proto/profile.proto */
function cpuProfile(repeated: (field: number, values: readonly (number | bigint)[]) => number[]): Buffer {
  const sample = (places: number[], count: number): number[] =>
    message(
      2,
      repeated(1, places),
      repeated(2, [count, count * 10_000_000]),
      message(3, number(1, of('thread')), number(3, 7)),
    )
  return gzipSync(
    Buffer.from([
      ...message(1, number(1, of('samples')), number(2, of('count'))),
      ...message(1, number(1, of('cpu')), number(2, of('nanoseconds'))),
      ...sample([3, 2, 1], 120),
      ...sample([2, 1], 30),
      ...sample([4, 1], 9),
      ...message(
        3,
        number(1, 1),
        number(2, 0x400000),
        number(3, 0x7fff_ffff_f000n),
        number(5, of('/srv/app/worker')),
        number(7, 1),
      ),
      ...message(4, number(1, 1), number(2, 1), number(3, 0x7f3a_0000_1234n), line(1, 283, 2)),
      // The compiler put the last but one into the last.
      ...message(4, number(1, 2), number(2, 1), number(3, 0x4a2f10), line(4, 88, 5), line(2, 61, 9)),
      ...message(4, number(1, 3), number(2, 1), number(3, 0x4a2f99), line(3, 161, 1)),
      ...message(4, number(1, 4), number(2, 1), number(3, 0xffff_ffff_8100_0010n)),
      ...functionOf(1, 'runtime.main', '/usr/local/go/src/runtime/proc.go', 145),
      ...functionOf(2, 'main.(*Server).handle', '/srv/app/server.go', 52),
      ...functionOf(3, 'encoding/json.Marshal', '/usr/local/go/src/encoding/json/encode.go', 158),
      ...functionOf(4, 'main.cost\u00fcme', '/srv/app/server.go', 80),
      ...STRINGS.flatMap(value => text(6, value)),
      ...number(9, 1_800_000_000_000_000_000n),
      ...number(10, 10_000_000_000),
      ...message(11, number(1, of('cpu')), number(2, of('nanoseconds'))),
      ...number(12, 10_000_000),
      ...repeated(13, [of('thread')]),
      ...number(14, of('cpu')),
      // A field that came later than the reader.
      ...number(15, 0),
    ]),
  )
}

for (const [how, repeated] of [
  ['packed, as Go does', packed],
  ['one by one', apart],
] as const) {
  test(`a profile that writes its lists ${how} gives what went into it: functions, files, lines and times`, () => {
    expect(readOwnProfile(cpuProfile(repeated))).toEqual({
      unit: 'ms',
      tree: {
        total: 1590,
        functions: [
          { name: 'runtime.main', file: '/usr/local/go/src/runtime/proc.go', line: 145 },
          { name: 'main.(*Server).handle', file: '/srv/app/server.go', line: 52 },
          { name: 'main.cost\u00fcme', file: '/srv/app/server.go', line: 80 },
          { name: 'encoding/json.Marshal', file: '/usr/local/go/src/encoding/json/encode.go', line: 158 },
          { name: '0xffffffff81000010', file: '', line: 0 },
        ],
        calls: [
          [0, -1, 1590, 0],
          [1, 0, 1500, 0],
          [2, 1, 1500, 300],
          [3, 2, 1200, 1200],
          [4, 0, 90, 90],
        ],
      },
    })
  })
}
