import { gunzipSync, gzipSync } from 'node:zlib'
import { expect, test } from '@playwright/test'
import { Profile, StringTable } from 'pprof-format'
import type { ProfileInput } from 'pprof-format'
import { readOwnProfile } from './own-profile.ts'

/** As `go tool pprof` has it: samples of a count and a time each, a function that was put into its caller, and code without a name. */
function goProfile(
  change: (profile: ProfileInput, text: (of: string) => number) => ProfileInput = one => one,
): Buffer {
  const stringTable = new StringTable()
  const text = (of: string): number => stringTable.dedup(of)
  const profile: ProfileInput = {
    stringTable,
    sampleType: [
      { type: text('samples'), unit: text('count') },
      { type: text('cpu'), unit: text('nanoseconds') },
    ],
    sample: [
      { locationId: [2, 1], value: [30, 300_000_000] },
      { locationId: [3, 1], value: [12, 120_000_000] },
      { locationId: [1], value: [5, 50_000_000] },
      { locationId: [4], value: [1, 2 ** 40] },
    ],
    location: [
      { id: 1, line: [{ functionId: 1, line: 40 }] },
      {
        id: 2,
        line: [
          { functionId: 3, line: 9 },
          { functionId: 2, line: 22 },
        ],
      },
      { id: 3, line: [{ functionId: 2, line: 21 }] },
      { id: 4, address: 0xbeef },
    ],
    function: [
      { id: 1, name: text('main.main'), filename: text('/app/main.go'), startLine: 31 },
      { id: 2, name: text('main.parse'), filename: text('/app/parse.go') },
      { id: 3, name: text('main.hash'), filename: text('/app/hash.go'), startLine: 5 },
    ],
  }
  return gzipSync(new Profile(change(profile, text)).encode())
}

test('a profile of Go gives its times exactly, with functions, files and lines, those put into others too', () => {
  expect(readOwnProfile(goProfile())).toEqual({
    unit: 'ms',
    tree: {
      total: 1_099_981.628,
      functions: [
        { name: '0xbeef', file: '', line: 0 },
        { name: 'main.main', file: '/app/main.go', line: 31 },
        { name: 'main.parse', file: '/app/parse.go', line: 21 },
        { name: 'main.hash', file: '/app/hash.go', line: 5 },
      ],
      calls: [
        [0, -1, 1_099_511.628, 1_099_511.628],
        [1, -1, 470, 50],
        [2, 1, 420, 120],
        [3, 2, 300, 300],
      ],
    },
  })
})

test('of the kinds of value that counts which the profile names; less than nothing counts not', () => {
  const counted = goProfile((profile, text) => ({ ...profile, defaultSampleType: text('samples') }))
  expect(readOwnProfile(counted)).toMatchObject({ unit: 'count', tree: { total: 48 } })
  const held = goProfile((profile, text) => ({
    ...profile,
    sampleType: [{ type: text('inuse_space'), unit: text('bytes') }],
    sample: [
      { locationId: [1], value: [4096] },
      { locationId: [3], value: [-4096] },
    ],
  }))
  expect(readOwnProfile(held)).toMatchObject({ unit: 'bytes', tree: { total: 4096 } })
})

test('a profile is known by what is in it, compressed or not', () => {
  const packed = goProfile()
  expect(readOwnProfile(gunzipSync(packed))).toEqual(readOwnProfile(packed))
  const thread = { type: 'sampled', unit: 'seconds', samples: [[0]], weights: [2] }
  const text = JSON.stringify({ shared: { frames: [{ name: 'main' }] }, profiles: [thread] })
  for (const file of [text, `\n ${text}`, `\uFEFF${text}`]) {
    for (const written of [Buffer.from(file), gzipSync(file)])
      expect(readOwnProfile(written)).toMatchObject({ unit: 'ms', tree: { total: 2000 } })
  }
})

test('what is broken, empty or of other units is told in a sentence', () => {
  const whole = goProfile()
  for (const [file, why] of [
    [whole.subarray(0, whole.length - 20), "can't be uncompressed (unexpected end of file)"],
    [gzipSync(''), 'is no pprof profile (it has no kinds of value)'],
    [gzipSync('<html>'), 'is no pprof profile (Unrecognized value type: 4)'],
    [goProfile(profile => ({ ...profile, sample: [] })), 'has no samples: nothing of the target ran'],
    [goProfile(profile => ({ ...profile, location: [] })), 'names place 2, and has none of that number'],
    [goProfile(profile => ({ ...profile, function: [] })), 'names function 3, and has none of that number'],
    [goProfile(profile => ({ ...profile, stringTable: new StringTable() })), 'names text 4, and has 1'],
    [
      goProfile((profile, text) => ({
        ...profile,
        sampleType: [{ type: text('cpu'), unit: text('ticks') }],
      })),
      'has "ticks" as the unit of its samples, which is none of seconds,',
    ],
    [Buffer.from(''), "is neither speedscope's JSON nor a pprof file"],
  ] as const)
    expect(() => readOwnProfile(file)).toThrow(`The file of "resources.profile" ${why}`)
})
