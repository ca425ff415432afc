import { chromium } from '@playwright/test'
import { chromiumOptions } from '../../fixtures/browser/chromium.ts'
import { observe } from '../../fixtures/browser/observed/observe.ts'
import type { Observation } from '../../fixtures/browser/observed/observe.ts'
import type { Environment, Settings } from '../../fixtures/settings/settings.ts'
import { neededBrowser } from '../../fixtures/targets/launch-browser.ts'
import type { LoadedTarget } from '../../fixtures/targets/load-target.ts'
import type { NeededBrowser } from '../../fixtures/targets/needed-browser.ts'
import { ownHere } from '../../fixtures/targets/owner/target-owner.ts'
import type { TargetOwner } from '../../fixtures/targets/owner/target-owner.ts'
import { RunningTarget } from '../../fixtures/targets/running-target.ts'
import { NO_SESSION } from '../../fixtures/targets/session-facts.ts'
import { SeenHeaders } from '../../fixtures/targets/sign-in/seen-headers.ts'
import type { Target, TargetContext } from '../../fixtures/targets/target.ts'
import { credentialsOf, findEntrance, headersOf, requireOrigin } from './entrance.ts'
import type { Credentials, Entrance } from './entrance.ts'
import { byHand, FirstContactError } from './first-contact-error.ts'
import type { Order } from './order.ts'
import { pathOf } from './page-path.ts'
import { readForm, signInBy } from './sign-in-form.ts'

/** What was seen of a dashboard by one who is let in. */
export interface Seen {
  entrance: Entrance
  observation: Observation
  /** Tokens that the sign-in left, or that the page sends. */
  tokens: string[]
}

const IS_PART =
  'Where the field is part of the dashboard, such as a masked key, give --signed-in: then nobody signs in by a form.'

/** Visits a dashboard of which nothing is known, as any target: with the hosts it may go to, and what lets it in. */
export class Visitor implements AsyncDisposable {
  readonly #order: Order
  readonly #settings: Settings
  readonly #env: Environment
  readonly #credentials: Credentials
  readonly #browser: NeededBrowser
  readonly #running: RunningTarget[] = []
  /** Who is signed in, for drafts to be tried without another sign-in. */
  #owner: TargetOwner | undefined

  constructor(order: Order, settings: Settings, env: Environment) {
    this.#order = order
    this.#settings = settings
    this.#env = env
    this.#credentials = credentialsOf(env, order.inAddress)
    const options = chromiumOptions(settings.PERF_CHROMIUM)
    this.#browser = neededBrowser(
      chromium,
      options,
      ownHere(this.#target({ kind: 'open' }), settings),
      settings,
    )
  }

  /**
   * Gets in and watches the page once.
   *
   * @throws FirstContactError, TargetError, SignInError or VisitError with the remedy
   */
  async look(): Promise<Seen> {
    const { url, storageState, signedIn } = this.#order
    const timeoutMs = this.#settings.PERF_TIMEOUT * 1000
    const found: Entrance =
      storageState === undefined
        ? await findEntrance(url, this.#credentials, timeoutMs)
        : { kind: 'storage state', file: storageState }
    const first = await this.#watch(found)
    if (!first.observation.asksPassword || signedIn) return requireHere(url, first)
    if (storageState !== undefined) {
      throw new FirstContactError(
        `${first.observation.url} asks for a password all the same: --storage-state ${storageState} signs nobody in there. ${IS_PART} Else write it anew: npx playwright codegen --save-storage=${storageState} ${url.href}`,
      )
    }
    const form = new URL(first.observation.url)
    if (form.host !== url.host)
      throw new FirstContactError(`${url.href} asks for a password at ${form.origin}: ${byHand(url.href)}.`)
    requireOrigin(url, form)
    if (!this.#credentials.user) {
      throw new FirstContactError(
        `${first.observation.url} asks for a password: give the user in PERF_USER and PERF_PASSWORD, or ${byHand(url.href)}. ${IS_PART}`,
      )
    }
    const second = await this.#watch(await this.#findForm(first.observation.url))
    if (second.observation.asksPassword) {
      throw new FirstContactError(
        `${second.observation.url} asks for a password again after the sign-in: what it left does not last in a new tab. Try ${byHand(url.href)}. ${IS_PART}`,
      )
    }
    return requireHere(url, second)
  }

  /** @param isAnew whether somebody signs in again. Default: who has is taken. @returns a target that is to be tried, signed in */
  async enter(loaded: LoadedTarget, isAnew = false): Promise<RunningTarget> {
    const owner = isAnew || !this.#owner ? ownHere(loaded.target, this.#settings) : this.#owner
    const running = await RunningTarget.prepare(loaded, owner, this.#settings, this.#browser)
    this.#running.push(running)
    return running
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const running of this.#running) await running.stop()
    await this.#browser[Symbol.asyncDispose]()
  }

  async #watch(entrance: Entrance): Promise<Seen> {
    const { url, forMs, signedIn } = this.#order
    const running = await this.#begin(entrance)
    await using context = await running.newContext()
    const sent = new SeenHeaders(context, url.origin)
    const observation = await observe(context, {
      path: pathOf(url),
      forMs,
      timeoutMs: this.#settings.PERF_TIMEOUT * 1000,
      endsAtPassword: !signedIn && entrance.kind !== 'form' && entrance.kind !== 'storage state',
    })
    const { token } = (running.protocol.given as TargetContext).session
    const [, bearer = ''] = /^Bearer (\S+)$/i.exec(sent.headers()['authorization'] ?? '') ?? []
    return { entrance, observation, tokens: [token, bearer].filter(one => one !== '') }
  }

  /** What a form says is clearer than that the sign-in failed. */
  async #begin(entrance: Entrance): Promise<RunningTarget> {
    let fault: Error | undefined
    const { user } = this.#credentials
    const target = this.#target(entrance)
    if (entrance.kind === 'form' && user) {
      target.login = page =>
        signInBy(page, entrance.form, user, this.#settings.PERF_TIMEOUT * 1000).catch((error: Error) => {
          fault = error
          throw error
        })
    }
    const given: TargetContext = { settings: this.#settings, env: this.#env, session: NO_SESSION }
    const protocol = { module: import.meta.url, path: 'default.realtime', given }
    this.#owner = ownHere(target, this.#settings)
    return this.enter({ target, protocol }).catch((error: Error) => {
      throw fault ?? error
    })
  }

  async #findForm(address: string): Promise<Entrance> {
    const running = await this.#begin({ kind: 'open' })
    await using context = await running.newContext()
    const page = await context.newPage()
    await running.pageHosts.guard(page, pathOf(new URL(address)))
    await page.goto(address, { waitUntil: 'commit' })
    return { kind: 'form', form: await readForm(page) }
  }

  #target(entrance: Entrance): Target {
    const { name, url } = this.#order
    return {
      name,
      baseURL: url.origin,
      headers: headersOf(entrance, this.#credentials),
      ...(entrance.kind === 'storage state' ? { storageState: entrance.file } : {}),
    }
  }
}

/** What answers at another origin is another target: a file with this one's address would not run. */
function requireHere(url: URL, seen: Seen): Seen {
  requireOrigin(url, new URL(seen.observation.answeredAt))
  return seen
}
