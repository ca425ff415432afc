import { expect, test } from '@playwright/test'
import { secretForms } from './secret-forms.ts'
import { Secrets } from './secrets.ts'

const SECRET = `p@ss/wörd+"<'&>=7`

const forms: [what: string, encode: (secret: string) => string][] = [
  ['itself', secret => secret],
  ['JSON', secret => JSON.stringify({ secret })],
  ['JSON in JSON', secret => JSON.stringify(JSON.stringify({ secret }))],
  ['JSON in a page', secret => JSON.stringify({ secret }).replaceAll('<', String.raw`\u003c`)],
  ['encodeURIComponent', secret => encodeURIComponent(secret)],
  ['encodeURI', secret => encodeURI(secret)],
  ['lower-case percent', secret => encodeURIComponent(secret).replaceAll(/%../g, code => code.toLowerCase())],
  ['a form', secret => new URLSearchParams({ a: secret }).toString()],
  ['percent twice', secret => encodeURIComponent(encodeURIComponent(secret))],
  ['base64', secret => Buffer.from(secret).toString('base64')],
  ['base64 of a URL', secret => Buffer.from(secret).toString('base64url')],
  ['base64 after 1 byte', secret => Buffer.from(`a${secret}`).toString('base64')],
  ['base64 after 2 bytes', secret => Buffer.from(`ab${secret}`).toString('base64')],
  ['base64 between others', secret => Buffer.from(`user:${secret}:more`).toString('base64')],
  ['base64 in a URL', secret => encodeURIComponent(Buffer.from(`user:${secret}`).toString('base64'))],
  ['HTML', secret => secret.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')],
  [
    'an attribute of HTML',
    secret =>
      secret
        .replaceAll('&', '&amp;')
        .replaceAll('<', '&lt;')
        .replaceAll('>', '&gt;')
        .replaceAll('"', '&quot;')
        .replaceAll("'", '&#39;'),
  ],
]
for (const [what, encode] of forms) {
  test(`a known secret is found as ${what}`, () => {
    const secrets = new Secrets()
    secrets.add(SECRET)
    const redacted = secrets.redact(`before ${encode(SECRET)} after`)
    expect(redacted).toMatch(/^before .*\*\*\*.* after$/)
    for (const form of secretForms(SECRET)) expect(redacted).not.toContain(form)
  })
}

const looks: [what: string, text: string, redacted: string][] = [
  ['a JWT', 'got eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl at /', 'got *** at /'],
  ['a bearer', 'Authorization Bearer abc.def-123', 'Authorization Bearer ***'],
  ['Basic credentials', 'sent Basic dTpwQHNz to', 'sent Basic *** to'],
  ['credentials of a URL', 'GET https://u:p@host/x', 'GET https://***@host/x'],
  ['a user of a URL', 'redis://:pw@host:1', 'redis://***@host:1'],
  ['a token of a query', 'to /login?next=%2F&access_token=a.b-c#x', 'to /login?next=%2F&access_token=***#x'],
  ['a token of a fragment', 'to /#id_token=abc&state=1', 'to /#id_token=***&state=1'],
  ['a cookie that is set', 'set-cookie: sid=abc; Path=/\nx: 1', 'set-cookie: ***\nx: 1'],
  ['a cookie in JSON', '{"cookie":"sid=abc","x":1}', '{"cookie":***","x":1}'],
  ['a field of JSON', '{"password":"abc","n":1}', '{"password":"***","n":1}'],
  ['a field of JSON in JSON', String.raw`"{\"token\":\"abc\"}"`, String.raw`"{\"token\":\"***\"}"`],
  ['a key of GitHub', `with ghp_${'a1'.repeat(18)} in`, 'with *** in'],
]
for (const [what, text, redacted] of looks) {
  test(`${what} is a secret by its looks`, () => {
    expect(new Secrets().redact(text)).toBe(redacted)
  })
}

const kept = [
  'Basic authentication is asked for, and Bearer tokens too.',
  'GET /api/agents?limit=50 as a guest',
  'http://127.0.0.1:8080/a@b',
  '"tokens":{value}',
  '4bf92f3577b34da6a3ce929d0e0e4736',
  'The cookie is set; a token of the model costs 3 ms.',
  '20261121T174606Z',
]
for (const text of kept) {
  test(`no secret: ${text}`, () => {
    expect(new Secrets().redact(text)).toBe(text)
  })
}

test('short texts, numbers, switches and paths are no secrets, whatever their names', () => {
  const secrets = new Secrets()
  const named = { API_KEY: 'abc', MAX_TOKENS: '100000', USE_TOKEN: 'true', SSH_AUTH_SOCK: '/tmp/agent.1' }
  secrets.addNamed(Object.entries(named))
  const text = Object.values(named).join(' ')
  expect(secrets.redact(text)).toBe(text)
})

const names = [
  'DASH_PASSWORD',
  'TOKEN',
  'apiKey',
  'x-api-key',
  'DB_PASS',
  'client_secret',
  'GH_PAT_TOKEN',
  'PERF_WEBHOOK',
  'SESSION_ID',
  'sid',
]
for (const name of names) {
  test(`the value of ${name} is a secret`, () => {
    const secrets = new Secrets()
    secrets.addNamed([[name, 'swordfish']])
    expect(secrets.redact('a swordfish')).toBe('a ***')
  })
}

test('of what a page keeps, what is random to look at is a secret, and words are none', () => {
  const secrets = new Secrets()
  const stored = {
    prefs: 'compact-table-view',
    a: 'Zm9vYmFyMTIzNDU2Nzg5',
    theme: 'dark-blue-2',
    lang: 'en-GB',
  }
  secrets.addKept(Object.entries(stored))
  expect(secrets.redact(Object.values(stored).join(' '))).toBe('compact-table-view *** dark-blue-2 en-GB')
})

test('texts and names of a value are redacted wherever they are, and counts of one name are added up', () => {
  const secrets = new Secrets()
  secrets.add('swordfish', 'mackerel')
  const counts = Buffer.from([1, 2])
  const value = {
    causes: { 'to swordfish': 1, 'to mackerel': 2 },
    list: [{ a: 'swordfish' }],
    counts,
    n: [1, 2],
  }
  const redacted = secrets.redactIn(value)
  expect(redacted).toEqual({ causes: { 'to ***': 3 }, list: [{ a: '***' }], counts, n: [1, 2] })
  expect(secrets.redactIn(redacted)).toBe(redacted)
})
