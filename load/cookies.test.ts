import { expect, test } from '@playwright/test'
import { CookieJar } from 'tough-cookie'
import { Cookies } from './cookies.ts'

const HOST = 'http://127.0.0.1:8080'

/** What answers to a path set, and what is sent with a later request: see RFC 6265bis. */
const cases: [
  name: string,
  set: [path: string, ...cookies: string[]][],
  asked: string,
  sent: string | undefined,
  origin?: string,
][] = [
  ['one', [['/', 'a=1']], '/x', 'a=1'],
  [
    'one that is set again',
    [
      ['/', 'a=1'],
      ['/', 'a=2'],
    ],
    '/',
    'a=2',
  ],
  ['two of one name for two paths', [['/', 'a=root', 'a=api; Path=/api']], '/api/x', 'a=api; a=root'],
  ['two of one name for two paths, above', [['/', 'a=root', 'a=api; Path=/api']], '/', 'a=root'],
  ['one for a path beside', [['/', 'a=1; Path=/api']], '/apis', undefined],
  ['one without a path, below it', [['/admin/login', 'a=1']], '/admin/users', 'a=1'],
  ['one without a path, beside it', [['/admin/login', 'a=1']], '/other', undefined],
  [
    'one that ends at once',
    [
      ['/', 'a=1', 'b=2'],
      ['/', 'a=; Max-Age=0'],
    ],
    '/',
    'b=2',
  ],
  [
    'one that ended long ago',
    [
      ['/', 'a=1'],
      ['/', 'a=x; Expires=Thu, 01 Jan 1970 00:00:00 GMT'],
    ],
    '/',
    undefined,
  ],
  [
    'one whose Max-Age goes before its Expires',
    [['/', 'a=1; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=60']],
    '/',
    'a=1',
  ],
  ['one for its own address', [['/', 'a=1; Domain=127.0.0.1']], '/', 'a=1'],
  ['one for another host', [['/', 'a=1; Domain=example.com']], '/', undefined],
  ['a secure one, on this machine', [['/', 'a=1; Secure; HttpOnly; SameSite=Strict']], '/', 'a=1'],
  ['a secure one, elsewhere without TLS', [['/', 'a=1; Secure']], '/', undefined, 'http://app.example.com'],
  ['a secure one over TLS', [['/', 'a=1; Secure']], '/', 'a=1', 'https://app.example.com'],
  ['one for the hosts above', [['/', 'a=1; Domain=example.com']], '/', 'a=1', 'http://app.example.com'],
  ['one for all hosts of a suffix', [['/', 'a=1; Domain=com']], '/', undefined, 'http://app.example.com'],
  [
    'one of a name without dots, for itself',
    [['/', 'a=1; Domain=dashboard']],
    '/',
    'a=1',
    'http://dashboard:8080',
  ],
  ['one over IPv6', [['/', 'a=1']], '/', 'a=1', 'http://[::1]:8080'],
  ['one without a name', [['/', 'alone']], '/', 'alone'],
  ['one with = in it', [['/', 'a=b=c==']], '/', 'a=b=c=='],
  ['one in quotation marks', [['/', 'a="x y"']], '/', 'a="x y"'],
  ['one with blanks around', [['/', ' a = 1 ; Path=/']], '/', 'a=1'],
  ['names that differ by the size of a letter', [['/', 'a=1', 'A=2']], '/', 'a=1; A=2'],
  ['what is no cookie', [['/', '', ';', '=']], '/', undefined],
  ['one below a path of the address', [['/login', 'a=1']], '/x', 'a=1', `${HOST}/grafana`],
  ['one for a path of the address', [['/login', 'a=1; Path=/grafana/api']], '/api', 'a=1', `${HOST}/grafana`],
  ['one for other sites that is not secure', [['/', 'a=1; SameSite=None']], '/', undefined],
  ['one for other sites that is secure', [['/', 'a=1; SameSite=None; Secure']], '/', 'a=1'],
  ['one of 4096 bytes', [['/', `a=${'v'.repeat(4095)}`]], '/', `a=${'v'.repeat(4095)}`],
  ['one of 4097 bytes', [['/', `a=${'v'.repeat(4096)}`]], '/', undefined],
  ['one of 4097 bytes in the place of another', [['/', 'a=1', `a=${'v'.repeat(4096)}`]], '/', 'a=1'],
  [
    'a name that promises a host, and does not keep it',
    [['/', '__Host-a=1; Secure; Path=/x']],
    '/x',
    undefined,
  ],
  ['a name that promises a host', [['/', '__Host-a=1; Secure; Path=/']], '/x', '__Host-a=1'],
  ['one of a path with letters beyond ASCII', [['/ü/login', 'a=1']], '/ü/x', 'a=1'],
  ['one for a path that is written as URLs are', [['/', 'a=1; Path=/a%20b']], '/a b/x', 'a=1'],
  ['one for a path that is not', [['/', 'a=1; Path=/a b']], '/a b/x', undefined],
  ['one for a path with a slash that divides nothing', [['/', 'a=1; Path=/a%2Fb']], '/a%2Fb/x', 'a=1'],
  ['that prefix in small letters', [['/', '__host-a=1; Path=/']], '/', undefined],
  ['that prefix in small letters, kept', [['/', '__host-a=1; Path=/; Secure']], '/', '__host-a=1'],
  [
    'that prefix and a domain',
    [['/', '__Host-a=1; Path=/; Secure; Domain=dash']],
    '/',
    undefined,
    'https://dash',
  ],
  ['that prefix where there is no name', [['/', '__Host-a', '=__Secure-b']], '/', undefined],
  ['a name that promises TLS, without Secure', [['/', '__Secure-a=1', '__secure-b=2']], '/', undefined],
  ['a name that promises TLS', [['/', '__Secure-a=1; Secure; Path=/x']], '/x', '__Secure-a=1'],
  ['a name that promises to be HTTP only', [['/', '__Http-a=1; Secure']], '/', undefined],
  ['one of such a name that is', [['/', '__Http-a=1; Secure; HttpOnly']], '/', '__Http-a=1'],
  ['a name that promises both', [['/', '__Host-Http-a=1; Secure; Path=/']], '/', undefined],
  ['one for each site it is in, not secure', [['/', 'a=1; Partitioned']], '/', undefined],
  ['one for each site it is in', [['/', 'a=1; Secure; Partitioned; Path=/']], '/', 'a=1'],
  ['one without a name whose value is a pair', [['/', '=a=b']], '/', undefined],
  ['one with a control character', [['/', 'a=1\x7f2', 'b=1\x012']], '/', undefined],
]

