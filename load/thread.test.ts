import { expect, test } from '@playwright/test'
import { partStream } from './measure/part-stream.ts'
import type { Part } from './measure/recording.ts'
import type { EchoApi } from './testing/echo.worker.ts'
import { Thread } from './thread.ts'

const worker = new URL('./testing/echo.worker.ts', import.meta.url)

test('a call is answered with what the function returns', async () => {
  const value = { rows: [1, 2.5], at: new Map([['a', 1]]) }
  const thread = new Thread<EchoApi>(worker)
  try {
    expect(await thread.call('echo', value)).toEqual(value)
  } finally {
    await thread.stop()
  }
})

test('calls under way at once each get their own answer', async () => {
  const thread = new Thread<EchoApi>(worker)
  try {
    const numbers = Array.from({ length: 50 }, (_, index) => index)
    expect(await Promise.all(numbers.map(number => thread.call('echo', number)))).toEqual(numbers)
  } finally {
    await thread.stop()
  }
})

test('an error thrown in the thread arrives with its message and its class, and the thread lives on', async () => {
  const thread = new Thread<EchoApi>(worker)
  try {
    const failed = thread.call('fail', 'rate = -1')
    await expect(failed).rejects.toThrow('rate = -1')
    await expect(failed).rejects.toBeInstanceOf(RangeError)
    expect(await thread.call('echo', 'still here')).toBe('still here')
  } finally {
    await thread.stop()
  }
})

test('an error keeps the name of its class, its code and its causes', async () => {
  const thread = new Thread<EchoApi>(worker)
  try {
    const error = await thread.call('refuse', undefined).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({
      name: 'RefusedError',
      code: 'ERR_REFUSED',
      message: 'no room',
      cause: { name: 'TypeError', message: 'too many', cause: { message: 'sockets' } },
    })
    expect((error as Error).cause).toBeInstanceOf(TypeError)
    expect((error as Error).stack).toContain('echo.worker.ts')
  } finally {
    await thread.stop()
  }
})

test('what a thread records reaches its owner before the answer', async () => {
  const heard: Part[] = []
  const stop = partStream.listen(parts => heard.push(...parts))
  const thread = new Thread<EchoApi>(worker)
  try {
    await thread.call('record', 3)
    expect(heard.map(({ metric, data }) => [metric, data.kind === 'tally' && data.blocks])).toEqual([
      ['echo', [{ startMs: 0, total: 1, bad: 0 }]],
      ['echo', [{ startMs: 1000, total: 1, bad: 0 }]],
      ['echo', [{ startMs: 2000, total: 1, bad: 0 }]],
    ])
  } finally {
    stop()
    await thread.stop()
  }
})

test('a value that cannot be copied between threads is an error, not a silence', async () => {
  const thread = new Thread<EchoApi>(worker)
  try {
    await expect(thread.call('echo', () => 1)).rejects.toThrow('could not be cloned')
  } finally {
    await thread.stop()
  }
})

test('a thread that exits rejects the calls under way and the later ones with its code', async () => {
  const thread = new Thread<EchoApi>(worker)
  const waiting = [thread.call('exit', 3), thread.call('echo', 1)]
  for (const one of waiting) await expect(one).rejects.toThrow('ended with code 3')
  await expect(thread.call('echo', 2)).rejects.toThrow('ended with code 3')
})

test('a thread that crashes rejects its calls with the reason', async () => {
  const thread = new Thread<EchoApi>(worker)
  await expect(thread.call('crash', 'out of sockets')).rejects.toThrow('out of sockets')
  await expect(thread.call('echo', 1)).rejects.toThrow('out of sockets')
})

test('a thread that is stopped rejects what it was doing', async () => {
  const thread = new Thread<EchoApi>(worker)
  await thread.call('echo', 'up')
  const waiting = expect(thread.call('hang', undefined)).rejects.toThrow('ended with code')
  await thread.stop()
  await waiting
})

test('a module that is not there rejects the call with its name', async () => {
  const missing = new URL('./no-such.worker.ts', import.meta.url)
  await expect(new Thread<EchoApi>(missing).call('echo', 1)).rejects.toThrow('no-such.worker.ts')
})
