import { readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import path from 'node:path'
import { expect, test } from '@playwright/test'
import { listening } from '../../load/testing/listening.ts'
import { measurementOf } from './measurement-of.ts'
import { runSuite } from './run-suite.ts'

const pageOf = (text: string): string =>
  `<!doctype html><html lang="en"><title>Page</title><body><h1 id="live">${text}</h1></body></html>`

// Two pages, of which one waits for what never comes, three times.
test('of several pages each is visited and pictured, and one that can not be measured keeps no other from it', async ({}, info) => {
  const asked = new Set<string>()
  const server = createServer(({ url = '' }, response) => {
    asked.add(url)
    response.setHeader('content-type', 'text/html; charset=utf-8').end(pageOf(url))
  })
  await listening(server, async origin => {
    const file = info.outputPath('pages.ts')
    const pages = [
      { name: 'broken', path: '/broken', ready: '#never' },
      { name: 'good', path: '/good', ready: '#live' },
      { name: 'other', path: '/other', ready: '#live' },
    ]
    writeFileSync(file, `export default ${JSON.stringify({ name: 'pages', baseURL: origin, pages })}\n`)
    const run = await runSuite(info.outputPath(), ['e2e/dashboard/page-load'], {
      PERF_TARGET: file,
      PERF_VISITS: '2',
      PERF_TIMEOUT: '5',
    })
    expect([...asked].filter(url => /broken|good|other/.test(url)).toSorted()).toEqual([
      '/broken',
      '/good',
      '/other',
    ])
    for (const page of ['good', 'other'])
      for (const cache of ['cold', 'warm']) {
        const { data } = measurementOf(run, 'dashboard.ready', { page, cache })
        expect(data.kind === 'samples' && data.points.length, `${page}, ${cache}`).toBe(2)
      }
    // Each spec tells which page could not be measured, and is no success.
    const { steps = [], pictures = [] } = run.report ?? {}
    expect(
      steps.map(({ outcome }) => outcome),
      run.output,
    ).toEqual(['failed', 'failed'])
    for (const { message } of steps) expect(message).toMatch(/"?broken"?.*#never/s)
    expect(run.code).not.toBe(0)
    expect(pictures.map(({ page }) => page)).toEqual(['good', 'other'])
    for (const { file: picture } of pictures)
      expect(readFileSync(path.join(run.results, 'latest', picture)).subarray(0, 2)).toEqual(
        Buffer.from([0xff, 0xd8]),
      )
  })
})
