import { writeFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { expect, test } from '@playwright/test'
import type { TestInfo } from '@playwright/test'
import type { SeenSocket } from '../../fixtures/browser/observed/traffic.ts'
import type { Target, TargetContext, TargetMaker } from '../../fixtures/targets/target.ts'
import { findViewers } from './find-viewer.ts'
import type { FoundViewer } from './find-viewer.ts'
import { writeProposal } from './proposal.ts'

const HOST = '127.0.0.1:8080'
const TOKEN = 'tok-5f1d0c9b7a'
/** As a run has it: another than that of the visit. */
const SESSION = { token: 'tok-of-the-run' }

/** Marks that what a page said was run. */
const RUN = 'globalThis.fromThePage=true'
const isRun = (): unknown => Reflect.get(globalThis, 'fromThePage')
test.afterEach(() => void Reflect.deleteProperty(globalThis, 'fromThePage'))

interface Said {
  url?: string
  sent?: string[]
  subprotocols?: string[]
  came?: string[]
}

/** @returns what is proposed for a page that said this, and was told that */
function found({ url = '/live', sent = [], subprotocols = [], came = ['{}'] }: Said): FoundViewer[] {
  const address = `ws://${HOST}${url}`
  const socket: SeenSocket = {
    url: address,
    openedMs: 0,
    sent: sent.map((text, index) => ({ atMs: index, text })),
  }
  const arrivals = came.map(
    (text, index) => ({ atMs: 100 + index, way: 'socket', url: address, text }) as const,
  )
  return findViewers({
    traffic: { arrivals, sockets: [socket], requests: [], subprotocolsOf: () => subprotocols },
    live: [],
    endpoints: [],
    host: HOST,
    tokens: [TOKEN],
  })
}

/** Writes a target's file and loads it, as a run does. */
async function written(info: TestInfo, viewers: FoundViewer[]): Promise<{ text: string; target: Target }> {
  const file = info.outputPath(`${viewers[0]?.fault === undefined ? 'held' : 'failed'}.ts`)
  const text = writeProposal(
    {
      name: 'one',
      baseURL: `http://${HOST}`,
      entrance: { kind: 'open' },
      page: { path: '/', ready: `'.live'`, about: [] },
      endpoints: [],
      leftOut: [],
      viewers,
      notes: [],
    },
    file,
    0,
  )
  writeFileSync(file, text)
  const { default: loaded } = (await import(pathToFileURL(file).href)) as { default: Target | TargetMaker }
  const given = { session: SESSION, env: {} } as unknown as TargetContext
  return { text, target: typeof loaded === 'function' ? loaded(given) : loaded }
}

/** @returns the viewer of the file; with it as a comment, that it has none, and that nothing of the page was run, was looked at */
async function viewerOf(info: TestInfo, said: Said): Promise<Record<string, unknown>> {
  const viewers = found(said)
  expect(viewers).toHaveLength(1)
  const failed = await written(
    info,
    viewers.map(one => ({ ...one, fault: 'nothing came.' })),
  )
  expect(failed.target.realtime).toBeUndefined()
  const { text, target } = await written(info, viewers)
  expect(text + failed.text).not.toContain(TOKEN)
  // Nobody sees in an editor that a line ends there.
  expect(text + failed.text).not.toMatch(/[\r\u2028\u2029]/)
  expect(isRun()).toBeUndefined()
  return { ...target.realtime?.viewer }
}

const frames: [what: string, frame: string][] = [
  ['of STOMP, with lines', `CONNECT\naccept-version:1.2\n${RUN}\n\n\0`],
  ['of STOMP, with a token', `CONNECT\nAuthorization:Bearer ${TOKEN}\n${RUN}\n\n\0`],
  ['with other line ends', `a\r${RUN}\r\n${RUN}\u2028${RUN}\u2029${RUN}`],
  ['with other line ends and a token', `${TOKEN}\r${RUN}\u2028${RUN}\u2029${RUN}`],
  ['that ends a literal', `'+(${RUN})+'`],
  ['that ends a literal behind a backslash', `\\'+(${RUN})+'\\`],
  ['that ends a template', `${TOKEN}\`+(${RUN})+\``],
  ['that ends a template behind a backslash', `\\\`+(${RUN})+\`\\${TOKEN}\\`],
  ['with code for a template', `\${${RUN}}${TOKEN}\${${RUN}}\\`],
  ['that ends a comment', `*/${RUN}//`],
  ['of JSON, with a token', `{"type":"auth","token":"${TOKEN}","also":"${TOKEN}"}`],
]
for (const [what, frame] of frames) {
  test(`a frame ${what} is said as the page said it, and runs nothing here`, async ({}, info) => {
    expect(await viewerOf(info, { sent: [frame] })).toMatchObject({
      opening: [{ send: frame.replaceAll(TOKEN, SESSION.token) }],
    })
  })
}

test('a token that is offered as a subprotocol is the session’s', async ({}, info) => {
  const subprotocols = ['bearer', TOKEN]
  expect(await viewerOf(info, { subprotocols })).toMatchObject({
    subprotocols: ['bearer', SESSION.token],
  })
})

const IO = '/socket.io/?EIO=4&transport=websocket'

test('what Socket.IO signs in and subscribes with are values, whatever stands in them', async ({}, info) => {
  const auth = {
    token: TOKEN,
    header: `Bearer ${TOKEN}`,
    [`x:${RUN}`]: `'+(${RUN})+'`,
    list: [1, null, true],
  }
  const args = [{ 'a\u2028b': [TOKEN, `\`\${${RUN}}`] }, `\n${RUN}`]
  const event = `'+(${RUN})+'`
  const came = [`42${JSON.stringify([`'+(${RUN})+'`, 1])}`]
  const sent = [`40/n'+(${RUN})+',${JSON.stringify(auth)}`, `42${JSON.stringify([event, ...args])}`]
  expect(await viewerOf(info, { url: IO, sent, came })).toMatchObject({
    namespace: `/n'+(${RUN})+'`,
    auth: {
      ...auth,
      token: SESSION.token,
      header: `Bearer ${SESSION.token}`,
    },
    event,
    opening: [{ event, args: [{ 'a\u2028b': [SESSION.token, `\`\${${RUN}}`] }, `\n${RUN}`] }],
  })
})

test('a field named __proto__ is one', async ({}, info) => {
  const viewer = await viewerOf(info, { url: IO, sent: ['40{"__proto__":{"admin":true}}'] })
  expect(Object.keys(viewer['auth'] as object)).toEqual(['__proto__'])
})

test('what is no JSON is neither signed in nor subscribed with', async ({}, info) => {
  const sent = [`40{x:${RUN}}`, `42[${RUN}]`, '41/other,']
  const viewer = await viewerOf(info, { url: IO, sent, came: [`42[${RUN}]`, '42["told",1]'] })
  expect(viewer).toMatchObject({ transport: 'socket.io', event: 'told' })
  expect(Object.keys(viewer)).not.toEqual(expect.arrayContaining(['auth']))
  expect(Object.keys(viewer)).not.toEqual(expect.arrayContaining(['opening']))
})

const secret: [what: string, said: Said, text: string][] = [
  ['a header of STOMP', { sent: ['CONNECT\nlogin:guest\npasscode:of-nobody\n\n\0'] }, 'of-nobody'],
  ['a field of JSON', { sent: ['{"password":"of-nobody"}'] }, 'of-nobody'],
  ['a sign-in of Socket.IO', { url: IO, sent: ['40{"password":"of-nobody","n":1}'] }, 'of-nobody'],
  ['an argument of Socket.IO', { url: IO, sent: ['42["in",{"apiKey":"of-nobody"}]'] }, 'of-nobody'],
]
for (const [what, said, text] of secret) {
  test(`a secret in ${what} is left to who has the file`, async ({}, info) => {
    const viewers = found(said)
    const file = await written(info, viewers)
    expect(file.text).not.toContain(text)
    expect(file.text).toContain('// A secret stood here; take it from env: ')
    expect(file.target.realtime?.viewer?.read('')).toEqual([])
  })
}

test('a viewer whose path has a secret that is not the session’s is a comment', async ({}, info) => {
  const own = await viewerOf(info, { url: `/live?token=${TOKEN}` })
  expect(own).toMatchObject({ path: `/live?token=${SESSION.token}` })
  const { text, target } = await written(info, found({ url: '/live?token=of-nobody' }))
  expect(text).not.toContain('of-nobody')
  expect(text).toContain('its path has a secret: take that from env.')
  expect(target.realtime).toBeUndefined()
})
