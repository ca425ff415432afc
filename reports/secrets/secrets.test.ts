import { expect, test } from '@playwright/test'
import { secretForms } from './secret-forms.ts'
import { Secrets } from './secrets.ts'

const SECRET = `p@ss/wörd+"<'&>=7`

/** Characters as JSON's escapes. */
const escaped = (text: string, characters: RegExp, isUpper = false): string =>
  text.replaceAll(characters, character => {
    const hex = character.charCodeAt(0).toString(16).padStart(4, '0')
    return String.raw`\u${isUpper ? hex.toUpperCase() : hex}`
  })

/** As HTML of a server's language: these characters by these names. */
const inHtml = (text: string, names: Readonly<Record<string, string>>): string =>
  text.replaceAll(/[&<>"'+]/g, character => names[character] ?? character)
const BASIC = { '&': '&amp;', '<': '&lt;', '>': '&gt;' }

const forms: [what: string, encode: (secret: string) => string][] = [
  ['itself', secret => secret],
  ['JSON', secret => JSON.stringify({ said: secret })],
  ['JSON in JSON', secret => JSON.stringify(JSON.stringify({ said: secret }))],
  ['JSON in a page', secret => JSON.stringify({ said: secret }).replaceAll('<', String.raw`\u003c`)],
  ['JSON of Go', secret => escaped(JSON.stringify({ said: secret }), /[<>&]/g)],
  ['JSON of Python', secret => escaped(JSON.stringify({ said: secret }), /[^\0-\x7F]/g)],
  [
    'JSON of PHP',
    secret => escaped(JSON.stringify({ said: secret }), /[^\0-\x7F]/g).replaceAll('/', String.raw`\/`),
  ],
  ['JSON of Rails', secret => escaped(JSON.stringify({ said: secret }), /[<>&]/g)],
  ['JSON of .NET', secret => `{"said":"${escaped(secret, /[<>&'"+`]|[^\0-\x7F]/g, true)}"}`],
  [
    'JSON of a page of Django',
    secret => escaped(JSON.stringify({ said: secret }), /[<>&]|[^\0-\x7F]/g, true),
  ],
  ['HTML of Jinja', secret => inHtml(secret, { ...BASIC, '"': '&#34;', "'": '&#39;' })],
  ['HTML of Python', secret => inHtml(secret, { ...BASIC, '"': '&quot;', "'": '&#x27;' })],
  ['HTML of PHP', secret => inHtml(secret, { ...BASIC, '"': '&quot;', "'": '&#039;' })],
  ['HTML of Go', secret => inHtml(secret, { ...BASIC, '"': '&#34;', "'": '&#39;', '+': '&#43;' })],
  ['XML', secret => inHtml(secret, { ...BASIC, '"': '&quot;', "'": '&apos;' })],
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

test('of a secret that was cut at the end of an example nothing is left', () => {
  const key = 'gsk_9aF3kQ7wZ2xV8bN4mL6t'
  const secrets = new Secrets()
  secrets.add(key, 'another-secret')
  for (const before of [176, 180, 190, 194]) {
    const example = `${'x '.repeat(before / 2)}${key}`.slice(0, 200)
    expect(secrets.redact(example)).toBe(`${'x '.repeat(before / 2)}***`)
  }
  // Less than six characters stand anywhere, and what is short was not cut.
  const few = `${'x'.repeat(195)}${key}`.slice(0, 200)
  expect(secrets.redact(few)).toBe(few)
  expect(secrets.redact('the beginning gsk_9aF3')).toBe('the beginning gsk_9aF3')
})

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
  ['Digest credentials', 'Authorization: Digest username="ann", response="6629fae4"', 'Authorization: ***'],
  ['credentials of parameters', 'sent OAuth oauth_token="ab,c", n="1" to', 'sent OAuth *** to'],
  ['a JWE', `got eyJhbGciOiJSU0EifQ${'.48V1_ALb6US04U3b'.repeat(4)} x`, 'got *** x'],
  ['a JWE without a key', 'got eyJhbGciOiJkaXIifQ..48V1_ALb.5eym8TW.XFBoMY x', 'got *** x'],
  ['a PASETO', `got v4.local.${'a1B2'.repeat(9)}.c3A x`, 'got *** x'],
  ['a private key', '-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY----- x', '*** x'],
  [
    'a signed URL',
    'at ?X-Amz-Date=2&X-Amz-Signature=fe5f&X-Amz-Expires=60',
    'at ?X-Amz-Date=2&X-Amz-Signature=***&X-Amz-Expires=60',
  ],
  [
    'a session of Express',
    'with theme=dark; connect.sid=s%3A1A53.x; n=1',
    'with theme=dark; connect.sid=***; n=1',
  ],
  ['a session in a path', 'to /app;jsessionid=1A53 x', 'to /app;jsessionid=*** x'],
  ['a ticket of a socket', 'ws://h/socket?ticket=ST-18&v=1', 'ws://h/socket?ticket=***&v=1'],
  ['a code of OAuth', '/callback?code=SplxlOBeZQQYbYS6WxSbIA&state=x', '/callback?code=***&state=x'],
  ['an assertion', 'with SAMLResponse=PHNhbWw&RelayState=x', 'with SAMLResponse=***&RelayState=x'],
  ['a token in an address in an address', '/login?next=%2Fx%3Ftoken%3Dabc', '/login?next=%2Fx%3Ftoken%3D***'],
  ['the first field of a form', 'password=abc&user=ann', 'password=***&user=ann'],
  ['an assignment', 'run with DASH_PASSWORD=abc or not', 'run with DASH_PASSWORD=*** or not'],
  ['cookies in a list', '{"set-cookie":["sid=abc; Path=/","b=2"],"x":1}', '{"set-cookie":"***","x":1}'],
  ['a pair of raw headers', '["set-cookie","sid=abc; Path=/"]', '["set-cookie","***"]'],
  ['a header of a vault', 'X-Vault-Token: abc\nx: 1', 'X-Vault-Token: ***\nx: 1'],
  ['a header of GitLab', 'PRIVATE-TOKEN: abc', 'PRIVATE-TOKEN: ***'],
  ['a field with more before its name', '{"userToken":"abc","n":1}', '{"userToken":"***","n":1}'],
  ['a webhook', 'to https://hooks.slack.com/services/T0/B0/abc.', 'to https://hooks.slack.com/services/***.'],
  ['a key of Stripe', `with sk_live_${'a1'.repeat(9)} in`, 'with *** in'],
  ['a key of Grafana', `with glsa_${'a1'.repeat(16)}_5c in`, 'with *** in'],
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
  'time to the first token: 35 ms; a token: 3 ms',
  'status_code=500 and code=12 at /x?code=404&page=2',
  '"token_type":"Bearer","expires_in":3600',
  'Digest of the body, and OAuth in general',
  'Correct PERF_QUEUE (redis://user:password@host:port, rediss:// for TLS).',
  'v1.local.test and v2.public.de',
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

/** The value of a variable or a header, and what of it alone must not be told. */
const within: [what: string, name: string, value: string, secret: string][] = [
  ['a cookie of a header', 'DASH_COOKIE', 'sid=swordfish; theme=dark', 'swordfish'],
  ['a field of JSON', 'DASH_CREDENTIALS', '{"user":"ann","login":{"password":"swordfish"}}', 'swordfish'],
  ['the password of an address', 'DATABASE_URL', 'postgres://ann:sword%2Ffish@db/x', 'sword/fish'],
  ['what follows a scheme that is not known', 'authorization', 'SSWS 00QCjAl4MlV-WPXM', '00QCjAl4MlV-WPXM'],
  ['a parameter of a scheme', 'Authorization', 'Token token="00QCjAl4MlVWPXM"', '00QCjAl4MlVWPXM'],
  [
    'a line of a key',
    'SSH_PRIVATE_KEY',
    '-----BEGIN KEY-----\nb3BlbnNzaC1rZXktdjEA\n',
    'b3BlbnNzaC1rZXktdjEA',
  ],
  ['what stands between blanks', 'DASH_TOKEN', ' swordfish\t', 'swordfish'],
]
for (const [what, name, value, secret] of within) {
  test(`${what} is a secret by itself`, () => {
    const secrets = new Secrets()
    secrets.addNamed([[name, value]])
    expect(secrets.redact(`a ${secret}.`)).toBe('a ***.')
  })
}

test('what of a secret is none is told', () => {
  const secrets = new Secrets()
  secrets.addNamed([
    ['DASH_COOKIE', 'sid=swordfish; theme=dark-blue'],
    ['DASH_CREDENTIALS', '{"user":"annabel","password":"mackerel"}'],
    ['DASH_URL', 'https://annabel@dash.example.com/fleet'],
  ])
  expect(secrets.redact('annabel likes dark-blue at /fleet')).toBe('annabel likes dark-blue at /fleet')
})

// A pattern that looks from each word to the end takes minutes for each of these, and hours for some.
const LONG: [of: string, text: string][] = [
  ['random letters', 'Ab-c1.D_'.repeat(250_000)],
  ['words that might begin an address', 'a-'.repeat(500_000)],
  ['headers whose lists do not end', '"cookie":['.repeat(100_000)],
  ['beginnings of tokens', 'eyJaaaaa. '.repeat(100_000)],
]
for (const [of, text] of LONG) {
  test(`a long text of ${of} is looked through at once`, () => {
    const beganMs = process.cpuUsage().user / 1000
    new Secrets().redact(text)
    // Some 0.3 s, or 2.
    expect(process.cpuUsage().user / 1000 - beganMs).toBeLessThan(20_000)
  })
}

test('a long text of random letters has no secret', () => {
  const [, text] = LONG[0]!
  expect(new Secrets().redact(text)).toBe(text)
})

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

test('a password that is a word of names leaves these as they are, alone and before a label, and is nowhere else', () => {
  const secrets = new Secrets()
  secrets.add('postgres', 'broker')
  secrets.leave('state.postgres', 'postgres.latency', 'bus.loss', 'load', 'broker')
  const value = {
    slos: ['state.postgres'],
    measurement: { metric: 'postgres.latency', labels: { load: 'broker', host: 'postgres' } },
    name: 'state.postgres (postgres)',
    state: { 'postgres.latency': 'state.postgres is late (postgres)' },
    'postgres.unknown': 'bus.loss (of postgres)',
  }
  expect(secrets.redactIn(value)).toEqual({
    slos: ['state.postgres'],
    measurement: { metric: 'postgres.latency', labels: { load: 'broker', host: '***' } },
    name: 'state.postgres (***)',
    state: { 'postgres.latency': 'state.*** is late (***)' },
    '***.unknown': 'bus.loss (of ***)',
  })
  expect(secrets.redact('state.postgres')).toBe('state.***')
})
