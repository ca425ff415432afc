import { expect, test } from '@playwright/test'
import { checkedUpdates } from './checked-updates.ts'

const sound = [{ agent: 1, seq: 2 }]

/** What a target's `read` may give, and what is made of it. */
const taken: [name: string, given: unknown, updates: unknown][] = [
  ['numbers', sound, sound],
  ['nothing', [], []],
  ['an agent as text', [{ agent: '5', seq: 1 }], [{ agent: 5, seq: 1 }]],
  [
    'all as text',
    [{ agent: '5', value: '1000005', merged: '0' }],
    [{ agent: 5, value: 1_000_005, merged: 0 }],
  ],
  ['whole numbers of any size', [{ agent: 5n, seq: 1n, value: 7n }], [{ agent: 5, seq: 1, value: 7 }]],
  ['null where nothing is said', [{ agent: 5, value: 7, seq: null, merged: null }], [{ agent: 5, value: 7 }]],
  ['an agent that is none of ours', [{ agent: -1, value: 1.5 }], [{ agent: -1, value: 1.5 }]],
]

const circle: { self?: unknown } = {}
circle.self = circle

const refused: [name: string, given: unknown, message: string][] = [
  ['undefined', undefined, 'read gave undefined: give an array of { agent, value } or { agent, seq }'],
  ['a number', 5, 'read gave 5: give an array'],
  ['a bigint', 10n, 'read gave 10n: give an array'],
  ['what holds itself', circle, 'read gave <ref *1> { self: [Circular *1] }: give an array'],
  ['a list in it that holds itself', [[circle]], 'whose agent is undefined: give a number'],
  [
    'a seq that is too large',
    [{ agent: 1, seq: 2n ** 60n }],
    'whose seq is 1152921504606847000: give a whole',
  ],
  ['an object', { agent: 1 }, 'read gave {"agent":1}: give an array'],
  ['a promise', Promise.resolve(sound), 'read gave a promise: give an array'],
  ['null in it', [null], 'read gave null in its array'],
  ['a text in it', ['{}'], 'read gave "{}" in its array'],
  ['no agent', [{ value: 1 }], 'read gave an update whose agent is undefined: give a number'],
  ['an id for an agent', [{ agent: 'agent-1', value: 1 }], 'whose agent is "agent-1": give a number'],
  ['a fraction of a seq', [{ agent: 1, seq: 0.5 }], 'whose seq is 0.5: give a whole number from 0'],
  ['a negative seq', [{ agent: 1, seq: -1 }], 'whose seq is -1: give a whole number from 0'],
  ['a negative merged', [{ agent: 1, seq: 1, merged: -5 }], 'whose merged is -5: give a whole number from 0'],
  [
    'merged that is none',
    [{ agent: 1, seq: 1, merged: Number.NaN }],
    'whose merged is NaN: give a whole number from 0',
  ],
  ['a value that is an object', [{ agent: 1, value: { x: 1 } }], 'whose value is {"x":1}: give a number'],
  [
    'a time that is none',
    [{ agent: 1, seq: 1, sentAtMs: Infinity }],
    'whose sentAtMs is Infinity: give a number',
  ],
]

for (const [name, given, updates] of taken) {
  test(`of what read gives, ${name} is taken`, () => expect(checkedUpdates(given)).toEqual(updates))
}

for (const [name, given, message] of refused) {
  test(`of what read gives, ${name} is refused by name`, () =>
    expect(() => checkedUpdates(given)).toThrow(message))
}

test('a promise that fails is refused, and its failure ends nothing', async () => {
  const failing = (): unknown => checkedUpdates(Promise.reject(new Error('later')))
  expect(failing).toThrow('read gave a promise')
  await Promise.resolve()
})
