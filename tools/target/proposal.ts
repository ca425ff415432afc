import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { secrets } from '../../reports/secrets/secrets.ts'
import { comment, commentLine, commentOut, quote, withoutSecret } from './code.ts'
import type { Entrance } from './entrance.ts'
import type { FoundEndpoint } from './find-endpoints.ts'
import type { FoundViewer } from './find-viewer.ts'
import { command, IS_PACKAGE } from '../../reports/command-line/command.ts'

/** What a target's file says, and why. */
export interface Proposal {
  name: string
  /** Origin of the dashboard. */
  baseURL: string
  entrance: Entrance
  page: {
    path: string
    /** Code. */
    ready: string
    /** What is known of `ready`, and what is to be edited; a sentence each. */
    about: string[]
    live?: { selector: string; everyMs?: number }
  }
  endpoints: FoundEndpoint[]
  /** What was seen and is not proposed, with the reason. */
  leftOut: string[]
  viewers: FoundViewer[]
  /** What stands in the way, or can't be known: comments at the file's head. */
  notes: string[]
}

/** @param file where the target's file will be @returns its text */
export function writeProposal(proposal: Proposal, file: string, nowMs: number): string {
  const { name, baseURL, entrance, page, endpoints, leftOut, viewers, notes } = proposal
  const found = [
    'pages: [',
    '  {',
    `    name: 'dashboard',`,
    `    path: ${quote(page.path)},`,
    ...page.about.flatMap(one => comment(one, 4)),
    `    ready: ${page.ready},`,
    ...liveLines(page.live),
    '  },',
    '],',
    ...(endpoints.length > 0
      ? [
          '// What the page asks by GET, each tried twice without it. Load shapes and the capacity search take the first.',
          'endpoints: [',
          ...endpoints.map(
            one => `  { name: ${quote(`GET ${one.path}`)}, method: 'GET', path: ${quote(one.path)} },`,
          ),
          '],',
        ]
      : []),
    ...(leftOut.length > 0
      ? ['// Seen, and not put under load:', ...leftOut.map(one => commentLine(`- ${one}`))]
      : []),
    ...realtimeLines(viewers),
  ].map(withoutSecret)
  const body = [`name: ${quote(name)},`, `baseURL: ${quote(baseURL)},`, ...entranceLines(entrance), ...found]
  const text = body.join('\n')
  const uses = ['env', 'session'].filter(one =>
    new RegExp(String.raw`^(?!\s*//).*\b${one}\.`, 'm').test(text),
  )
  const head = uses.length > 0 ? `defineTarget(({ ${uses.join(', ')} }) => ({` : 'defineTarget({'
  const date = new Date(nowMs).toISOString().slice(0, 10)
  return `${[
    ...comment(
      `Written on ${date} by \`${command('target')}\` from one visit to ${baseURL}${page.path}. docs/targets.md explains each field.`,
      0,
    ),
    ...notes.flatMap(one => comment(secrets.redact(one), 0)),
    `import { defineTarget } from ${quote(importPath(file))}`,
    '',
    `export default ${head}`,
    ...body.map(line => (line === '' ? '' : `  ${line}`)),
    uses.length > 0 ? '}))' : '})',
  ].join('\n')}\n`
}

const root = path.join(import.meta.dirname, '../..')

/** By the package's name where this is the package; else from within this project by a relative path, and from elsewhere by its address. */
function importPath(file: string): string {
  if (IS_PACKAGE) return 'fleetmark/target'
  const entry = path.join(root, 'fixtures/targets/target.ts')
  const isWithin = !path.relative(root, path.resolve(file)).startsWith('..')
  if (!isWithin) return pathToFileURL(entry).href
  const relative = path
    .relative(path.dirname(path.resolve(file)), entry)
    .split(path.sep)
    .join('/')
  return relative.startsWith('.') ? relative : `./${relative}`
}

function entranceLines(entrance: Entrance): string[] {
  switch (entrance.kind) {
    case 'open':
      return []
    case 'basic':
      return [
        '// The user is PERF_USER, with PERF_PASSWORD.',
        "headers: { authorization: `Basic ${Buffer.from(`${env.PERF_USER}:${env.PERF_PASSWORD}`).toString('base64')}` },",
      ]
    case 'bearer':
      return ['headers: { authorization: `Bearer ${env.PERF_TOKEN}` },']
    case 'storage state':
      return [
        '// Who is signed in. When it has expired, write it anew: npx playwright codegen --save-storage=<file> <address>',
        `storageState: ${quote(entrance.file)},`,
      ]
    case 'form': {
      const { path, user, password, submit } = entrance.form
      const field = (selector: string): string => `page.locator(${quote(selector)})`
      return [
        '// Signs in once a run. The user is PERF_USER, with PERF_PASSWORD.',
        'login: async page => {',
        `  await page.goto(${quote(path)})`,
        ...(user === undefined ? [] : [`  await ${field(user)}.fill(env.PERF_USER ?? '')`]),
        `  await ${field(password)}.fill(env.PERF_PASSWORD ?? '')`,
        submit === undefined
          ? `  await ${field(password)}.press('Enter')`
          : `  await ${field(submit)}.click()`,
        `  await ${field(password)}.waitFor({ state: 'hidden' })`,
        '},',
      ]
    }
  }
}

function liveLines(live: Proposal['page']['live']): string[] {
  if (!live) return []
  const { selector, everyMs } = live
  const held =
    everyMs === undefined
      ? []
      : comment(
          `It changed every ${everyMs / 1000} s: { selector: '...', everyMs: ${everyMs} } would hold the page to that.`,
          4,
        )
  return [...held, `    live: ${quote(selector)},`]
}

function realtimeLines(viewers: Proposal['viewers']): string[] {
  if (viewers.length === 0) return []
  const all = viewers.flatMap(({ field, about, lines, fault }) => {
    const own = [`${field}: {`, ...lines.map(line => `  ${line}`), '},']
    if (fault === undefined) return [...comment(`${about}.`, 0), ...own]
    return [...comment(`${about}. Tried, it failed: ${fault}`, 0), ...own.map(line => commentOut(line))]
  })
  // A field without anything in it asks for nothing.
  return viewers.every(({ fault }) => fault !== undefined)
    ? ['// realtime: {', ...all.map(line => (line.startsWith('//') ? line : commentOut(line))), '// },']
    : ['realtime: {', ...all.map(line => `  ${line}`), '},']
}
