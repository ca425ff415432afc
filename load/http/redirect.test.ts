import { expect, test } from '@playwright/test'
import { followRedirect } from './redirect.ts'
import type { Hop } from './redirect.ts'

const HERE = 'http://127.0.0.1:8080/api/state?a=1'
const NAMED = 'http://staging.example.com/api'
const hop = (more: Partial<Hop> = {}): Hop => ({ url: new URL(HERE), method: 'GET', headers: {}, ...more })
const post = hop({
  method: 'POST',
  body: '{}',
  headers: {
    'Content-Type': 'application/json',
    'content-encoding': 'gzip',
    accept: '*/*',
    'x-content-type': 'k',
    'content-type-key': 'k',
  },
})
const OF_POST = post.headers

interface Case {
  name: string
  status?: number
  location?: string
  from?: Hop
  before?: number
  allowed?: string[]
  to:
    | { url: string; method?: string; body?: string | undefined; headers?: Record<string, string> }
    | undefined
}

// https://fetch.spec.whatwg.org/#http-redirect-fetch
const followed: Case[] = [
  { name: 'an absolute place', location: 'http://127.0.0.1:8080/b', to: { url: 'http://127.0.0.1:8080/b' } },
  { name: 'a path', location: '/b?c', to: { url: 'http://127.0.0.1:8080/b?c' } },
  { name: 'a relative path', location: 'b', to: { url: 'http://127.0.0.1:8080/api/b' } },
  { name: 'a query alone', location: '?b', to: { url: 'http://127.0.0.1:8080/api/state?b' } },
  { name: 'no scheme', location: '//localhost:9/b', to: { url: 'http://localhost:9/b' } },
  { name: 'nothing: itself', location: '', to: { url: HERE } },
  {
    name: 'letters beyond ASCII, as bytes of UTF-8',
    location: '/\xc3\xa9 x',
    to: { url: 'http://127.0.0.1:8080/%C3%A9%20x' },
  },
  { name: 'a fragment', location: '/b#c', to: { url: 'http://127.0.0.1:8080/b#c' } },
  { name: 'another port of this machine', location: 'http://[::1]:9/', to: { url: 'http://[::1]:9/' } },
  { name: 'from HTTP to HTTPS', location: 'https://127.0.0.1/b', to: { url: 'https://127.0.0.1/b' } },
  {
    name: 'a host that is allowed',
    location: 'https://sso.test/b',
    allowed: ['sso.test'],
    to: { url: 'https://sso.test/b' },
  },
  {
    name: 'the host that is asked, on another port',
    from: hop({ url: new URL(NAMED) }),
    location: 'https://staging.example.com/b',
    to: { url: 'https://staging.example.com/b' },
  },
  { name: 'no place', status: 302, to: undefined },
  { name: '300', status: 300, location: '/b', to: undefined },
  { name: '304', status: 304, location: '/b', to: undefined },
  { name: '305', status: 305, location: '/b', to: undefined },
  { name: '201', status: 201, location: '/b', to: undefined },
  { name: 'the twentieth', location: '/b', before: 19, to: { url: 'http://127.0.0.1:8080/b' } },
  ...[301, 302, 303].map(status => ({
    name: `${status} of a POST is a GET without a body`,
    status,
    location: '/b',
    from: post,
    to: {
      url: 'http://127.0.0.1:8080/b',
      method: 'GET',
      body: undefined,
      headers: { accept: '*/*', 'x-content-type': 'k', 'content-type-key': 'k' },
    },
  })),
  ...[307, 308].map(status => ({
    name: `${status} of a POST is the same again`,
    status,
    location: '/b',
    from: post,
    to: { url: 'http://127.0.0.1:8080/b', method: 'POST', body: '{}', headers: OF_POST },
  })),
  ...['http://127.0.0.1:9/b', 'http://localhost:8080/b', 'https://127.0.0.1:8080/b'].map(location => ({
    name: `what names somebody stays behind, from ${HERE} to ${location}`,
    location,
    from: hop({
      headers: {
        Authorization: 'Bearer abc',
        cookie: 'a=b',
        'X-Api-Key': 'k',
        'X-Accept': 'k',
        'Accept-Key': 'k',
        'Content-Key': 'k',
        accept: 'text/event-stream',
        'last-event-id': '7',
      },
    }),
    to: { url: location, headers: { accept: 'text/event-stream', 'last-event-id': '7' } },
  })),
  {
    name: 'and goes along within the origin',
    location: '/b',
    from: hop({ headers: { authorization: 'Bearer abc' } }),
    to: { url: 'http://127.0.0.1:8080/b', headers: { authorization: 'Bearer abc' } },
  },
]

for (const { name, status = 302, location, from = hop(), before = 0, allowed = [], to } of followed) {
  test(`a redirect is followed as fetch does: ${name}`, () => {
    const next = followRedirect(from, { status, location }, before, allowed)
    if (!to) {
      expect(next).toBeUndefined()
      return
    }
    expect(next && { ...next, url: next.url.href }).toEqual({ method: 'GET', headers: {}, ...to })
  })
}

const refused: [name: string, location: string, message: string][] = [
  [
    'another host',
    'https://login.test/in?token=secret',
    'status 302 leads to login.test, which may not be put under load: is that a sign-in, or the right path?',
  ],
  [
    'another host, in other letters',
    '//LOGIN.test:81/',
    'status 302 leads to login.test:81, which may not be put under load: is that a sign-in, or the right path?',
  ],
  [
    'a host that looks like this machine',
    'http://127.0.0.1.test/',
    'status 302 leads to 127.0.0.1.test, which may not be put under load: is that a sign-in, or the right path?',
  ],
  [
    'another user of another host',
    'http://127.0.0.1@login.test/',
    'status 302 leads to login.test, which may not be put under load: is that a sign-in, or the right path?',
  ],
  ['a place that is none', 'http://', 'status 302 leads to no address of HTTP'],
  ['a script', 'javascript:alert(1)', 'status 302 leads to no address of HTTP'],
  ['a file', 'file:///etc/passwd', 'status 302 leads to no address of HTTP'],
  ['data', 'data:text/plain,x', 'status 302 leads to no address of HTTP'],
]

for (const [name, location, message] of refused) {
  test(`a redirect is refused: to ${name}`, () => {
    expect(() => followRedirect(hop(), { status: 302, location }, 0, [])).toThrow(message)
  })
}

test('a redirect is refused: the twenty-first', () => {
  const follow = (): unknown => followRedirect(hop(), { status: 302, location: '/b' }, 20, [])
  expect(follow).toThrow('more than 20 redirects in a row')
})
