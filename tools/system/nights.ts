import { execFile } from 'node:child_process'
import { cpSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { IncomingMessage } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { json } from 'node:stream/consumers'
import { promisify } from 'node:util'
import { outerEnvironment } from './run-suite.ts'

const root = path.join(import.meta.dirname, '../..')

/** Where a run leaves what it writes, in place of the checkout of a machine of a CI. */
const WRITTEN = new Set(['.ci', '.git', 'perf-results', 'test-results', 'blob-report'])

/** What a command left. */
interface Ended {
  code: number
  /** All that it printed. */
  output: string
}

/** Makes a checkout of this project in a new folder, as a CI has it. @returns the folder */
export function checkOut(folder: string): string {
  mkdirSync(folder)
  for (const name of readdirSync(root)) {
    if (!WRITTEN.has(name) && !name.startsWith('.env'))
      symlinkSync(path.join(root, name), path.join(folder, name))
  }
  cpSync(path.join(root, '.ci'), path.join(folder, '.ci'), { recursive: true })
  return folder
}

/** Runs a step of the nightly in a checkout: of the project `perf`, without a calibration. */
export function nightly(
  folder: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<Ended> {
  const all = { ...outerEnvironment(), NIGHTLY: 'perf', CALIBRATE: '0', ...env }
  return ended('bash', ['.ci/nightly', ...args], folder, all)
}

/** Keeps the last run of a checkout as a baseline, or those that are named. @throws Error with what was printed when it can't */
export async function pinBaseline(folder: string, name: string, runs: readonly string[] = []): Promise<void> {
  const tool = path.join(root, 'tools/baseline/baseline.ts')
  const { code, output } = await ended(
    process.execPath,
    [tool, 'save', name, ...runs],
    folder,
    outerEnvironment(),
  )
  if (code !== 0) throw new Error(output)
}

const ended = (
  command: string,
  args: readonly string[],
  cwd: string,
  env: Record<string, string | undefined>,
): Promise<Ended> =>
  promisify(execFile)(command, args, { cwd, env, maxBuffer: 64e6 }).then(
    ({ stdout, stderr }) => ({ code: 0, output: stdout + stderr }),
    (error: { code: number; stdout: string; stderr: string }) => ({
      code: error.code,
      output: error.stdout + error.stderr,
    }),
  )

/** A staging of two endpoints, `list` and `other`, and the chat that is told of it. */
export interface Staging extends AsyncDisposable {
  origin: string
  /** How long after each request it answers, ms. */
  answersMs: { list: number; other: number }
  /** What was posted to `/hook`. */
  told: string[]
}

/** Starts it on a free loopback port. @param answersMs of both endpoints at first */
export async function startStaging(answersMs: number): Promise<Staging> {
  const told: string[] = []
  const times = { list: answersMs, other: answersMs }
  const server = createServer((request, response) => {
    if (request.method === 'POST') {
      void take(request, told).then(() => response.end())
    } else {
      setTimeout(() => response.end('[]'), request.url === '/list' ? times.list : times.other)
    }
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    answersMs: times,
    told,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

async function take(request: IncomingMessage, told: string[]): Promise<void> {
  told.push(((await json(request)) as { text: string }).text)
}

/** Writes a target of a staging's endpoints. @param slos as a target has them @returns what the secret of its nightly holds */
export function writeStaging(file: string, { origin }: Staging, slos: object): string {
  const endpoints = ['list', 'other'].map(name => ({ name, method: 'GET', path: `/${name}` }))
  const target = { name: 'staging', baseURL: origin, endpoints, slos }
  writeFileSync(file, `export default ${JSON.stringify(target)}\n`)
  return `PERF_TARGET=${file}\nPERF_API_DURATION=5\nPERF_RAMP=0\n`
}
