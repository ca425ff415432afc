import { createServer } from 'node:http'
import { expect, test } from '@playwright/test'
import { systemClock } from '../clock.ts'
import type { TallyData } from '../measure/measurement.ts'
import { listening } from '../testing/listening.ts'
import { closedLoop } from './closed-loop/closed-loop.ts'
import { sentHeaders } from './header-fields.ts'
import { openLoop } from './open-loop.ts'
import type { HttpRequest } from './request.ts'
import { Sender } from './sender.ts'
import type { Done } from './sender.ts'

/** Sends one request. @returns what came of it, and what the server saw */
async function sent(request: Partial<HttpRequest>, { below = '', host = '127.0.0.1' } = {}) {
  const seen: { url: string | undefined; headers: Record<string, unknown> }[] = []
  const server = createServer(({ url, headers }, response) => {
    seen.push({ url, headers })
    response.end('ok')
  })
  const outcome = await listening(
    server,
    async origin => {
      const sender = new Sender({ origin: origin + below }, systemClock)
      const { method = 'GET', path = '/', headers = {} } = request
      const prepared = sender.prepare({ method, path, headers, body: null, keepsBody: false })
      const done = await new Promise<Done>(resolve => sender.send(prepared, systemClock.nowMs(), resolve))
      sender.stop()
      return done.outcome
    },
    host,
  )
  return { outcome, seen }
}

/** Header values, and what the fetch of browsers makes of them: what goes out, or a refusal. */
const values: [name: string, value: string][] = [
  ['ASCII', 'plain'],
  ['nothing', ''],
  ['blanks around', '  a \t'],
  ['a line break at the end', 'token\n'],
  ['line breaks around', '\r\n a \r\n'],
  ['a blank and a tab within', 'a b\tc'],
  ['letters of Latin-1', 'Müller é'],
  ['a soft hyphen and a no-break space', '\u00AD\u00A0x'],
  ['letters beyond Latin-1', 'Łukasz'],
  ['a sign beyond the basic plane', '💥'],
  ['a byte-order mark', '\uFEFFtoken'],
  ['a typographic apostrophe', 'it’s'],
  ['a zero-width space', 'tok\u200Ben'],
  ['half a surrogate pair', '\ud800'],
  ['CR LF and another header', 'a\r\nX-Evil: 1'],
  ['a bare LF', 'a\nb'],
  ['a bare CR', 'a\rb'],
  ['NUL', 'a\0b'],
]

for (const [name, value] of values) {
  test(`a header with ${name} goes out, or is refused, as by a browser's fetch`, async () => {
    let expected: string | undefined
    try {
      expected = new Headers({ 'x-a': value }).get('x-a') ?? undefined
    } catch {
      expected = undefined
    }
    const { seen, outcome } = await sent({ headers: { 'X-A': value } })
    expect(seen.map(({ headers }) => headers['x-a'])).toEqual(expected === undefined ? [] : [expected])
    expect(outcome).toMatchObject(
      expected === undefined ? { kind: 'failed', cause: 'ERR_REQUEST_INVALID' } : { kind: 'answered' },
    )
  })
}

/** What browsers send and RFC 9110 does not let through: a control character other than the tab. */
for (const control of ['\u0001', '\u001F', '\u007F']) {
  test(`a header with the control character ${JSON.stringify(control)} is refused`, () => {
    expect(() => sentHeaders({ 'x-a': `a${control}b` }, 0)).toThrow(/U\+00\w\w, which no header can carry/)
  })
}

const names = ['x a', 'x:a', 'x-ü', '', 'x\r\ny', '"x"']
for (const name of names) {
  test(`a header called ${JSON.stringify(name)} is refused`, () => {
    expect(() => sentHeaders({ [name]: 'b' }, 0)).toThrow('no name of a header')
  })
}

test('a header that says how to read the message is refused, and a right length is left out', () => {
  for (const name of ['Transfer-Encoding', 'Content-Length', 'Upgrade', 'expect', 'Trailer', 'Keep-Alive']) {
    expect(() => sentHeaders({ [name]: '5' }, 4), name).toThrow('the sender writes it')
  }
  expect(sentHeaders({ 'Content-Length': '4' }, 4)).toEqual({})
})

test('of headers that differ by the size of their letters the last goes out, once', () => {
  expect(sentHeaders({ Authorization: 'a', authorization: 'b' }, 0)).toEqual({ authorization: 'b' })
})

test('a refusal names the character and not the value, which may be a secret', () => {
  expect(() => sentHeaders({ authorization: 'Bearer s3cretŁ' }, 0)).toThrow(
    /^(?!.*s3cret).*authorization has the character U\+0141.*%C5%81/,
  )
})

const paths: [path: string, below: string, asked: string][] = [
  ['/search?q=last night', '', '/search?q=last%20night'],
  ['/агенты', '', '/%D0%B0%D0%B3%D0%B5%D0%BD%D1%82%D1%8B'],
  ['/api?q=é', '/grafana', '/grafana/api?q=%C3%A9'],
]
for (const [path, below, asked] of paths) {
  test(`${path} below "${below}" goes out as ${asked}`, async () => {
    const { seen } = await sent({ path }, { below })
    expect(seen.map(({ url }) => url)).toEqual([asked])
  })
}

test('an IPv6 address is asked under its name', async () => {
  const { seen } = await sent({ path: '/api' }, { host: '::1', below: '/sub' })
  expect(seen.map(({ url }) => url)).toEqual(['/sub/api'])
  expect(seen[0]?.headers['host']).toMatch(/^\[::1\]:\d+$/)
})

const unsendable: HttpRequest[] = [
  { method: 'GET', path: '/me', headers: { 'x-user': 'Łukasz' } },
  { method: 'GET', path: '//192.0.2.2/' },
]

for (const request of unsendable) {
  test(`no load is begun of ${JSON.stringify(request)}: nothing of it is the target's failure`, async () => {
    const common = { origin: 'http://127.0.0.1:9', metric: 'api', labels: {} }
    const arrivals = { kind: 'constant', perSecond: 5, durationMs: 200 } as const
    const streams = [{ request, arrivals, metric: 'api', labels: {} }]
    await expect(openLoop({ ...common, streams }, systemClock)).rejects.toThrow("The request can't be sent")
    const requests = [{ request, labels: {} }]
    await expect(
      closedLoop({ ...common, requests, connections: 1, seconds: 1 }, systemClock),
    ).rejects.toThrow("The request can't be sent")
  })
}

test('the closed loop asks below a path, over IPv6, as written', async () => {
  const asked = new Set<string | undefined>()
  const server = createServer(({ url }, response) => {
    asked.add(url)
    response.end('ok')
  })
  const all = await listening(
    server,
    origin =>
      closedLoop(
        {
          origin: `${origin}/sub`,
          requests: [{ request: { method: 'GET', path: '/last night' }, labels: {} }],
          connections: 1,
          seconds: 1,
          metric: 'api',
          labels: {},
        },
        systemClock,
      ),
    '::1',
  )
  expect([...asked]).toEqual(['/sub/last%20night'])
  expect(all.find(({ metric }) => metric === 'api.closed.errors')?.data as TallyData).toMatchObject({
    bad: 0,
  })
})
