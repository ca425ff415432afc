import { readdirSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import path from 'node:path'
import { expect, test } from '@playwright/test'
import { listenAlone } from './holder-socket.ts'

test.skip(process.platform === 'win32', 'a pipe of Windows ends with its process')

test('of two servers that want one place at once one has it, also where a killed process has left its socket', async ({}, info) => {
  // The path of a socket may have about 100 characters.
  const folder = path.relative('', info.outputPath(''))
  for (let round = 0; round < 20; round++) {
    const at = path.join(folder, `${round}`)
    writeFileSync(info.outputPath(`${round}`), '')
    const servers = Array.from({ length: 2 }, () => createServer(socket => socket.end()))
    const listening = await Promise.all(servers.map(server => listenAlone(server, at)))
    expect(listening.filter(Boolean)).toHaveLength(1)
    expect(await listenAlone(createServer(), at)).toBe(false)
    for (const server of servers) if (server.listening) await new Promise(done => server.close(done))
  }
  expect(readdirSync(info.outputPath(''))).toEqual([])
})
