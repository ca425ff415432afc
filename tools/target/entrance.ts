import { request } from 'undici'
import type { Environment } from '../../fixtures/settings/settings.ts'
import { requireAnswer } from '../../fixtures/targets/reach.ts'
import { basicHeader } from '../../fixtures/targets/sign-in/address.ts'
import type { BasicCredentials } from '../../fixtures/targets/sign-in/address.ts'
import { byHand, FirstContactError } from './first-contact-error.ts'
import type { SignInForm } from './sign-in-form.ts'

/** How a dashboard is entered. */
export type Entrance =
  | { kind: 'open' }
  | { kind: 'basic' }
  | { kind: 'bearer' }
  | { kind: 'storage state'; file: string }
  | { kind: 'form'; form: SignInForm }

/** Who signs in: from the environment, and nowhere else. */
export interface Credentials {
  user?: BasicCredentials
  token?: string
}

/** @param inAddress what the given address has of them */
export function credentialsOf(env: Environment, inAddress: BasicCredentials | undefined): Credentials {
  const { PERF_USER: username, PERF_PASSWORD: password, PERF_TOKEN: token } = env
  const user = username && password ? { username, password } : inAddress
  return { ...(user ? { user } : {}), ...(token ? { token } : {}) }
}

/** @returns what requests and pages are sent with */
export function headersOf({ kind }: Entrance, { user, token }: Credentials): Record<string, string> {
  if (kind === 'basic' && user) return { authorization: basicHeader(user) }
  if (kind === 'bearer' && token) return { authorization: `Bearer ${token}` }
  return {}
}

/**
 * Asks for a page as any client would, without a browser, to know how it is entered.
 *
 * @throws FirstContactError when it is no page, refuses, or leads elsewhere; TargetError when nothing answers, or its certificate is not trusted
 */
export async function findEntrance(url: URL, credentials: Credentials, timeoutMs: number): Promise<Entrance> {
  await requireAnswer(url.origin, timeoutMs)
  if (credentials.token !== undefined) return taken(url, { kind: 'bearer' }, credentials, timeoutMs)
  const first = await ask(url, {}, timeoutMs)
  if (first.status !== 401) return requirePage(url, first, { kind: 'open' })
  const [scheme = ''] = first.challenge.split(' ')
  if (/^basic$/i.test(scheme)) {
    if (!credentials.user) {
      throw new FirstContactError(
        `${url.href} asks for Basic authentication: give the user in PERF_USER and PERF_PASSWORD.`,
      )
    }
    return taken(url, { kind: 'basic' }, credentials, timeoutMs)
  }
  throw new FirstContactError(
    `${url.href} is answered with status 401${scheme === '' ? '' : ` and asks for ${scheme}`}: give a token for it in PERF_TOKEN, or ${byHand(url.href)}.`,
  )
}

interface Answer {
  status: number
  type: string
  location: string
  challenge: string
}

async function taken(
  url: URL,
  entrance: Entrance,
  credentials: Credentials,
  timeoutMs: number,
): Promise<Entrance> {
  const answer = await ask(url, headersOf(entrance, credentials), timeoutMs)
  if (answer.status !== 401 && answer.status !== 403) return requirePage(url, answer, entrance)
  const names = entrance.kind === 'basic' ? 'PERF_USER and PERF_PASSWORD' : 'PERF_TOKEN'
  throw new FirstContactError(
    `${url.href} refuses what ${names} gives (status ${answer.status}): correct it.`,
  )
}

async function ask(url: URL, headers: Record<string, string>, timeoutMs: number): Promise<Answer> {
  const {
    statusCode,
    headers: got,
    body,
  } = await request(url, {
    headers: { accept: 'text/html,*/*', ...headers },
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
  })
  body.on('error', () => {}).destroy()
  const header = (name: string): string => String(got[name] ?? '')
  return {
    status: statusCode,
    type: header('content-type'),
    location: header('location'),
    challenge: header('www-authenticate'),
  }
}

/**
 * Makes sure that what was answered is a page. A redirect within its origin, or to another host, is followed by the browser.
 *
 * @param answer its type and where it leads may be empty
 * @returns the entrance
 * @throws FirstContactError when it is none, or is at another origin of that host
 */
export function requirePage(
  url: URL,
  { status, type, location }: Omit<Answer, 'challenge'>,
  entrance: Entrance,
): Entrance {
  if (status >= 300 && status < 400 && location !== '') {
    const to = URL.parse(location, url)
    if (to && to.hostname === url.hostname) requireOrigin(url, to)
    return entrance
  }
  // Some refuse all that is no browser: the browser is refused too, or it is a page.
  if (status === 403) return entrance
  if (status >= 400) {
    throw new FirstContactError(
      `${url.href} is answered with status ${status}: give the address of a page that you see in a browser.`,
    )
  }
  if (type !== '' && !/html/i.test(type)) {
    throw new FirstContactError(
      `${url.href} is answered with ${type.replace(/;.*/, '')}, which is no page: give the address that you open in a browser.`,
    )
  }
  return entrance
}

/** Another scheme is another address, also where both ports are the usual ones. @throws FirstContactError when a page is at another origin than was asked */
export function requireOrigin(url: URL, page: URL): void {
  if (page.origin === url.origin) return
  throw new FirstContactError(`${url.href} leads to ${page.origin}: give that address, ${page.href}`)
}
