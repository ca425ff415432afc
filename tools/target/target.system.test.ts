import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { expect, test } from '@playwright/test'
import { parseSettings } from '../../fixtures/settings/settings.ts'
import { loadTarget } from '../../fixtures/targets/load-target.ts'
import type { Target } from '../../fixtures/targets/target.ts'
import { TEST_CERTIFICATES, TEST_KEY } from '../../load/testing/certificates.ts'
import { outerEnvironment, runSuite } from '../system/run-suite.ts'
import { contact } from './testing/contact.ts'
import { SESSION, startDashboards, TOKEN, USER } from './testing/dashboards.ts'
import { tellRun } from './tell-run.ts'
import type { Dashboards } from './testing/dashboards.ts'

let served: Dashboards
test.beforeAll(async () => {
  served = await startDashboards()
})
test.afterAll(() => served[Symbol.asyncDispose]())

const SIGNED_IN = { PERF_USER: USER.username, PERF_PASSWORD: USER.password }

/** Runs the command itself. */
async function command(
  args: readonly string[],
  env: Record<string, string>,
): Promise<{ code: number | null; told: string; failed: string }> {
  const child = spawn(process.execPath, [path.join(import.meta.dirname, 'target.ts'), ...args], {
    env: { ...outerEnvironment(), ...env },
  })
  let told = ''
  let failed = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (told += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (failed += text))
  const [code] = (await once(child, 'close')) as [number | null]
  return { code, told, failed }
}

/** As a run has it. */
async function load(file: string): Promise<Target> {
  const settings = parseSettings({ PERF_TARGET: file })
  return (await loadTarget({ settings, env: SIGNED_IN })).target
}

test('behind a form, with a socket that wants a subscription: found, tried and written, and a run passes with it', async ({}, info) => {
  // It is a command and a whole run: on a busy machine both take their time.
  test.setTimeout(400_000)
  const file = info.outputPath('found.ts')
  const order = [`${served.url}/fleet`, '--file', file, '--seconds', '4']
  const { code, told, failed } = await command(order, SIGNED_IN)
  expect(code, told + failed).toBe(0)
  expect(told).toContain(`PERF_TARGET=${file} npm run perf -- --quick`)
  const text = readFileSync(file, 'utf8')
  expect(text).not.toContain(USER.password)
  expect(text).toMatch(
    /True once it reads such as "100\d{3}" in place of "0", which the socket \/fleet\/live brought/,
  )
  const target = await load(file)
  expect(target).toMatchObject({
    baseURL: served.url,
    pages: [{ path: '/fleet', live: '#agents .cpu' }],
    endpoints: [{ method: 'GET', path: '/fleet/api/agents?page=1' }],
    realtime: { viewer: { path: '/fleet/live?view=all', opening: [{ send: '{"subscribe":"agents"}' }] } },
  })
  expect(text).toContain(
    `ready: () => [...document.querySelectorAll('#agents .cpu')].some(one => /[1-9]/.test(one.textContent)),`,
  )
  const frame = '{"agents":[{"name":"one","cpu":17},{"name":"two","cpu":18}]}'
  expect(target.realtime?.viewer?.read(frame)).toEqual([
    { agent: 0, value: 17 },
    { agent: 1, value: 18 },
  ])
  // What changes something was done by the page alone, once a visit.
  expect(text).toContain('// - POST /fleet/api/seen: POST may change something')
  expect(text).toContain('// - GET /fleet/api/alerts/clear: "clear" sounds as if it changed something')
  expect(text).toContain('// - GET /fleet/api/secret: status 403 without the page')
  const visits = served.asked.get('GET /fleet') ?? 0
  expect(served.asked.get('GET /fleet/api/alerts/clear')).toBeLessThanOrEqual(visits)
  expect(readdirSync(path.dirname(file)).filter(name => name.startsWith('.draft'))).toEqual([])

  const run = await runSuite(info.outputPath(), [], {
    ...SIGNED_IN,
    PERF_TARGET: file,
    PERF_QUICK: '1',
    PERF_VISITS: '3',
    PERF_API_DURATION: '5',
  })
  expect(run.report?.run.counts.NO_DATA, run.output).toBe(0)
  const measured = new Set(run.report?.measurements.map(({ metric }) => metric))
  expect([...measured]).toEqual(expect.arrayContaining(['dashboard.ready', 'api.latency']))
  const passed = run.report?.judgements.filter(({ verdict }) => verdict === 'PASS') ?? []
  expect(passed.length, run.output).toBeGreaterThan(0)
})

test('data in a frame, by an event stream with a named event', async ({}, info) => {
  const { target, text } = await contact(info, `${served.url}/framed`)
  expect(target).toMatchObject({
    pages: [{ live: '[data-testid="waiting"]' }],
    realtime: { viewer: { transport: 'sse', path: '/framed/events', event: 'depth' } },
  })
  expect(text).toContain(`ready: () => [...document.querySelectorAll('[data-testid="waiting"]')].some(`)
  expect(target.realtime?.viewer?.read('{"queue":{"depth":17}}')).toEqual([{ agent: 0, value: 17 }])
})