for (const [name, set, asked, sent, origin = HOST] of cases) {
  test(`of cookies, ${name}: ${asked} is sent ${sent}`, () => {
    const cookies = new Cookies(origin, undefined)
    for (const [path, ...texts] of set) cookies.keep(path, texts)
    expect(cookies.header(asked)['cookie']).toBe(sent)
  })
}

for (const [common, sent] of [
  ['a=1;b=2', 'a=1; b=2; own=3'],
  ['a=1;  b=2', 'a=1; b=2; own=3'],
  ['__Secure-next-auth.session-token=1; b=2', '__Secure-next-auth.session-token=1; b=2; own=3'],
  ['__Host-a=1; b=2', '__Host-a=1; b=2; own=3'],
  ['alone; b=2', 'alone; b=2; own=3'],
] as const) {
  test(`of the header "cookie: ${common}" all stay when the target sets another`, () => {
    const cookies = new Cookies(HOST, common)
    cookies.keep('/', 'own=3')
    expect(cookies.header('/')['cookie']).toBe(sent)
  })
}

test('cookies of a sign-in keep their paths, over a header of the same name', () => {
  const jar = new CookieJar()
  jar.setCookieSync('session=1; Path=/', HOST)
  jar.setCookieSync('admin=2; Path=/admin', HOST)
  const kept = jar.serializeSync()
  const cookies = new Cookies(HOST, 'session=old; theme=dark', kept)
  expect(cookies.header('/')['cookie']).toBe('session=1; theme=dark')
  expect(cookies.header('/admin/x')['cookie']).toBe('admin=2; session=1; theme=dark')
  cookies.keep('/', 'session=own')
  expect(cookies.header('/')['cookie']).toContain('session=own')
  expect(new Cookies(HOST, undefined, kept).header('/')['cookie']).toBe('session=1')
})
