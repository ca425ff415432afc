import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { request } from 'node:http'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import { expect, test } from '@playwright/test'
import type { LiveDocument } from './live-document.ts'
import { LiveRun } from './live-run.ts'
import { LiveServer } from './live-server.ts'
import { ExampleRun } from './testing/example-run.ts'

let scratch = ''
test.beforeEach(() => void (scratch = mkdtempSync(path.join(tmpdir(), 'live-server-'))))
test.afterEach(() => rmSync(scratch, { recursive: true }))

const QUICK = { lookMs: 20, lingerMs: 60_000 }

async function ask(
  url: string,
  asked: string,
  headers: Record<string, string> = {},
  method = 'GET',
): Promise<{ status: number | undefined; body: string }> {
  const { hostname, port } = new URL(url)
  // The path goes out as it is written.
  const sent = request({ hostname, port, path: asked, method, headers }).end()
  const [response] = (await once(sent, 'response')) as [Parameters<typeof text>[0] & { statusCode?: number }]
  return { status: response.statusCode, body: await text(response) }
}

const documentOf = async ({ url }: LiveServer): Promise<LiveDocument> =>
  (await (await fetch(`${url}live.json`)).json()) as LiveDocument

test('browsers of this machine get the page and its document, nobody else gets anything', async () => {
  const server = await LiveServer.start(new LiveRun(new ExampleRun(scratch).folder), 0)
  const { url } = server
  const { port } = new URL(url)
  expect(new URL(url).hostname).toBe('127.0.0.1')
  const page = await fetch(url)
  const html = await page.text()
  expect(html).toContain("default-src 'none'; connect-src 'self';")
  expect(html).toContain('{"live":true}')
  expect(html).not.toContain('__REPORT__')
  expect(page.headers.get('content-security-policy')).toBe("frame-ancestors 'none'")
  for (const host of [`127.0.0.1:${port}`, 'localhost:1234', 'LOCALHOST'])
    expect((await ask(url, '/live.json', { host })).status).toBe(200)
  for (const host of ['evil.example', `evil.example:${port}`, '127.0.0.1.evil.example', '10.0.0.1'])
    expect(await ask(url, '/live.json', { host })).toMatchObject({ status: 403 })
  const others = [
    '/report.json',
    '/../../../../etc/passwd',
    '/%2e%2e/parts.ndjson',
    '//live.json',
    'http://evil.example/live.json',
  ]
  for (const asked of others) expect((await ask(url, asked)).status).toBe(404)
  expect((await ask(url, '/live.json', {}, 'POST')).status).toBe(405)
  await server.close()
  await expect(fetch(url)).rejects.toThrow()
})

test('who watches gets what is new, at most as often as it is made; what is not is not sent again', async () => {
  const run = new ExampleRun(scratch)
  const live = new LiveRun(run.folder)
  const server = await LiveServer.start(live, 0, { lookMs: 60_000, lingerMs: 0 })
  let made = 0
  const original = live.document.bind(live)
  live.document = nowMs => {
    made++
    return original(nowMs)
  }
  const [first, second] = await Promise.all([
    fetch(`${server.url}live.json`),
    fetch(`${server.url}live.json`),
  ])
  expect(made).toBe(1)
  const etag = first.headers.get('etag') ?? ''
  expect(second.headers.get('etag')).toBe(etag)
  expect((await ask(server.url, '/live.json', { 'if-none-match': etag })).status).toBe(304)
  expect(made).toBe(1)
  await server.close()
})

test('a watcher that never reads, and one that leaves, hold up nobody', async () => {
  const run = new ExampleRun(scratch)
  const server = await LiveServer.start(new LiveRun(run.folder), 0, QUICK)
  const { hostname, port } = new URL(server.url)
  const deaf = connect({ host: hostname, port: Number(port) }).pause()
  const gone = connect({ host: hostname, port: Number(port) })
  await Promise.all([once(deaf, 'connect'), once(gone, 'connect')])
  const line = `GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n`
  deaf.write(line.repeat(500))
  gone.write(line)
  gone.destroy()
  run.begin('a')
  run.record('a', 20)
  await expect.poll(async () => (await documentOf(server)).kind).toBe('under-way')
  await server.close()
  deaf.destroy()
})

test('who watches sees the report of the run that has ended, then the server is gone', async () => {
  const run = new ExampleRun(scratch)
  const server = await LiveServer.start(new LiveRun(run.folder), 0, { lookMs: 20, lingerMs: 500 })
  await documentOf(server)
  run.report()
  await expect.poll(async () => (await documentOf(server)).kind, { intervals: [20] }).toBe('ended')
  await server.ended
  await expect(fetch(server.url)).rejects.toThrow()
})

test('who only waits for the end hears of it, and has time to take the report', async () => {
  const run = new ExampleRun(scratch)
  const server = await LiveServer.start(new LiveRun(run.folder), 0, { lookMs: 20, lingerMs: 2000 })
  const end = fetch(`${server.url}end`)
  // It is there when the next is answered.
  await (await fetch(server.url)).text()
  run.report()
  expect((await end).status).toBe(200)
  expect((await documentOf(server)).kind).toBe('ended')
  await server.close()
})

test('a server that nobody watches ends with the run', async () => {
  const run = new ExampleRun(scratch)
  const server = await LiveServer.start(new LiveRun(run.folder), 0, QUICK)
  run.report()
  await server.ended
  await expect(fetch(server.url)).rejects.toThrow()
})

test('a port that is taken is told', async () => {
  const live = new LiveRun(new ExampleRun(scratch).folder)
  const server = await LiveServer.start(live, 0)
  const port = Number(new URL(server.url).port)
  await expect(LiveServer.start(live, port)).rejects.toThrow(
    `Port ${port} can't be listened at (EADDRINUSE): PERF_LIVE=1 takes a free one.`,
  )
  await server.close()
})
