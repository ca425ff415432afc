import { mkdirSync, writeFileSync } from 'node:fs'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, test } from '@playwright/test'
import type { TestInfo } from '@playwright/test'
import { startSuite } from './run-suite.ts'
import type { StartedSuite } from './run-suite.ts'

const of = (module: string): string =>
  JSON.stringify(pathToFileURL(path.join(import.meta.dirname, '../../fixtures', module)).href)

let requests = 0
const server = createServer((_request, response) => {
  requests++
  response.end('ok')
})
test.beforeAll(async () => {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
})
test.afterAll(() => server.close())
test.beforeEach(() => void (requests = 0))

const specOf = (seconds: number, ending = ''): string => `import { answers, test } from ${of('index.ts')}
test('load', answers('api.errors'), async ({ lab, http, target }) => {
  const [request] = target.endpoints
  const arrivals = { kind: 'constant', perSecond: 20, durationMs: ${1000 * seconds} }
  lab.record(...(await http.openLoop({ streams: [{ request, arrivals, metric: 'api', labels: { endpoint: 'home' } }] })))
  ${ending}
})`

/** Starts a run of such specs on a target of one endpoint, with two workers. */
function start(info: TestInfo, specs: readonly string[]): StartedSuite {
  const baseURL = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const target = { name: 'one', baseURL, endpoints: [{ name: 'home', method: 'GET', path: '/' }] }
  const write = (name: string, text: string): string => {
    const file = info.outputPath(name)
    mkdirSync(path.dirname(file), { recursive: true })
    writeFileSync(file, text)
    return file
  }
  for (const [index, text] of specs.entries()) write(`specs/${index}.spec.ts`, text)
  const config = write(
    'playwright.config.ts',
    `import { defineFleetmarkConfig } from ${of('config.ts')}
const project = { name: 'own', testDir: ${JSON.stringify(info.outputPath('specs'))} }
export default await defineFleetmarkConfig({
  settings: { PERF_TARGET: ${JSON.stringify(write('target.ts', `export default ${JSON.stringify(target)}`))} },
  projects: [project],
})`,
  )
  return startSuite(info.outputPath('run'), ['--config', config], { PERF_WORKERS: '2' }, 'own')
}

/** @returns the process ids of the workers that took a seat, each once */
const workersOf = (output: string): number[] => [
  ...new Set([...output.matchAll(/-(\d+) took seat \d of 2\./g)].map(([, pid]) => Number(pid))),
]

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

// Each of these takes as long as Playwright, a queue and two workers take to start.
test('the workers of a run are started once for all its specs, also where one fails, and end with it', async ({}, info) => {
  const run = await start(info, [specOf(1, "throw new Error('Missed.')"), specOf(1), specOf(1)]).ended
  expect(
    run.report?.steps.map(({ outcome }) => outcome),
    run.output,
  ).toEqual(['failed', 'completed', 'completed'])
  const errors = run.report?.measurements.filter(({ metric }) => metric === 'api.errors') ?? []
  expect(errors.map(({ data }) => data.kind === 'tally' && data.total)).toEqual([20, 20, 20])
  const workers = workersOf(run.output)
  expect(workers).toHaveLength(2)
  expect(run.report?.machines).toHaveLength(2)
  // Each spec fails, by itself or by its SLO, and takes Playwright's worker with it: the next has a crew of the same two.
  expect(run.output.match(/took seat/g)).toHaveLength(6)
  expect(workers.filter(isAlive)).toEqual([])
})

test('when the main process of a run is killed, its workers and their load end', async ({}, info) => {
  const suite = start(info, [specOf(600)])
  await expect.poll(() => requests, { timeout: 120_000 }).toBeGreaterThan(20)
  process.kill(suite.pid, 'SIGKILL')
  const { output } = await suite.ended
  expect(workersOf(output)).toHaveLength(2)
  await expect.poll(() => workersOf(output).filter(isAlive)).toEqual([])
})
