import { writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { once } from 'node:events'
import { expect, test } from '@playwright/test'
import { runSuite } from './run-suite.ts'

/** A page that anybody would call good. */
const PAGE = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Small</title>
  <meta name="viewport" content="width=device-width"><meta name="description" content="A small page.">
  <link rel="icon" href="data:,"></head><body><main><h1 id="live">Live</h1></main></body></html>`

/** Fewer lines than this are printed, those without text not counted. */
const MOST_LINES = 25

/** Of five visits that are good each three in four are, which is worth a PASS: users make fifteen. */
const five = { minSamples: 5 }
const ready = { objective: 'p(75)<2000', ...five }
const slos = {
  'dashboard.ready.cold': ready,
  'dashboard.ready.warm': ready,
  ...Object.fromEntries(
    ['lcp', 'fcp', 'cls', 'ttfb', 'long-frames'].map(name => [`dashboard.${name}`, five]),
  ),
}

// It takes as long as eleven visits and three audits take.
test('a target of one page is measured, and nothing else is told, started or counted', async ({}, info) => {
  const server = createServer((_, response) => {
    response.setHeader('content-type', 'text/html; charset=utf-8').end(PAGE)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const file = info.outputPath('small.ts')
  const baseURL = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  writeFileSync(
    file,
    `export default { name: 'small', baseURL: '${baseURL}', pages: [{ name: 'home', path: '/', ready: '#live' }], slos: ${JSON.stringify(slos)} }\n`,
  )
  try {
    const run = await runSuite(info.outputPath(), [], {
      PERF_TARGET: file,
      PERF_LIGHTHOUSE_RUNS: '3',
      PERF_VISITS: '5',
      // A slow machine has more lines that tell how far it is.
      PERF_PROGRESS: '0',
    })
    const { PASS = 0, ...others } = run.report?.run.counts ?? {}
    // On a machine that is too busy to tell, some are inconclusive, and the run says so.
    expect(run.code === 0, run.output).toBe(PASS === 11)
    expect(PASS + Object.values(others).reduce((sum, count) => sum + count, 0), run.output).toBe(11)
    // Tests that run beside this one are runs as well, and told.
    const lines = run.output
      .split('\n')
      .filter(line => line.trim() !== '' && !line.startsWith('Another run measures'))
    if (run.code === 0) expect(lines.length, run.output).toBeLessThan(MOST_LINES)
    expect(new Set(run.report?.steps.map(({ file }) => file.split('/').at(-1)))).toEqual(
      new Set(['lighthouse.spec.ts', 'page-load.spec.ts']),
    )
    expect(run.report?.notAsked).toContainEqual({
      title: 'rate limit',
      field: 'rateLimit',
      slos: ['ratelimit'],
    })
    expect(run.output).toMatch(
      /^Not part of this target: [\s\S]*real time\s\(realtime\)[\s\S]*rate\slimit\s\(rateLimit\)/m,
    )
  } finally {
    server.close()
  }
})
