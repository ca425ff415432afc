import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, test } from '@playwright/test'
import { startPocket } from './pocket/pocket-server.ts'
import { judgementOf, runSuite } from './run-suite.ts'

/** A way to a server that is gone, with all that use it, once so many pieces have come from clients. */
async function mortal(
  port: number,
  lives: number,
): Promise<{ origin: string; isDead: () => boolean; end(): void }> {
  const sockets = new Set<Socket>()
  let left = lives
  const server = createServer(near => {
    const far = connect(port, '127.0.0.1')
    for (const one of [near, far]) {
      sockets.add(one)
      one.on('error', () => {})
      one.on('close', () => [near, far].map(each => each.destroy()))
    }
    near.on('data', () => {
      if (--left > 0) return
      for (const one of sockets) one.destroy()
      server.close()
    })
    near.pipe(far).pipe(near)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    isDead: () => left <= 0,
    end() {
      for (const one of sockets) one.destroy()
      server.close()
    },
  }
}

const AGENTS = 20

// 20 agents send five updates a second for ten seconds: the target is gone in the midst of these.
test('a target that dies under load passes nothing that its end has cut, and the sockets that were cut are told', async ({}, info) => {
  const pocket = await startPocket('socket.io')
  const way = await mortal(Number(new URL(pocket.baseURL).port), 500)
  try {
    const module = pathToFileURL(path.join(import.meta.dirname, 'pocket/pocket-target.ts')).href
    const file = info.outputPath('dying.ts')
    writeFileSync(
      file,
      `import { pocketTarget } from '${module}'
const { start, ...target } = pocketTarget('socket.io')
export default { ...target, baseURL: '${way.origin}' }\n`,
    )
    const run = await runSuite(info.outputPath(), ['e2e/realtime/fleet.spec.ts'], {
      PERF_TARGET: file,
      PERF_AGENTS: String(AGENTS),
      PERF_USERS: '5',
      PERF_DURATION: '10',
      PERF_TIMEOUT: '5',
    })
    expect(way.isDead(), run.output).toBe(true)
    const held = judgementOf(run, 'realtime.held')
    expect(held).toMatchObject({ verdict: 'FAIL', because: expect.stringMatching(/lost|cut/) })
    for (const id of ['realtime.delivery', 'realtime.staleness', 'realtime.paint', 'realtime.refresh']) {
      const { verdict, because } = judgementOf(run, id)
      expect(verdict, `${id}: ${because}`).not.toBe('PASS')
      expect(because, id).not.toBe('Nothing was measured.')
    }
    expect(run.code).not.toBe(0)
  } finally {
    way.end()
    await pocket.stop()
  }
})
