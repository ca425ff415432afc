import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { gzipSync } from 'node:zlib'
import { chromium } from '@playwright/test'
import type { Browser } from '@playwright/test'
import lighthouse, { desktopConfig } from 'lighthouse'
import { chromiumOptions, startBrowser } from '../../fixtures/browser/chromium.ts'
import { readPage } from '../../reports/viewer/testing/read-page.ts'
import { median } from '../../reports/statistics/median.ts'
import { readArguments } from '../../reports/command-line/read-arguments.ts'
import { DAY_SECONDS, ENDPOINTS, feedDay, writeDay } from './day.ts'

/** What the page of a run may cost, on a machine that does nothing else. */
const RUN = { sizeMB: 1, firstPaintMs: 300, longTasks: 0 }
/** And that of a day with 50 endpoints. */
const DAY = { ...RUN, sizeMB: 3 }
const LEAST = { desktop: 0.95, mobile: 0.9, accessibility: 1, 'best-practices': 1 }

const USAGE = `What a run's page costs: npm run bench:page -- [folder]

  folder   of the run. Default: perf-results/latest

Exit code: 0, 1 when something is beyond its bound, or 2 when there is no page.`

const LOADS = 5
const MOVES = 120

await main()

/** Measures the page of a run, by default the latest, and that of a day: size, first paint, tasks while the cursor moves over the time axis; and of the run's Lighthouse. Exits 1 when one is beyond its bound. */
async function main(): Promise<void> {
  const [folder = 'perf-results/latest'] = readArguments({ allowPositionals: true }, USAGE).positionals
  const file = path.resolve(folder, 'index.html')
  if (!existsSync(file)) {
    process.stderr.write(`There is no ${file}: name the folder of a run.\n`)
    process.exitCode = 2
    return
  }
  const devtools = await freePort()
  const options = chromiumOptions(process.env['PERF_CHROMIUM'])
  const args = [...options.args, `--remote-debugging-port=${devtools}`]
  const browser = await startBrowser(chromium, { ...options, args })
  const day = mkdtempSync(path.join(tmpdir(), 'page-bench-'))
  try {
    await using run = await serve(file)
    await measure('', browser, run, RUN)
    await audit(run.url, devtools)
    const measurements = feedDay({ seconds: DAY_SECONDS, valuesASecond: 1 })
    for (const problem of writeDay(day, measurements, DAY_SECONDS)) process.stderr.write(`${problem}\n`)
    await using dayPage = await serve(path.join(day, 'index.html'))
    await measure(`24 h, ${ENDPOINTS} endpoints: `, browser, dayPage, DAY)
  } finally {
    await browser.close()
    rmSync(day, { recursive: true })
  }
}

interface Served extends AsyncDisposable {
  file: string
  url: string
  sizeMB: number
}

async function serve(file: string): Promise<Served> {
  // Compressed, as servers send it.
  const page = gzipSync(readFileSync(file))
  const headers = { 'content-type': 'text/html', 'content-encoding': 'gzip' }
  const server = createServer((_, response) => response.writeHead(200, headers).end(page))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    file,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    sizeMB: statSync(file).size / 1e6,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
    },
  }
}

async function measure(
  of: string,
  browser: Browser,
  { url, sizeMB, file }: Served,
  most: typeof RUN,
): Promise<void> {
  tell(`${of}size`, sizeMB, 'MB', value => value < most.sizeMB)
  for (const [from, address] of [
    ['', url],
    [' from the disk', pathToFileURL(file).href],
  ] as const) {
    const paintMs = await firstPaintMs(browser, address)
    tell(`${of}first paint${from}`, paintMs, 'ms', value => value < most.firstPaintMs)
  }
  tell(`${of}tasks over 50 ms`, await longTasks(browser, url), '', value => value <= most.longTasks)
}

async function audit(url: string, devtools: number): Promise<void> {
  for (const form of ['desktop', 'mobile'] as const) {
    const config = form === 'desktop' ? desktopConfig : undefined
    const result = await lighthouse(url, { port: devtools, logLevel: 'error' }, config)
    for (const name of ['performance', 'accessibility', 'best-practices'] as const) {
      const least = name === 'performance' ? LEAST[form] : LEAST[name]
      const score = result?.lhr.categories[name]?.score ?? 0
      tell(`Lighthouse ${form} ${name}`, score, '', value => value >= least)
    }
  }
}

function tell(name: string, value: number, unit: string, holds: (value: number) => boolean): void {
  const isReached = holds(value)
  if (!isReached) process.exitCode = 1
  process.stdout.write(
    `${name.padEnd(44)}${`${Number(value.toFixed(2))} ${unit}`.padEnd(12)}${isReached ? 'reached' : 'NOT REACHED'}\n`,
  )
}

async function firstPaintMs(browser: Browser, url: string): Promise<number> {
  const paints: number[] = []
  for (let load = 0; load < LOADS; load++) {
    const page = await browser.newPage()
    await readPage(page, url)
    paints.push(
      await page.evaluate(
        () => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? Infinity,
      ),
    )
    await page.close()
  }
  return median(Float64Array.from(paints))
}

/** @returns how many tasks took more than 50 ms while the cursor moved over the time axis of the whole run */
async function longTasks(browser: Browser, url: string): Promise<number> {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
  await readPage(page, url)
  await page.getByRole('combobox', { name: 'Show' }).selectOption('whole')
  const chart = page.locator('.time-chart').first()
  await chart.scrollIntoViewIfNeeded()
  const box = await chart.boundingBox()
  if (!box) throw new Error('The page has no time axis.')
  await page.evaluate(() => {
    const tasks: number[] = []
    Object.assign(globalThis, { tasks })
    new PerformanceObserver(list => tasks.push(...list.getEntries().map(({ duration }) => duration))).observe(
      {
        type: 'longtask',
      },
    )
  })
  // What the choice of the whole run costs is not the cursor's.
  await delay(1000)
  await page.evaluate(() => ((globalThis as unknown as { tasks: number[] }).tasks.length = 0))
  for (let move = 0; move < MOVES; move++)
    await page.mouse.move(box.x + (box.width * move) / MOVES, box.y + box.height / 2)
  // The last moves are still worked on, and the browser tells of a task some time after it.
  await delay(1000)
  const count = await page.evaluate(() => (globalThis as unknown as { tasks: number[] }).tasks.length)
  await page.close()
  return count
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as AddressInfo
  probe.close()
  await once(probe, 'close')
  return port
}
