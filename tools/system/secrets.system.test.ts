import { once } from 'node:events'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { gunzipSync } from 'node:zlib'
import { expect, test } from '@playwright/test'
import type { TestInfo } from '@playwright/test'
import { secretForms } from '../../reports/secrets/secret-forms.ts'
import { runSuite } from './run-suite.ts'
import type { SuiteRun } from './run-suite.ts'

const SECRETS = {
  password: `hunter2/<s&f'e>"+pw`,
  addressPassword: 'open+sesame%42',
  cookie: 'c00kie-Value+/of=one',
  token: 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhbm4ifQ.c2lnbmF0dXJl-0f_it',
  tab: 'tab-Storage-53cr3t-0123',
  apiKey: 'k3y-of-the-File-0123',
}

/** A dashboard that says in each answer all that it was sent, in every form, and fails; but for its page. */
async function openLeakyDashboard(): Promise<Server> {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost')
    const sent = JSON.stringify({ ...request.headers, password: SECRETS.password })
    const all = [sent, encodeURIComponent(sent), Buffer.from(sent).toString('base64'), SECRETS.tab]
    if (pathname === '/') {
      response.setHeader('set-cookie', `sid=${SECRETS.cookie}; HttpOnly`)
      response.setHeader('content-type', 'text/html')
      return response.end(PAGE)
    }
    if (pathname === '/moved') {
      const location = `/login?access_token=${SECRETS.token}&p=${encodeURIComponent(SECRETS.password)}`
      return response.writeHead(302, { location }).end(all.join('\n'))
    }
    return response
      .writeHead(pathname === '/api/page' ? 200 : 500, { 'content-type': 'text/plain' })
      .end(all.join('\n'))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return server
}

const PAGE = `<!doctype html><html lang="en"><title>Leaky</title><body><form><label>Password <input type="password"></label></form><script>
window.signIn = password => { localStorage.token = ${JSON.stringify(SECRETS.token)}; sessionStorage.state = ${JSON.stringify(SECRETS.tab)}; show() }
const show = async () => {
  if (!localStorage.token) return
  console.error('signed in with', localStorage.token)
  await fetch('/api/page?token=' + localStorage.token, { headers: { authorization: 'Bearer ' + localStorage.token } })
  document.body.innerHTML = '<p class="live">17</p>'
}
show()
</script>`

/** @param login body of the function of `page` and `env` */
function writeLeakyTarget(info: TestInfo, login: string): string {
  const file = info.outputPath('leaky.mjs')
  writeFileSync(
    file,
    `export default ({ env, settings, session }) => ({
      name: 'leaky', baseURL: settings.PERF_BASE_URL,
      pages: [{ name: 'home', path: '/', ready: '.live' }],
      endpoints: [
        { name: 'echo', method: 'GET', path: '/echo', headers: { 'x-api-key': ${JSON.stringify(SECRETS.apiKey)} }, expect: { contains: 'nothing' } },
        { name: 'moved', method: 'GET', path: '/moved' },
      ],
      realtime: { polling: { path: '/poll?token=' + encodeURIComponent(session.token), everyMs: 500, read: () => [] } },
      login: async page => { ${login} },
    })`,
  )
  return file
}

/** All that a run left: what it printed, and its files, those in gzip unpacked. */
function leftOf(run: SuiteRun, folder: string): [what: string, text: string][] {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile() && entry.name !== 'leaky.mjs')
    .map(({ parentPath, name }): [string, string] => {
      const file = path.join(parentPath, name)
      const bytes = readFileSync(file)
      return [file, (name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString()]
    })
  return [['the console', run.output], ...files]
}

function findSecrets(left: readonly [string, string][]): string[] {
  return left.flatMap(([what, text]) =>
    Object.entries(SECRETS).flatMap(([name, secret]) => {
      const form = secretForms(secret).find(one => text.includes(one))
      return form === undefined ? [] : [`${name} as ${form} in ${what}`]
    }),
  )
}

let server: Server
test.beforeAll(async () => {
  server = await openLeakyDashboard()
})
test.afterAll(() => {
  server.close()
  server.closeAllConnections()
})

const settings = (target: string): Record<string, string> => ({
  PERF_TARGET: target,
  PERF_BASE_URL: `http://ann:${encodeURIComponent(SECRETS.addressPassword)}@127.0.0.1:${(server.address() as AddressInfo).port}`,
  DASH_PASSWORD: SECRETS.password,
  PERF_VISITS: '2',
  PERF_API_DURATION: '5',
})

test('a run leaves no secret in any form: not in its files, not on the console', async ({}, info) => {
  const login = `await page.goto('/'); await page.getByLabel('Password').fill(env.DASH_PASSWORD); await page.evaluate(() => window.signIn())`
  const specs = [
    'e2e/api/latency.spec.ts',
    'e2e/dashboard/page-load.spec.ts',
    'e2e/dashboard/lighthouse.spec.ts',
    'e2e/realtime/polling.spec.ts',
  ]
  const run = await runSuite(info.outputPath(), specs, settings(writeLeakyTarget(info, login)))
  const left = leftOf(run, info.outputPath())
  expect(run.report?.measurements.map(({ metric }) => metric)).toContain('realtime.connect')
  expect(left.map(([what]) => path.basename(what))).toEqual(
    expect.arrayContaining(['report.json', 'index.html', 'summary.md', 'parts.ndjson', 'home-desktop.html']),
  )
  expect(run.report?.measurements.length, run.output).toBeGreaterThan(3)
  expect(left.filter(([what]) => what.endsWith('.har'))).not.toEqual([])
  expect(findSecrets(left)).toEqual([])
})

test('a sign-in that fails ends the run after one try, without the password that was typed', async ({}, info) => {
  const login = `await page.goto('/'); page.setDefaultTimeout(500); await page.getByLabel('User').fill(env.DASH_PASSWORD)`
  const run = await runSuite(info.outputPath(), [], settings(writeLeakyTarget(info, login)))
  expect(run.code).toBe(1)
  expect(run.report?.run.status).toBe('failed')
  expect(run.report?.measurements).toEqual([])
  expect(run.report?.steps.filter(({ outcome }) => outcome === 'failed')).toHaveLength(1)
  expect(run.output).toMatch(
    /Signing in to "leaky" failed at http:.*"login" and its credentials\. The run ends here\./,
  )
  expect(findSecrets(leftOf(run, info.outputPath()))).toEqual([])
})
