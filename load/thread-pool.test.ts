import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { promisify } from 'node:util'
import type { Worker } from 'node:worker_threads'
import { expect, test } from '@playwright/test'
import type { EchoApi } from './testing/echo.worker.ts'
import { ThreadPool } from './thread-pool.ts'

const worker = new URL('./testing/echo.worker.ts', import.meta.url)
const newPool = (): ThreadPool<EchoApi> => new ThreadPool<EchoApi>(worker)

test('the next call runs in the thread of the last', async () => {
  const pool = newPool()
  const first = await pool.run('threadId', undefined)
  expect(await pool.run('threadId', undefined)).toBe(first)
})

test('calls at once have a thread each, and both are kept', async () => {
  const pool = newPool()
  const twoAtOnce = () => Promise.all([pool.run('threadId', undefined), pool.run('threadId', undefined)])
  const first = await twoAtOnce()
  expect(new Set(first).size).toBe(2)
  expect(new Set(await twoAtOnce())).toEqual(new Set(first))
})

test('a call that fails takes its thread with it', async () => {
  const pool = newPool()
  const first = await pool.run('threadId', undefined)
  await expect(pool.run('fail', 'rate = -1')).rejects.toThrow(new RangeError('rate = -1'))
  expect(await pool.run('threadId', undefined)).not.toBe(first)
})

test('a thread that ended while it waited is not asked again', async () => {
  const pool = newPool()
  const started = once(process, 'worker') as Promise<[Worker]>
  await pool.run('leave', undefined)
  const [thread] = await started
  if (thread.threadId !== -1) await once(thread, 'exit')
  expect(await pool.run('echo', 'here')).toBe('here')
})

test('threads that wait for a call keep no process alive, one with a call does', async () => {
  const module = new URL('./thread-pool.ts', import.meta.url)
  const code = `
    import { ThreadPool } from '${module}'
    const pool = new ThreadPool(new URL('${worker}'))
    await pool.run('echo', 'first')
    console.log(await pool.run('echo', 'second'))`
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', code])
  expect(stdout).toBe('second\n')
})