test('data in a shadow root, by polling, in a page that never rests; what a run would send', async ({}, info) => {
  // A page that draws all the time asks seldom on a busy machine: it is watched for as long as by default.
  const { target, text, others } = await contact(info, `${served.url}/shadowed`, {}, ['--seconds', '10'])
  expect(target.pages?.[0]?.live).toBe('my-panel .load')
  expect(text).toContain(`ready: page => page.locator('my-panel .load').filter({ hasText: /[1-9]/ })`)
  expect(tellRun(target, parseSettings({ PERF_TARGET: 'x.ts' }), others)).toEqual([
    `A run (npm run perf) sends to ${served.url}:`,
    '- /shadowed: 33 visits by a real browser, one after the other, and one more after each spec that misses its SLO, one that stays for 8 s, and 3 audits by Lighthouse, which load it twice each',
    '- GET /shadowed/api/load: 16.7 requests a second to each for 61 s, then 50 at once to each, then for 1 s each as many as 10, 50 and 100 connections carry; the steady and the last after a ramp of 2 s and half a second of warm-up',
    expect.stringMatching(/^- \/shadowed\/api\/load: 49 users who ask every [\d.]+ s$/),
    'and nothing to other hosts.',
  ])
})

test('data that come before anything else is seen: what stands there without them is looked at', async ({}, info) => {
  const { target, text } = await contact(info, `${served.url}/quick`)
  expect(target.pages?.[0]?.live).toBe('#load')
  expect(text).toContain(`ready: () => /[1-9]/.test(document.querySelector('#load')?.textContent ?? '')`)
  expect(text).toContain('in place of "none yet"')
})

test('data that the server renders are there from the first: what changes is what the page is asked for', async ({}, info) => {
  const { target, text } = await contact(info, `${served.url}/rendered`)
  expect(target.pages).toMatchObject([{ live: '#box .num', ready: '#box .num' }])
  expect(text).toContain('EDIT: this is there, but it is not known to be live data.')
})

test('data on a canvas, of a page that finds its way by a fragment: ready is that its answer has come', async ({}, info) => {
  const { target, text } = await contact(info, `${served.url}/drawn#/load`)
  expect(target.pages?.[0]?.path).toBe('/drawn#/load')
  expect(text).toContain(`new URL(one.name).pathname === '/drawn/api/load'`)
  expect(text).toContain(`The page draws on #chart, which can't be read`)
  expect(target.realtime?.polling).toMatchObject({ path: '/drawn/api/load', everyMs: expect.any(Number) })
})

test('a page to which its server leads is visited where it is, with the fragment that the server gives', async ({}, info) => {
  const { target, text, told } = await contact(info, `${served.url}/moved`)
  expect(told).toContain('page      /drawn#/load, to which /moved leads')
  expect(target.pages?.[0]?.path).toBe('/drawn#/load')
  expect(text).toContain(`new URL(one.name).pathname === '/drawn/api/load'`)
  expect(text).not.toContain('EDIT')
})

test('a page behind a form, to which its server leads, is visited where it is', async ({}, info) => {
  const { target, text } = await contact(info, `${served.url}/home`, SIGNED_IN)
  expect(target.pages).toMatchObject([{ path: '/fleet', live: '#agents .cpu' }])
  expect(text).not.toContain('EDIT')
})

test('a page without live data has a target that says so, and what stands before it', async ({}, info) => {
  const { told, text, target } = await contact(info, `${served.url}/consent`)
  expect(told).toContain(
    'div#consent stands before 100 % of the page ("We use cookies. Accept"): let "login" answer it, or answer it by hand and keep that in a storage state.',
  )
  expect(text).toContain('EDIT: this is there, but it is not known to be live data.')
  expect(target.pages).toMatchObject([{ path: '/consent' }])
})

