import { writeFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { expect, test } from '@playwright/test'
import { secrets } from '../../reports/secrets/secrets.ts'
import type { Target } from '../../fixtures/targets/target.ts'
import { quote } from './code.ts'
import { writeProposal } from './proposal.ts'
import type { Proposal } from './proposal.ts'

const PLAIN: Proposal = {
  name: 'one',
  baseURL: 'http://127.0.0.1:1',
  entrance: { kind: 'open' },
  page: { path: '/', ready: `'.live'`, about: [] },
  endpoints: [],
  leftOut: [],
  viewers: [],
  notes: [],
}

test('what stands in the way is told in the file without the secrets that a page says', () => {
  secrets.add('tok-5f1d0c9b7a')
  const page = { path: '/', ready: `'.live'`, about: [] }
  const notes = ['While it was watched: 1 × alert dismissed (first: "your key is tok-5f1d0c9b7a").']
  const text = writeProposal({ ...PLAIN, page, notes }, 'targets/one.ts', 0)
  expect(text).toContain('// While it was watched: 1 × alert dismissed (first: "your key is')
  expect(text).not.toContain('tok-5f1d0c9b7a')
})

const LINE_ENDS = ['\n', '\r\n', '\r', '\u2028', '\u2029']
for (const end of LINE_ENDS) {
  test(`what a page says behind ${JSON.stringify(end)} is no code, wherever it stands`, async ({}, info) => {
    const run = 'globalThis.fromThePage=true'
    const hostile = `a${end}${run}`
    const selector = `[data-testid="'+(${run})+'${end}${run}"]`
    const file = info.outputPath('one.ts')
    const text = writeProposal(
      {
        ...PLAIN,
        page: { path: '/', ready: quote(selector), about: [hostile], live: { selector } },
        endpoints: [{ path: `/api/'+(${run})+'${end}`, asked: 1 }],
        leftOut: [hostile],
        viewers: [
          { field: 'viewer', about: hostile, lines: [`path: ${quote(hostile)},`], fault: hostile },
          {
            field: 'polling',
            about: hostile,
            lines: ['// of two lines', `path: '/',${end}${run}`],
            fault: hostile,
          },
        ],
        notes: [hostile],
      },
      file,
      0,
    )
    writeFileSync(file, text)
    const { default: target } = (await import(pathToFileURL(file).href)) as { default: Target }
    expect(target.pages).toMatchObject([{ ready: selector, live: selector }])
    expect(Reflect.get(globalThis, 'fromThePage')).toBeUndefined()
  })
}

test('code of several lines with a secret is a comment as a whole', () => {
  secrets.add('tok-5f1d0c9b7a')
  const ready = `() =>\n  location.pathname === '/of/tok-5f1d0c9b7a' &&\n  true`
  const text = writeProposal({ ...PLAIN, page: { path: '/', ready, about: [] } }, 'targets/one.ts', 0)
  expect(text).toContain(
    `// A secret stood here; take it from env: ready: () =>\n  // location.pathname === '/of/***' &&\n  // true,\n`,
  )
})
