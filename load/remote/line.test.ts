import { setImmediate as turn } from 'node:timers/promises'
import { mock } from 'node:test'
import { expect, test } from '@playwright/test'
import { BEATS, Line, surelyAwaitedMs } from './line.ts'

const beats = { everyMs: 5, silent: 4 }

test('a side that says nothing for so many beats is gone, and is told that nobody waits for it', async () => {
  const written: unknown[] = []
  const ended = Promise.withResolvers<string>()
  const line = new Line(message => written.push(message), ended.resolve, beats)
  expect(await ended.promise).toBe('said nothing for 0.02 s')
  expect(written).toEqual([
    ...Array.from({ length: 4 }, () => ({ beat: true })),
    { ended: 'was given up, because nothing was heard of it' },
  ])
  line.postMessage('too late')
  expect(written).toHaveLength(5)
})

test('a side that said something since its last beat needs no other', async () => {
  const written: unknown[] = []
  const ended = Promise.withResolvers<string>()
  const line = new Line(message => written.push(message), ended.resolve, beats)
  line.postMessage('a figure')
  await ended.promise
  expect(written).toEqual([
    { rpc: 'a figure' },
    ...Array.from({ length: 3 }, () => ({ beat: true })),
    { ended: 'was given up, because nothing was heard of it' },
  ])
})

test('nobody need be there before the first word', async () => {
  const written: unknown[] = []
  const ended = Promise.withResolvers<string>()
  const line = new Line(message => written.push(message), ended.resolve, beats, true)
  for (let beat = 0; beat < 10; beat++) {
    const next = Promise.withResolvers<void>()
    setTimeout(next.resolve, beats.everyMs)
    await next.promise
  }
  expect(written).toEqual([])
  line.receive({ beat: true })
  expect(await ended.promise).toBe('said nothing for 0.02 s')
})

test('what the other side says is heard, and its end with the reason', async () => {
  const heard: unknown[] = []
  const ends: string[] = []
  const line = new Line(
    () => {},
    reason => ends.push(reason),
    { everyMs: 60_000, silent: 1 },
  )
  line.on('message', message => heard.push(message))
  line.receive({ rpc: { a: 1 } })
  line.receive({ ended: 'has ended' })
  line.receive({ rpc: 'after the end' })
  await turn()
  expect({ heard, ends }).toEqual({ heard: [{ a: 1 }], ends: ['has ended'] })
})

for (const pace of [BEATS, { everyMs: 400, silent: 8 }]) {
  test(`who was silent for a beat before it stood still is awaited for as long as it thinks: ${pace.everyMs} ms, ${pace.silent} times`, () => {
    mock.timers.enable({ apis: ['setInterval'] })
    try {
      const ends: string[] = []
      const line = new Line(
        () => {},
        because => ends.push(because),
        pace,
      )
      // Its last word comes just before a beat, which counts as one without a word.
      mock.timers.tick(pace.everyMs - 1)
      line.receive({ beat: true })
      let awaitedMs = 0
      for (; ends.length === 0; awaitedMs++) mock.timers.tick(1)
      // That word was a beat old, and its threads look at the time 24 times within what they may stand still.
      const stoodMs = awaitedMs - pace.everyMs
      expect(surelyAwaitedMs(pace) * (1 + 1 / 24)).toBeLessThan(stoodMs)
      expect(surelyAwaitedMs(pace)).toBeGreaterThan(stoodMs / 2)
    } finally {
      mock.timers.reset()
    }
  })
}

test('who gives the other side up tells it why, once', () => {
  const written: unknown[] = []
  const ended: string[] = []
  const line = new Line(
    message => written.push(message),
    reason => ended.push(reason),
    { everyMs: 60_000, silent: 1 },
  )
  line.giveUp('lost something', 'gave this side up')
  line.giveUp('lost more', 'gave it up again')
  expect([written, ended]).toEqual([[{ ended: 'gave this side up' }], ['lost something']])
})