const entered: [what: string, path: string, env: Record<string, string>, code: RegExp][] = [
  [
    'Basic authentication',
    '/basic',
    SIGNED_IN,
    /authorization: `Basic \$\{.*env\.PERF_USER.*env\.PERF_PASSWORD/,
  ],
  ['a bearer', '/bearer', { PERF_TOKEN: TOKEN }, /authorization: `Bearer \$\{env\.PERF_TOKEN\}`/],
]
for (const [what, at, env, code] of entered) {
  test(`${what} is taken from the environment, and stays there`, async ({}, info) => {
    const { told, text } = await contact(info, served.url + at, env)
    expect(text).toMatch(code)
    for (const secret of [USER.password, TOKEN]) expect(text + told).not.toContain(secret)
  })
}

test('a storage state signs in', async ({}, info) => {
  const state = info.outputPath('auth.json')
  const cookie = { name: 'sid', value: SESSION, path: '/', domain: '127.0.0.1' }
  const more = { expires: -1, httpOnly: true, secure: false, sameSite: 'Lax' }
  writeFileSync(state, JSON.stringify({ cookies: [{ ...cookie, ...more }], origins: [] }))
  const { target, text } = await contact(info, `${served.url}/fleet`, {}, ['--storage-state', state])
  expect(target).toMatchObject({ storageState: state, pages: [{ live: '#agents .cpu' }] })
  expect(text).not.toContain(SESSION)
})

const refused: [what: string, address: string, env: Record<string, string>, said: RegExp][] = [
  [
    'a form without a user',
    '/fleet',
    {},
    /\/fleet\/login asks for a password: give the user in PERF_USER and PERF_PASSWORD, or sign in by hand \(npx playwright codegen/,
  ],
  [
    'a wrong password',
    '/fleet',
    { ...SIGNED_IN, PERF_PASSWORD: 'not-the-password' },
    /did not take PERF_USER and PERF_PASSWORD and says "Wrong name or password": correct them\.$/,
  ],
  [
    'a second factor',
    '/second-factor',
    SIGNED_IN,
    /asks for a second factor: sign in by hand .* and give --storage-state auth\.json, or use an account without one\.$/,
  ],
  [
    'a redirect to another host',
    '/away',
    {},
    /leads to stranger\.invalid, .*PERF_ALLOW_HOSTS=stranger\.invalid/,
  ],
  [
    'a script that leads to another host',
    '/script-away',
    {},
    /leads to stranger\.invalid, .*PERF_ALLOW_HOSTS=stranger\.invalid/,
  ],
  ['a script that does not end', '/endless', {}, /does not answer: a script of it does not end/],
  ['what is no page', '/data', {}, /is answered with application\/json, which is no page: give the address/],
  ['nothing there', '/nothing', {}, /is answered with status 404: give the address of a page/],
  [
    'Basic without a user',
    '/basic',
    {},
    /asks for Basic authentication: give the user in PERF_USER and PERF_PASSWORD\.$/,
  ],
  [
    'a wrong token',
    '/bearer',
    { PERF_TOKEN: 'another-token' },
    /refuses what PERF_TOKEN gives \(status 401\): correct it\.$/,
  ],
  [
    'a name that nobody knows',
    'http://nowhere.invalid/',
    { PERF_ALLOW_HOSTS: 'nowhere.invalid' },
    /does not answer \(E\w+\)\. (?:No host has that name|The name server did not answer)\. Check/,
  ],
  ['nobody who answers', 'http://127.0.0.1:1/', {}, /does not answer \(ECONNREFUSED\)\. Start it/],
  [
    'a host that is not allowed',
    'http://example.com/',
    {},
    /If you may put it under load, set PERF_ALLOW_HOSTS=example\.com\.$/,
  ],
  ...['/framed?token=another-token', '/keyed'].map((address): (typeof refused)[number] => [
    `a secret in the address of ${address.split('?')[0]}`,
    address,
    {},
    /^The page's address has a secret, \/framed\?token=\*\*\*, and a target's file has none: leave it out/,
  ]),
  ['what is no address', 'nonsense', {}, /"nonsense" is no address of a page: give one such as http/],
]
for (const [what, address, env, said] of refused) {
  test(`${what}: a sentence with the remedy, and no file`, async ({}, info) => {
    const url = address.startsWith('/') ? served.url + address : address
    const { message } = await contact(info, url, env).then(
      () => new Error('It was not refused.'),
      (error: Error) => error,
    )
    expect(message).toMatch(said)
    expect(message.split('\n'), message).toHaveLength(1)
    expect(message).not.toMatch(new RegExp(`${USER.password}|not-the-password|another-token`))
    expect(readdirSync(info.outputDir)).toEqual([])
  })
}

test('a certificate that signs itself is named, with the setting that lets it in', async ({}, info) => {
  const served = { key: TEST_KEY, cert: TEST_CERTIFICATES.valid }
  await using server = createServer(served, (_, answer) => void answer.end())
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  await expect(contact(info, `https://127.0.0.1:${(server.address() as AddressInfo).port}`)).rejects.toThrow(
    /signed by itself.* is not trusted: .*NODE_EXTRA_CA_CERTS=<file\.pem>/,
  )
})

test('a file that is there is not written over, unless it is said', async ({}, info) => {
  const file = info.outputPath('found.ts')
  writeFileSync(file, 'mine')
  const kept = await command([`${served.url}/data`, '--file', file], {})
  expect(kept.failed).toBe(`${file} is there already: give another --file, or --force to write over it.\n`)
  expect(kept.code).toBe(2)
  const tried = await command([`${served.url}/data`, '--file', file, '--force'], {})
  expect(tried.failed).toContain('which is no page')
  expect(readFileSync(file, 'utf8')).toBe('mine')
})
