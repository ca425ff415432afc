import { expect, test } from '@playwright/test'
import { readSpeedscope } from './speedscope.ts'

const frames = [
  { name: 'main', file: 'app.py', line: 3 },
  { name: 'parse', file: 'app.py', line: 9 },
  { name: 'recv' },
]
const thread = (unit: string, samples: number[][], weights: number[]) => ({
  type: 'sampled',
  unit,
  samples,
  weights,
})
const file = (...profiles: object[]): string => JSON.stringify({ shared: { frames }, profiles })

test('threads of a sampled profile are added up, in ms', () => {
  const text = file(
    thread('seconds', [[0, 1], [0]], [0.3, 0.1]),
    thread('seconds', [[0, 1], [2]], [0.2, 0.05]),
  )
  expect(readSpeedscope(text)).toEqual({
    unit: 'ms',
    tree: {
      total: 650,
      functions: [
        { name: 'main', file: 'app.py', line: 3 },
        { name: 'parse', file: 'app.py', line: 9 },
        { name: 'recv', file: '', line: 0 },
      ],
      calls: [
        [0, -1, 600, 100],
        [1, 0, 500, 500],
        [2, -1, 50, 50],
      ],
    },
  })
  expect(readSpeedscope(file(thread('none', [[2]], [7])))).toMatchObject({
    unit: 'count',
    tree: { total: 7 },
  })
})

const events = (unit: string, ...all: [type: string, frame: number, at: number][]) => ({
  type: 'evented',
  unit,
  startValue: 0,
  events: all.map(([type, frame, at]) => ({ type, frame, at })),
})

test('a profile of events has what passes from one to the next, and is added up with those of samples', () => {
  const told = events(
    'milliseconds',
    ['O', 0, 10],
    ['O', 1, 30],
    ['C', 1, 60],
    ['O', 1, 60],
    ['C', 1, 65],
    ['C', 0, 70],
  )
  const expected = {
    unit: 'ms',
    tree: {
      total: 60,
      functions: [{ name: 'main' }, { name: 'parse' }],
      calls: [
        [0, -1, 60, 25],
        [1, 0, 35, 35],
      ],
    },
  }
  expect(readSpeedscope(file(told))).toMatchObject(expected)
  const both = readSpeedscope(file(told, thread('milliseconds', [[0]], [5])))
  expect(both.tree.calls[0]).toEqual([0, -1, 65, 30])
  // An event may be the last of a thread that was still at work.
  expect(readSpeedscope(file(events('milliseconds', ['O', 0, 1], ['O', 1, 4]))).tree.total).toBe(3)
})

test('what is no such profile is told in a sentence', () => {
  for (const [text, why] of [
    ['\u001F\u008B', "is neither speedscope's JSON nor a pprof file"],
    ['null', 'has no "shared.frames" and "profiles"'],
    [file(), 'and has none'],
    [file({ type: 'evented', unit: 'none' }), 'neither samples, with their weights, nor events'],
    [file({ type: 'sampled', unit: 'none' }), 'neither samples, with their weights, nor events'],
    [
      file({ type: 'evented', unit: 'none', events: [null] }),
      'neither samples, with their weights, nor events',
    ],
    [
      file({ type: 'sampled', unit: 'none', samples: [3], weights: [1] }),
      'neither samples, with their weights, nor events',
    ],
    [file(events('milliseconds', ['O', 0, 0], ['C', 1, 5])), 'leaves frame 1, which was not the last'],
    [file(events('milliseconds', ['O', 9, 0], ['C', 9, 5])), 'names frame 9, and has 3'],
    [file(thread('seconds', [[0]], [1]), events('bytes', ['O', 0, 0])), 'and has seconds, bytes'],
    [file(thread('none', [], []), thread('bytes', [], [])), 'and has none, bytes'],
    [file(thread('none', [[9]], [1])), 'names frame 9, and has 3'],
  ] as const)
    expect(() => readSpeedscope(text)).toThrow(why)
})
