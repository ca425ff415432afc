import { systemClock } from '../../load/clock.ts'
import type { Observation } from '../../fixtures/browser/observed/observe.ts'
import type { Environment, Settings } from '../../fixtures/settings/settings.ts'
import { requireAllowed } from '../../fixtures/targets/reach.ts'
import type { Target } from '../../fixtures/targets/target.ts'
import { quote } from './code.ts'
import type { Drafts } from './drafts.ts'
import { findEndpoints } from './find-endpoints.ts'
import { findLive, isLive } from './find-live.ts'
import type { LiveText } from './find-live.ts'
import { findViewers } from './find-viewer.ts'
import { explainNothing, notesOf } from './notes.ts'
import type { Order } from './order.ts'
import { pagePath, pathOf, requireNoSecret } from './page-path.ts'
import { writeProposal } from './proposal.ts'
import type { Proposal } from './proposal.ts'
import { proposeInstead, proposeReady } from './propose-ready.ts'
import { tryEndpoint, tryReady, tryViewer } from './try-out.ts'
import { Visitor } from './visitor.ts'
import type { Seen } from './visitor.ts'

/** What a first contact came to. */
export interface Contact {
  /** That of the last draft, as its loader gives it. */
  target: Target
  /** What was found, a line each. */
  told: string[]
  /** Other hosts that the page asks for parts of it. */
  others: string[]
}

/** Where a first contact is made. */
export interface Place {
  settings: Settings
  env: Environment
  drafts: Drafts
}

/**
 * Looks at a dashboard, proposes a target and tries each part of it; the last draft has what held.
 *
 * @throws FirstContactError, TargetError, SignInError or VisitError with the remedy when it can't be looked at
 */
export async function makeContact(order: Order, { settings, env, drafts }: Place): Promise<Contact> {
  requireAllowed(order.url.origin, settings.PERF_ALLOW_HOSTS)
  requireNoSecret(pathOf(order.url))
  await using visitor = new Visitor(order, settings, env)
  const seen = await visitor.look()
  const load = async (proposal: Proposal): ReturnType<Drafts['load']> =>
    drafts.load(writeProposal(proposal, order.file, systemClock.nowMs()), settings, env)
  const { proposal, told } = await proposeTarget(order, seen, async (draft, sources, selector) =>
    tryReady(await visitor.enter(await load(draft)), sources, settings.PERF_TIMEOUT * 1000, selector),
  )
  const running = await visitor.enter(await load(proposal), true)
  for (const endpoint of proposal.endpoints) {
    const why = await tryEndpoint(running, endpoint, settings.PERF_TIMEOUT * 1000)
    if (why === undefined) continue
    proposal.endpoints = proposal.endpoints.filter(one => one !== endpoint)
    proposal.leftOut.push(`GET ${endpoint.path}: ${why}`)
  }
  for (const viewer of proposal.viewers.filter(({ fault }) => fault === undefined)) {
    const fault = await tryViewer(running, settings, viewer.field)
    if (fault !== undefined) viewer.fault = fault
  }
  const { target } = await load(proposal)
  const own = order.url.hostname
  return {
    target,
    told: [...told, ...tellProposal(proposal)],
    others: [...seen.observation.traffic.hosts].filter(host => host !== own),
  }
}

type TryReady = (
  draft: Proposal,
  sources: Parameters<typeof tryReady>[1],
  selector?: string,
) => ReturnType<typeof tryReady>

async function proposeTarget(
  { url, name }: Order,
  { entrance, observation, tokens }: Seen,
  trial: TryReady,
): Promise<{ proposal: Proposal; told: string[] }> {
  const { traffic } = observation
  const { endpoints, leftOut } = findEndpoints(traffic.requests, url.host)
  const live = findLive(observation)
  const viewers = findViewers({ traffic, live, endpoints, host: url.host, tokens })
  const notes = notesOf(observation)
  const path = pagePath(url, observation.answeredAt)
  requireNoSecret(path)
  const told =
    path === pathOf(url) ? [...notes] : [...notes, `page      ${path}, to which ${pathOf(url)} leads`]
  const proposal: Proposal = {
    name,
    baseURL: url.origin,
    entrance,
    page: { path, ready: standsThere(observation), about: [] },
    endpoints,
    leftOut,
    viewers,
    notes,
  }
  const { page } = proposal
  const failed: string[] = []
  const candidates = proposeReady(live, observation)
  for (let candidate = candidates.shift(); candidate; candidate = candidates.shift()) {
    const { code, about, source, live: of } = candidate
    const draft = { ...proposal, endpoints: [], viewers: [], page: { ...page, ready: code } }
    const sources = [source, of?.main].filter(one => one !== undefined)
    const tried = await trial(draft, sources, of?.selector)
    if (tried.kind === 'fails') {
      failed.push(`${code}: ${tried.why}`)
      const known = of && proposeInstead(of, tried.instead ?? [])
      if (known) candidates.unshift(known)
      continue
    }
    const times = tried.readyMs.map(ms => Math.round(ms))
    page.ready = code
    page.about = [`${about} In three visits after ${times.join(', ')} ms, and without those data not at all.`]
    const changing = liveOf(live)
    if (changing) page.live = changing
    return {
      proposal,
      told: [...told, `ready     ${code.replaceAll(/\s+/g, ' ')}`, `          ${page.about[0]}`],
    }
  }
  const why = explainNothing(observation, live, failed)
  // A page that the server renders has its data from the first: that what changes is there is as much as can be told.
  const changing = liveOf(live)
  if (changing) {
    page.live = changing
    page.ready = quote(changing.selector)
  }
  page.about = [`EDIT: this is there, but it is not known to be live data. ${why}`]
  return { proposal, told: [...told, `ready     ${page.ready}, which is not known to be live data. ${why}`] }
}

/** @returns what changes by itself as data come, with a number in it */
function liveOf(live: readonly LiveText[]): Proposal['page']['live'] {
  const found = live.find(({ main, by }) => isLive(main) && by.length > 1)
  return (
    found && { selector: found.selector, ...(found.everyMs === undefined ? {} : { everyMs: found.everyMs }) }
  )
}

/** @returns what is on the page in any case, the most particular first */
function standsThere({ documents: [own] }: Observation): string {
  const named = own?.now.find(({ selector }) => /^[#[.]/.test(selector)) ?? own?.now[0]
  return quote(named?.selector ?? 'body')
}

function tellProposal({ entrance, page, endpoints, viewers }: Proposal): string[] {
  return [
    `sign-in   ${entrance.kind === 'open' ? 'none' : entrance.kind}`,
    ...(page.live ? [`live      ${page.live.selector}`] : []),
    `endpoints ${endpoints.length === 0 ? 'none' : endpoints.map(({ path }) => path).join(', ')}`,
    ...viewers.map(
      ({ field, about, fault }) => `${field.padEnd(9)} ${about}${fault === undefined ? '' : `; ${fault}`}`,
    ),
  ]
}
