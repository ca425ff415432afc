import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { expect, test } from '@playwright/test'
import { Cookies } from '../../cookies.ts'
import { listening } from '../../testing/listening.ts'
import { transportOf } from './open-transport.ts'
import { Heard } from './testing/heard.ts'
import type { ConnectionOptions } from './transport.ts'

interface Case {
  name: string
  /** Status and place by path; `{other}` is the same server by another name, and so another origin. Elsewhere it is answered. */
  leads: Record<string, [status: number, location: string, cookies?: string[]]>
  options?: Partial<ConnectionOptions>
  /** Default `at /there`: the body, or the event, says where it is from. */
  frame?: string
  failed?: string
  /** Of each request, the first first. */
  asked?: Record<string, string | undefined>[]
}

const cases: Case[] = [
  { name: '302 of a GET', leads: { '/state': [302, '/there'] } },
  { name: '308 to a relative place', leads: { '/state': [308, 'there'] } },
  {
    name: 'several in a row',
    leads: { '/state': [301, '/a'], '/a': [302, '/b'], '/b': [307, '/there'] },
    asked: [{ url: '/state' }, { url: '/a' }, { url: '/b' }, { url: '/there' }],
  },
  {
    name: '303 of a POST is a GET',
    leads: { '/state': [303, '/there'] },
    options: { body: '{"a":1}' },
    asked: [
      { method: 'POST', body: '{"a":1}', 'content-type': 'application/json' },
      { method: 'GET', body: '', 'content-type': undefined },
    ],
  },
  {
    name: '307 of a POST is the same POST',
    leads: { '/state': [307, '/there'] },
    options: { body: '{"a":1}' },
    asked: [{ method: 'POST' }, { method: 'POST', body: '{"a":1}', 'content-type': 'application/json' }],
  },
  {
    name: 'a cookie that the redirect sets is sent to its place, if it is for it',
    leads: { '/state': [302, '/there', ['a=1; Path=/there', 'b=2; Path=/elsewhere', 'c=3; Path=/']] },
    asked: [{ cookie: undefined }, { cookie: 'a=1; c=3' }],
  },
  {
    name: 'to another origin what names somebody does not go along',
    leads: { '/state': [302, '{other}/there'] },
    options: { headers: { authorization: 'Bearer abc', 'x-api-key': 'k' } },
    asked: [
      { authorization: 'Bearer abc', 'x-api-key': 'k' },
      { authorization: undefined, 'x-api-key': undefined, url: '/there' },
    ],
  },
  {
    name: 'to a host that may not be asked',
    leads: { '/state': [302, 'http://login.test/in?token=secret'] },
    failed:
      'ERR_REDIRECT (status 302 leads to login.test, which may not be put under load: is that a sign-in, or the right path?)',
  },
  {
    name: 'for ever',
    leads: { '/state': [302, '/state'] },
    failed: 'ERR_TOO_MANY_REDIRECTS (more than 20 redirects in a row)',
  },
  {
    name: 'to nowhere',
    leads: { '/state': [302, 'http://'] },
    failed: 'ERR_REDIRECT (status 302 leads to no address of HTTP)',
  },
  { name: 'to what refuses', leads: { '/state': [302, '/refused'] }, failed: 'status 401' },
]

/** Leads who asks as a case has it, and answers all else with where it was asked. */
function answer(
  leads: Case['leads'],
  request: IncomingMessage,
  response: ServerResponse,
  kind: string,
): void {
  const url = request.url ?? ''
  const [status, location = '', cookies = []] = leads[url] ?? []
  if (status !== undefined) {
    const other = `http://localhost:${request.socket.localPort}`
    response
      .writeHead(status, { location: location.replace('{other}', other), 'set-cookie': cookies })
      .end('moved')
  } else if (url === '/refused') response.writeHead(401).end()
  else if (kind === 'polling') response.end(`at ${url}`)
  else response.writeHead(200, { 'content-type': 'text/event-stream' }).write(`data: at ${url}\n\n`)
}

for (const kind of ['polling', 'sse'] as const) {
  for (const { name, leads, options, frame = 'at /there', failed, asked = [] } of cases) {
    test(`${kind} follows redirects: ${name}`, async () => {
      const seen: Record<string, unknown>[] = []
      const server = createServer((request, response) => {
        let body = ''
        request.setEncoding('utf8').on('data', (chunk: string) => (body += chunk))
        request.on('end', () => {
          const { headers, url, method } = request
          seen.push({ ...headers, url, method, body })
          answer(leads, request, response, kind)
        })
      })
      await listening(server, async origin => {
        const heard = new Heard()
        const cookies = new Cookies(origin, undefined)
        const all = { origin, headers: {}, everyMs: 3e9, cookies, ...options }
        const opening = await transportOf(kind)('/state', all, heard)
        if (opening.kind === 'failed') {
          expect(opening.cause).toBe(failed)
          return
        }
        await heard.until(({ frames }) => frames.length > 0)
        opening.connection.terminate()
        expect(heard.frames).toEqual([frame])
      })
      const fields = asked.map(one => Object.keys(one))
      const told = seen.map((one, n) =>
        Object.fromEntries((fields[n] ?? []).map(field => [field, one[field]])),
      )
      if (asked.length > 0) expect(told).toEqual(asked)
    })
  }
}

test('an event stream that is cut is asked for again where it was asked first', async () => {
  const seen: string[] = []
  const server = createServer(({ url = '' }, response) => {
    seen.push(url)
    if (url === '/state') response.writeHead(302, { location: '/there' }).end()
    else response.writeHead(200, { 'content-type': 'text/event-stream' }).end('retry: 1\ndata: x\n\n')
  })
  await listening(server, async origin => {
    const heard = new Heard()
    const opening = await transportOf('sse')('/state', { origin, headers: {} }, heard)
    await heard.until(({ frames }) => frames.length >= 2)
    if (opening.kind === 'open') opening.connection.terminate()
  })
  expect(seen.slice(0, 4)).toEqual(['/state', '/there', '/state', '/there'])
})

test('an agent that posts follows none: its frame would be lost', async () => {
  const server = createServer((_, response) => void response.writeHead(302, { location: '/there' }).end())
  await listening(server, async origin => {
    const heard = new Heard()
    const opening = await transportOf('http')('/metrics', { origin, headers: {} }, heard)
    if (opening.kind === 'open') opening.connection.send('{}')
    await heard.until(({ causes }) => causes.length > 0)
    expect(heard.causes).toEqual(['status 302 (redirected to /there: is that a sign-in, or the right path?)'])
  })
})
