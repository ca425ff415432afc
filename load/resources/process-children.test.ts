import { expect, test } from '@playwright/test'
import { childrenIn } from './process-children.ts'

/** The threads of a process, and what each has begun; `undefined` of one that has ended since they were listed. */
const reader = (threads: Readonly<Record<string, string | undefined>>) => ({
  list: async () => Object.keys(threads),
  async read(file: string): Promise<string> {
    const told = threads[file.split('/').at(-2) ?? '']
    if (told === undefined) throw new Error(`ENOENT: ${file}`)
    return told
  },
})

test('a thread that ends while a process is read takes nothing of what the others have begun with it', async () => {
  expect(await childrenIn('/proc/1/task', reader({ 1: '10 11 ', 2: '', 3: '12 ' }))).toEqual([10, 11, 12])
  expect(await childrenIn('/proc/1/task', reader({ 1: '10 11 ', 2: undefined, 3: '12 ' }))).toEqual([
    10, 11, 12,
  ])
})

test('a process of which no thread tells has told nothing, and one that has begun nothing has', async () => {
  expect(await childrenIn('/proc/1/task', reader({ 1: undefined, 2: undefined }))).toBeUndefined()
  const gone = { list: () => Promise.reject(new Error('ENOENT')), read: async () => '' }
  expect(await childrenIn('/proc/1/task', gone)).toBeUndefined()
  expect(await childrenIn('/proc/1/task', reader({ 1: '' }))).toEqual([])
})
