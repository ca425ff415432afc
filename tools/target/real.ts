import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { StartedTarget } from '../../fixtures/targets/actions.ts'
import { startMailDev, USER } from '../../fixtures/targets/real/start-maildev.ts'
import { startNodeRed } from '../../fixtures/targets/real/start-node-red.ts'
import { startRabbitMq } from '../../fixtures/targets/real/start-rabbitmq.ts'
import type { Judgement } from '../../reports/judge/slo.ts'
import type { RunReport } from '../../reports/run-report.ts'
import { readArguments } from '../../reports/command-line/read-arguments.ts'
import { lacksOf } from './proof.ts'

interface Product {
  start: () => Promise<StartedTarget>
  user?: { username: string; password: string }
  /** Whether its live data are pushed to viewers. */
  pushes: boolean
}

/** Products that nobody wrote for this suite, and who signs in there. Each is a target of that name too. */
const PRODUCTS: Readonly<Record<string, Product>> = {
  'node-red': { start: () => startNodeRed(60_000), pushes: true },
  rabbitmq: { start: startRabbitMq, user: { username: 'guest', password: 'guest' }, pushes: false },
  maildev: { start: startMailDev, user: USER, pushes: true },
}

const USAGE = `Tries the suite on real products: npm run target:real -- [${Object.keys(PRODUCTS).join('] [')}]

Each is fetched and started, looked at as npm run target does, and measured, quickly, by the file that is written so; and by its own target. Then, once by each, its page is left open and viewers listen.
Tells how long that takes.
Exit code: 0, 1 when page, API or live data were not seen by one of them, or an objective was missed, or 2 when the command can't be understood.`

/** Of a quick run these are no part: they leave the page open, and let viewers listen. */
const LIVE = ['e2e/dashboard/live', 'e2e/realtime/fleet']

const root = path.join(import.meta.dirname, '../..')
const { positionals } = readArguments({ allowPositionals: true }, USAGE)
const unknown = positionals.filter(name => !Object.hasOwn(PRODUCTS, name))
if (unknown.length > 0) {
  process.stderr.write(`"${unknown[0]}" is no product.\n\n${USAGE}\n`)
  process.exit(2)
}
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130))
for (const name of positionals.length > 0 ? positionals : Object.keys(PRODUCTS)) {
  const { told, failed } = await tryProduct(name).catch((error: Error) => ({
    told: error.message,
    failed: true,
  }))
  process.stdout.write(`${name}: ${told}\n`)
  if (failed) process.exitCode = 1
}

async function tryProduct(name: string): Promise<{ told: string; failed: boolean }> {
  const { start, user, pushes } = PRODUCTS[name]!
  const folder = mkdtempSync(path.join(tmpdir(), `fleetmark-${name}-`))
  const file = path.join(folder, `${name}.mts`)
  const signIn = user ? { PERF_USER: user.username, PERF_PASSWORD: user.password } : {}
  const perf = (what: readonly string[], target: string, results: string): Promise<Ended> =>
    run(['tools/measure/measure.ts', 'perf', ...what, '--output', path.join(folder, 'artifacts')], {
      ...signIn,
      PERF_TARGET: target,
      PERF_RESULTS: path.join(folder, results),
      ...(what === LIVE ? { PERF_DURATION: '25' } : {}),
    })
  /** Measures a target, and leaves its page open. */
  const measured = async (target: string, results: string): Promise<Measured> => {
    const quick = await perf(['--quick'], target, results)
    const live = await perf(LIVE, target, `${results}-live`)
    const judgements = [results, `${results}-live`].flatMap(one => judgementsIn(path.join(folder, one)))
    const passed = pushes ? ['realtime.received'] : []
    const lacks = lacksOf(judgements, {
      judged: ['api.latency'],
      passed,
      seen: ['dashboard.ready.cold', 'page.live'],
    })
    return { quick, live, told: countsOf(judgements), lacks }
  }
  const beganMs = performance.now()
  const product = await start()
  const startedMs = performance.now()
  let looked: Ended
  let draft: Measured
  try {
    looked = await run(['tools/target/target.ts', product.baseURL, '--file', file], signIn)
    if (looked.code !== 0)
      return { told: `npm run target ended with ${looked.code}:\n${looked.output}`, failed: true }
    draft = await measured(file, 'first')
  } finally {
    await product.stop()
  }
  const own = await measured(name, 'own')
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n').length
  const lacks = [
    ...draft.lacks.map(one => `by the file: ${one}`),
    ...own.lacks.map(one => `by its own target: ${one}`),
  ]
  const failed = lacks.length > 0 || own.quick.code !== 0
  return {
    told: [
      `started after ${seconds(startedMs - beganMs)}, ${lines} lines written in ${seconds(looked.tookMs)}, measured in ${seconds(draft.quick.tookMs)}: ${draft.told}`,
      `by its own target in ${seconds(own.quick.tookMs)}: ${own.told} (exit code ${own.quick.code})`,
      ...lacks,
      ...(failed ? [draft, own].flatMap(({ quick, live }) => [quick.output, live.output]) : []),
    ].join('\n  '),
    failed,
  }
}

interface Measured {
  quick: Ended
  live: Ended
  /** How many judgements there are of each verdict. */
  told: string
  /** What was not seen of the product, a sentence each. */
  lacks: string[]
}

interface Ended {
  code: number | null
  output: string
  tookMs: number
}

async function run(args: readonly string[], settings: Readonly<Record<string, string>>): Promise<Ended> {
  const beganMs = performance.now()
  const env = { ...process.env, PERF_PROGRESS: '0', ...settings }
  const child = spawn(process.execPath, [...args], { cwd: root, env })
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (output += text))
  const [code] = (await once(child, 'close')) as [number | null]
  return { code, output, tookMs: performance.now() - beganMs }
}

/** @returns none where the run left no report */
function judgementsIn(results: string): Judgement[] {
  const file = path.join(results, 'latest/report.json')
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as RunReport).judgements : []
}

function countsOf(judgements: readonly Judgement[]): string {
  const counts = Map.groupBy(judgements, ({ verdict }) => verdict)
  return [...counts].map(([verdict, all]) => `${all.length} ${verdict}`).join(', ')
}

function seconds(ms: number): string {
  return `${Math.round(ms / 1000)} s`
}
