import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import path from 'node:path'
import { expect, test } from '@playwright/test'
import type { TestInfo } from '@playwright/test'
import { createClient } from 'redis'

const root = path.resolve(import.meta.dirname, '../..')

/** @returns runs the command in a folder of the test's own, where what was fetched before is there too */
function commandIn(info: TestInfo) {
  const [cache, fetched] = [info.outputPath('.cache'), path.join(root, '.cache')]
  mkdirSync(cache)
  const kept = existsSync(fetched) ? readdirSync(fetched).filter(name => !name.endsWith('.sock')) : []
  for (const name of kept) symlinkSync(path.join(fetched, name), path.join(cache, name))
  return (...args: string[]): Promise<{ code: number; said: string }> =>
    new Promise(resolve => {
      const command = [path.join(root, 'tools/services/services.ts'), ...args]
      execFile(
        process.execPath,
        command,
        { cwd: info.outputPath(), timeout: 600_000 },
        (error, stdout, stderr) => resolve({ code: error ? Number(error.code) : 0, said: stdout + stderr }),
      )
    })
}

const addressIn = (said: string, setting: string): string =>
  new RegExp(`^ *${setting}=(\\S+)$`, 'm').exec(said)?.[1] ?? ''

/** Kills the process of a Redis, as a crash does. */
async function crash(url: string): Promise<void> {
  const client = createClient({ url, socket: { reconnectStrategy: false } }).on('error', () => {})
  await client.connect()
  const pid = Number(/^process_id:(\d+)/m.exec(await client.info('server'))?.[1])
  const ended = new Promise(resolve => client.once('error', resolve).once('end', resolve))
  process.kill(pid, 'SIGKILL')
  await ended
  client.destroy()
}

test('services are started by hand, told as they are, added to and ended, and nothing is left', async ({}, info) => {
  // On a machine that has nothing, packages are fetched first.
  test.setTimeout(900_000)
  const services = commandIn(info)
  try {
    expect(await services('status')).toMatchObject({
      code: 1,
      said: expect.stringContaining('No services are up'),
    })
    const up = await services('up', 'redis')
    expect(up.code, up.said).toBe(0)
    const url = addressIn(up.said, 'PERF_REDIS_URL')
    expect(await services('status')).toEqual(up)

    // Who connects and says nothing, or nonsense, holds up nobody and ends nothing.
    const socket = path.relative('', info.outputPath('.cache/services.sock'))
    const mute = connect(socket)
    await once(mute, 'connect')
    connect(socket).end()
    connect(socket).end('status?')
    expect(await services('status')).toEqual(up)
    mute.destroy()

    await crash(url)
    const crashed = await services('status')
    expect(crashed.code, crashed.said).toBe(1)
    expect(crashed.said).toContain('It is not there: nobody listens at that address.')

    const both = await services('up', 'redis', 'postgres')
    expect(both.code, both.said).toBe(0)
    expect(addressIn(both.said, 'PERF_REDIS_URL')).toMatch(/^redis:/)
    expect(addressIn(both.said, 'PERF_POSTGRES_URL')).toMatch(/^postgres:/)
    expect(await services('down')).toEqual({ code: 0, said: 'Ended: Redis, PostgreSQL.\n' })

    // Two that begin at once have the same; one that was killed has left its socket.
    writeFileSync(info.outputPath('.cache/services.sock'), '')
    const [one, two] = await Promise.all([services('up', 'redis'), services('up', 'redis')])
    expect([one.code, two.code], one.said + two.said).toEqual([0, 0])
    expect(addressIn(two.said, 'PERF_REDIS_URL')).toBe(addressIn(one.said, 'PERF_REDIS_URL'))
  } finally {
    await services('down')
  }
  expect(existsSync(info.outputPath('.cache/services.sock'))).toBe(false)
  expect(await services('status')).toMatchObject({ code: 1 })
})
