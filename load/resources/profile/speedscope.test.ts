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

test('what is no such profile is told in a sentence', () => {
  for (const [text, why] of [
    ['\u001F\u008B', 'is neither JSON nor compressed by gzip'],
    ['null', 'has no "shared.frames" and "profiles"'],
    [file({ type: 'evented' }), 'and has none'],
    [file(thread('none', [], []), thread('bytes', [], [])), 'and has none, bytes'],
    [file(thread('none', [[9]], [1])), 'names frame 9, and has 3'],
  ] as const)
    expect(() => readSpeedscope(text)).toThrow(why)
})
