import type { HttpCase } from '../case.ts'
import { CHUNKS, chunksOf, headOf, LAST, WHOLE } from '../bytes.ts'
import { END } from '../raw-server.ts'
import type { RawRequest, Step } from '../raw-server.ts'

const status = (
  name: string,
  rule: string,
  expected: string,
  answers: Step[][],
  more: Partial<HttpCase> = {},
): HttpCase => ({
  group: 'Statuses and redirects',
  kind: 'http',
  name,
  rule,
  expected,
  script: { answers },
  ...more,
})

const empty = (code: string, ...fields: string[]): string => headOf(code, 'Content-Length: 0', ...fields)

/** Leads elsewhere who asks for the case, and answers there. @param there what is answered. Default `WHOLE` */
export const leading =
  (code: string, location: string, there = WHOLE): ((request: RawRequest) => string) =>
  ({ path }) =>
    path === '/case' ? empty(code, `Location: ${location}`) : there

/** Requests follow no redirect: it often leads to a sign-in, and would pass for a very quick answer. Pollers do, as a page's `fetch`. */
const redirects = (code: string, name: string, location = '/there'): HttpCase =>
  status(`${code}${name}`, 'RFC 9110, 15.4', `status ${code}`, [[leading(`${code} Moved`, location)]], {
    but: { pollers: 'good', browser: 'good' },
  })

/** Every second answer, so that it comes within a closed loop's window too. A poller is over with the first. */
const between = (name: string, rule: string, expected: string, answer: string): HttpCase => ({
  ...status(name, rule, expected, []),
  script: { answers: [[WHOLE], [answer]], round: true },
})

/** Statuses, and what a session that ends or a limit that is reached says in the middle. */
export const STATUSES: readonly HttpCase[] = [
  status('201', 'RFC 9110, 15.3.2', 'good', [[`${headOf('201 Created', 'Content-Length: 5')}whole`]]),
  status('206', 'RFC 9110, 15.3.7', 'good', [
    [`${headOf('206 Partial Content', 'Content-Range: bytes 0-4/9', 'Content-Length: 5')}whole`],
  ]),
  redirects('301', ', elsewhere'),
  redirects('302', ', elsewhere'),
  redirects('303', ', elsewhere'),
  redirects('307', ', elsewhere'),
  redirects('308', ', to a relative place', 'there?a=b'),
  status(
    '302 to itself for ever',
    'RFC 9110, 15.4',
    'status 302',
    [[empty('302 Found', 'Location: /case')]],
    {
      but: { pollers: 'redirected for ever', browser: 'redirected for ever' },
    },
  ),
  status('302 without a place', 'RFC 9110, 15.4.3', 'status 302', [[empty('302 Found')]], {
    // A page is given the redirect itself, whose body is not the one that was to come.
    but: { browser: 'wrong body' },
  }),
  status('401', 'RFC 9110, 15.5.2', 'status 401', [[empty('401 Unauthorized')]]),
  status('404 in chunks', 'RFC 9110, 15.5.5', 'status 404', [
    [`${headOf('404 Not Found', 'Transfer-Encoding: chunked')}${chunksOf('whole')}${LAST}`],
  ]),
  status('500, whose body contains what a good one does', 'RFC 9110, 15.6.1', 'status 500', [
    [`${headOf('500 Oh', 'Content-Length: 5')}whole`],
  ]),
  status('503 up to the end of the connection', 'RFC 9110, 15.6.4', 'status 503', [
    [headOf('503 Busy'), 'try later', END],
  ]),
  status(
    '200 with another body',
    'what is expected of it',
    'wrong body',
    [[`${CHUNKS}${chunksOf('sign in first')}${LAST}`]],
    { asked: ['open loop', 'users', 'pollers', 'browser'] },
  ),
  between(
    '401 in the middle',
    'RFC 9110, 15.5.2',
    'good + status 401',
    empty('401 Unauthorized', 'WWW-Authenticate: Bearer'),
  ),
  between(
    '429 in the middle',
    'RFC 6585, 4',
    'good + status 429',
    empty('429 Too Many Requests', 'Retry-After: 1'),
  ),
  between(
    '503 in the middle, and closed',
    'RFC 9110, 15.6.4',
    'good + status 503',
    empty('503 Busy', 'Connection: close'),
  ),
]
