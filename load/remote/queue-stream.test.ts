import { serialize } from 'node:v8'
import { expect, test } from '@playwright/test'
import type { QueueClient } from './queue-client.ts'
import { StreamReader } from './queue-stream.ts'

type Written = [from: string, number: number]

/** Lets a reader read what a queue gives at each look. @returns what it heard of whom */
async function heardOf(looks: readonly Written[][], takesAway: boolean): Promise<string[]> {
  const heard: string[] = []
  const all = Promise.withResolvers<void>()
  const ended = Promise.withResolvers<never>()
  let at = 0
  const client = {
    xRead() {
      const look = looks[at]
      if (!look) {
        all.resolve()
        return ended.promise
      }
      at++
      const messages = look.map(([from, number], place) => ({
        id: `${at}-${place}`,
        message: { from, number: String(number), data: serialize(number).toString('base64') },
      }))
      return Promise.resolve([{ messages }])
    },
    sendCommand: () => Promise.resolve(),
    destroy: () => ended.reject(new Error('destroyed')),
  }
  const reader = new StreamReader(
    client as unknown as QueueClient,
    'sends',
    {
      message: (from, message) => heard.push(`${from} ${String(message)}`),
      gap: from => heard.push(`${from} gap`),
    },
    takesAway,
  )
  await all.promise
  await reader.close()
  return heard
}

const late: Written[] = [
  ['a', 17],
  ['b', 0],
  ['a', 18],
]

test('who begins to read late hears what is kept of each, from the oldest on', async () => {
  expect(await heardOf([late, [['a', 19]]], false)).toEqual(['a 17', 'b 0', 'a 18', 'a 19'])
})

test('what is kept may be more than one look gives', async () => {
  const many = Array.from({ length: 200 }, (_, place): Written => ['a', 300 + place])
  expect(await heardOf([many, [['b', 40]], [['c', 1]]], false)).toEqual([
    ...many.map(([, number]) => `a ${number}`),
    'b 40',
    'c gap',
  ])
})

test('what is forgotten while it reads is missed: of who was heard, and of who begins then', async () => {
  const looks: Written[][] = [late, [['a', 20]], [['c', 3]]]
  expect(await heardOf(looks, false)).toEqual(['a 17', 'b 0', 'a 18', 'a gap', 'c gap'])
})

test('who takes away what it reads has all of it, or misses some', async () => {
  expect(await heardOf([late], true)).toEqual(['a gap', 'b 0', 'a 18'])
})
