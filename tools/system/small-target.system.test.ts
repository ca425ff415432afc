import { existsSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import path from 'node:path'
import { expect, test } from '@playwright/test'
import { listening } from '../../load/testing/listening.ts'
import { measurementOf } from './measurement-of.ts'
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

/** Writes a target of the page. @returns its file */
function writeSmall(file: string, baseURL: string, own: object): string {
  const pages = [{ name: 'home', path: '/', ready: '#live' }]
  writeFileSync(file, `export default ${JSON.stringify({ name: 'small', baseURL, pages, slos: own })}\n`)
  return file
}

// It takes as long as eleven visits and three audits take.
test('a target of one page is measured, and nothing else is told, started or counted', async ({}, info) => {
  const server = createServer((_, response) => {
    response.setHeader('content-type', 'text/html; charset=utf-8').end(PAGE)
  })
  await listening(server, async origin => {
    const run = await runSuite(info.outputPath(), [], {
      PERF_TARGET: writeSmall(info.outputPath('small.ts'), origin, slos),
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
  })
})

/** Of the network `slow-4g`: a visit takes one to connect and one for the page. */
const ROUND_TRIP_MS = 150

test('on a phone over a slow network a whole run visits and audits as such, and says so', async ({}, info) => {
  let byPhones = 0
  const server = createServer((request, response) => {
    if (request.url === '/' && request.headers['user-agent']?.includes('Android')) byPhones++
    response.setHeader('content-type', 'text/html; charset=utf-8').end(PAGE)
  })
  await listening(server, async origin => {
    const run = await runSuite(info.outputPath(), [], {
      PERF_TARGET: writeSmall(info.outputPath('small.ts'), origin, {}),
      PERF_DEVICE: 'mobile',
      PERF_NETWORK: 'slow-4g',
      PERF_VISITS: '3',
      PERF_LIGHTHOUSE_RUNS: '1',
    })
    expect(
      run.report?.steps.map(({ outcome }) => outcome),
      run.output,
    ).not.toContain('skipped')
    const { data } = measurementOf(run, 'dashboard.ready', { cache: 'cold' })
    const visits = data.kind === 'samples' ? data.points.map(({ value }) => value) : []
    expect(visits).toHaveLength(3)
    expect(Math.min(...visits)).toBeGreaterThan(2 * ROUND_TRIP_MS)
    const ttfb = measurementOf(run, 'dashboard.ttfb').data
    for (const { value } of ttfb.kind === 'samples' ? ttfb.points : [])
      expect(value).toBeGreaterThan(ROUND_TRIP_MS)
    // Three with an empty cache and three with a primed one; Lighthouse alone loads it twice.
    expect(byPhones).toBeGreaterThanOrEqual(6)
    expect(run.output.replaceAll(/\s+/g, ' ')).toMatch(
      /Pages have a phone's screen and a processor that is \d+\.\d times slower/,
    )
    expect(run.report?.run.settings).toMatchObject({ PERF_DEVICE: 'mobile', PERF_NETWORK: 'slow-4g' })
    const audits = run.report?.lighthouse ?? []
    expect(audits.map(({ formFactor }) => formFactor).toSorted()).toEqual(['desktop', 'mobile'])
    for (const { file } of audits) expect(existsSync(path.join(run.results, 'latest', file)), file).toBe(true)
    // What is judged is the desk's.
    const scores = run.report?.judgements.filter(({ id }) => id.startsWith('lighthouse.'))
    expect(new Set(scores?.map(({ labels }) => labels['formFactor'] ?? 'desktop'))).toEqual(
      new Set(['desktop']),
    )
  })
})
