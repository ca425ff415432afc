import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { StartedTarget } from '../../fixtures/targets/actions.ts'
import { startMailDev, USER } from '../../fixtures/targets/start-maildev.ts'
import { startNodeRed } from '../../fixtures/targets/start-node-red.ts'
import { startRabbitMq } from '../../fixtures/targets/start-rabbitmq.ts'
import type { RunReport } from '../../reports/run-report.ts'
import { readArguments } from '../../reports/read-arguments.ts'

/** Products that nobody wrote for this suite, and who signs in there. Each is a target of that name too. */
const PRODUCTS: Readonly<
  Record<string, { start: () => Promise<StartedTarget>; user?: { username: string; password: string } }>
> = {
  'node-red': { start: () => startNodeRed(60_000) },
  rabbitmq: { start: startRabbitMq, user: { username: 'guest', password: 'guest' } },
  maildev: { start: startMailDev, user: USER },
}

const USAGE = `Tries the suite on real products: npm run target:real -- [${Object.keys(PRODUCTS).join('] [')}]

Each is fetched and started, looked at as npm run target does, and measured, quickly, by the file that is written so; and by its own target. Tells how long that takes.
Exit code: 0, 1 when one could not be measured or an objective was missed, or 2 when the command can't be understood.`

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
  const { start, user } = PRODUCTS[name]!
  const folder = mkdtempSync(path.join(tmpdir(), `fleetmark-${name}-`))
  const file = path.join(folder, `${name}.mts`)
  const signIn = user ? { PERF_USER: user.username, PERF_PASSWORD: user.password } : {}
  const quick = (target: string, results: string): Promise<Ended> =>
    run(['tools/measure/measure.ts', 'perf', '--quick', '--output', path.join(folder, 'artifacts')], {
      ...signIn,
      PERF_TARGET: target,
      PERF_RESULTS: path.join(folder, results),
    })
  const beganMs = performance.now()
  const product = await start()
  const startedMs = performance.now()
  let looked: Ended
  let drafted: Ended
  try {
    looked = await run(['tools/target/target.ts', product.baseURL, '--file', file], signIn)
    if (looked.code !== 0)
      return { told: `npm run target ended with ${looked.code}:\n${looked.output}`, failed: true }
    drafted = await quick(file, 'first')
  } finally {
    await product.stop()
  }
  const draft = verdictsIn(path.join(folder, 'first'))
  const own = await quick(name, 'own')
  const verdicts = verdictsIn(path.join(folder, 'own'))
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n').length
  const failed = !draft.measured || own.code !== 0 || !verdicts.measured
  return {
    told: [
      `started after ${seconds(startedMs - beganMs)}, ${lines} lines written in ${seconds(looked.tookMs)}, measured in ${seconds(drafted.tookMs)}: ${draft.told}`,
      `by its own target in ${seconds(own.tookMs)}: ${verdicts.told} (exit code ${own.code})`,
      ...(failed ? [drafted.output, own.output] : []),
    ].join('\n  '),
    failed,
  }
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

/** @returns how many judgements there are of each verdict, and whether page and API have values */
function verdictsIn(results: string): { told: string; measured: boolean } {
  const { judgements } = JSON.parse(
    readFileSync(path.join(results, 'latest/report.json'), 'utf8'),
  ) as RunReport
  const counts = Map.groupBy(judgements, ({ verdict }) => verdict)
  const has = (slo: string): boolean =>
    judgements.some(one => one.id === slo && (one.verdict === 'PASS' || one.verdict === 'FAIL'))
  return {
    told: [...counts].map(([verdict, all]) => `${all.length} ${verdict}`).join(', '),
    measured: has('dashboard.ready.cold') && has('api.latency'),
  }
}

function seconds(ms: number): string {
  return `${Math.round(ms / 1000)} s`
}
