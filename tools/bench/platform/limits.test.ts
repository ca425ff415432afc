import { expect, test } from '@playwright/test'
import { ASKED_PER_SECOND, missedLimits } from './limits.ts'

const sustained = { donePerSecond: 500, seconds: 28, inTime: 14, asked: 15_300, bad: 0 }
const held = { spawnTimes: 1.5, messageTimes: 1.5, agentBytes: 999_999, sustained }

test('a runtime within all limits has missed none: the limits themselves are held', () => {
  expect(missedLimits(held)).toEqual([])
})

test('more tasks are asked for than have to be done: of as many a second would miss some by chance', () => {
  expect(ASKED_PER_SECOND).toBe(510)
})

for (const [what, costs, sentence] of [
  ['agents that come up late', { spawnTimes: 1.51 }, 'Agents take more than 1.5 times as long to come up.'],
  ['slow messages', { messageTimes: 1.51 }, 'Messages take more than 1.5 times as long.'],
  ['large agents', { agentBytes: 1e6 }, 'An agent takes 1 MB in its host or more.'],
  [
    'agents whose memory is not known',
    { agentBytes: Number.NaN },
    'An agent takes 1 MB in its host or more.',
  ],
  ['bad tasks', { sustained: { ...sustained, bad: 3 } }, '3 of 15300 tasks were not done well.'],
  [
    'a platform that does not keep up',
    { sustained: { ...sustained, donePerSecond: 499.5 } },
    'Fewer than 500 tasks a second are done.',
  ],
  [
    'a generator that was late',
    { sustained: { ...sustained, donePerSecond: Number.NaN, inTime: 13 } },
    "The generator was late in 15 of 28 seconds: whether the platform keeps up can't be told on a machine that has other work.",
  ],
] as const) {
  test(`${what}: that limit is not held`, () => {
    expect(missedLimits({ ...held, ...costs })).toEqual([sentence])
  })
}
