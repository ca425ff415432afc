import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { crewVersion } from '../../fixtures/crew/crew-version.ts'
import { LocalWorkers } from '../../fixtures/crew/local-workers.ts'
import { privateQueue } from '../../fixtures/crew/private-queue.ts'
import { startPlatform } from '../../fixtures/platform/start.ts'
import { UnusableError } from '../../fixtures/services/service.ts'
import { parseSettings } from '../../fixtures/settings/settings.ts'
import { referenceProtocol } from '../../fixtures/testing/reference.ts'
import { TruthProcess } from '../../load/calibration/truth/truth-process.ts'
import { http } from '../../load/http/http.ts'
import { readWhole } from '../../load/measure/histogram.ts'
import type { Measurement } from '../../load/measure/measurement.ts'
import { Crew } from '../../load/remote/crew.ts'
import { sharedOpenLoop } from '../../load/remote/shared-open-loop.ts'
import { sharedSwarm } from '../../load/remote/crew-swarm.ts'
import { isOfRoom } from '../../load/swarm/machine-room.ts'
import { connectedOf } from '../../load/swarm/swarm-measurements.ts'
import { readArguments } from '../../reports/command-line/read-arguments.ts'

/**
 * What many workers cost the machine that has the run, what four workers measure beside one at the same total load, and how many agents four workers hold beside
 * the target, each update accounted for. Exits with 1 when one of these is missed: at most 3 % of a core for the run; p50, p95 and p99 within 2 % + 2 ms of those
 * of one worker; all agents connected, all updates delivered.
 */
const { values } = readArguments({
  options: {
    parts: { type: 'string', default: 'coordinator,http,agents' },
    workers: { type: 'string', default: '64' },
    seconds: { type: 'string', default: '20' },
    rate: { type: 'string', default: '400' },
    agents: { type: 'string', default: '20000' },
  },
})
/** Of a core, that the run may take with 64 workers streaming. */
const MOST_SHARE = 0.03
const parts = new Set(values.parts.split(','))
const seconds = Number(values.seconds)
const version = crewVersion()
/** @param isReached whether it is what it should be. Default: nothing is asked of it. */
function print(name: string, value: string, isReached = true): void {
  process.stdout.write(`${name.padEnd(58)}${value}${isReached ? '' : '  missed'}\n`)
  if (!isReached) process.exitCode = 1
}
const ms = (value: number): string => `${value.toFixed(2)} ms`

const queue = await privateQueue(parseSettings({ PERF_TARGET: 'reference' }), 'bench-workers')
if (queue.kind === 'unavailable') throw new UnusableError(queue.message)
try {
  if (parts.has('coordinator')) await coordinator(queue.url)
  if (parts.has('http')) await fourBesideOne(queue.url)
  if (parts.has('agents')) await manyAgents(queue.url)
} catch (error) {
  if (!isOfRoom(error as Error)) throw error
  process.stderr.write(`${(error as Error).message} Or have fewer: --agents.\n`)
  process.exitCode = 1
} finally {
  await queue.stop()
}

function crewOf(url: string, size: number): Promise<Crew> {
  return Crew.open({ url, size, run: 'bench', version, tell: () => {} })
}

async function coordinator(url: string): Promise<void> {
  const main = fileURLToPath(new URL('./workers/simulated-workers.main.ts', import.meta.url))
  const simulated = fork(main, [url, values.workers, values.seconds], { execArgv: [] })
  const crew = await crewOf(url, Number(values.workers))
  try {
    await crew.ready()
    const before = process.cpuUsage()
    const startMs = performance.now()
    await crew.share({ module: 'http', name: 'openLoop' }, () => ({ origin: 'http://127.0.0.1:1' }), {
      metrics: ['api'],
    })
    const { user, system } = process.cpuUsage(before)
    const share = (user + system) / 1000 / (performance.now() - startMs)
    print(
      `CPU of the run with ${values.workers} workers streaming, of a core`,
      `${(100 * share).toFixed(1)} %`,
      share <= MOST_SHARE,
    )
  } finally {
    await crew.close()
    const gone = once(simulated, 'exit')
    simulated.kill()
    await gone
  }
}

async function fourBesideOne(url: string): Promise<void> {
  await using truth = new TruthProcess()
  await withWorkers(url, 4, async crew => {
    const loadOf = async () => {
      const { origin } = await truth.ask('startServer', {})
      return {
        origin,
        streams: [
          {
            request: { method: 'GET' as const, path: '/?delayMs=40&slowEvery=10&slowMs=250' },
            arrivals: {
              kind: 'constant' as const,
              perSecond: Number(values.rate),
              durationMs: 1000 * seconds,
            },
            metric: 'api',
            labels: {},
          },
        ],
      }
    }
    const one = await http.openLoop(await loadOf())
    const four = await sharedOpenLoop(crew, await loadOf())
    for (const percentile of [50, 95, 99]) {
      const [a = 0, b = 0] = [one, four].map(all => percentileOf(all, 'api.latency', percentile))
      const isAlike = Math.abs(a - b) <= 2 + 0.02 * a
      print(`p${percentile} at ${values.rate}/s: one worker beside four`, `${ms(a)} / ${ms(b)}`, isAlike)
    }
    const late = [one, four].map(all => ms(percentileOf(all, 'generator.lateness', 99)))
    print('lateness of the generators, p99: one beside four', late.join(' / '))
  })
}

async function manyAgents(url: string): Promise<void> {
  const agents = Number(values.agents)
  const platform = await startPlatform({ agents })
  try {
    await withWorkers(url, 4, async crew => {
      await using swarm = await sharedSwarm(crew, {
        protocol: referenceProtocol,
        origin: platform.url,
        headers: { authorization: 'Bearer demo-token' },
        agents,
        viewers: 8,
      })
      const connecting = await swarm.connectAgents()
      const connected = connectedOf(connecting)
      await swarm.connectViewers()
      const rounds = Math.max(1, Math.round(seconds / 2))
      const { measurements } = await swarm.run({ perSecond: 0.5, rounds, stage: 'steady' })
      const delivery = measurements.find(({ metric }) => metric === 'realtime.delivery')?.data
      print('agents connected over four workers', `${connected} of ${agents}`, connected === agents)
      for (const { data } of connecting)
        if (data.kind === 'tally' && data.bad > 0) print('  why others did not', JSON.stringify(data.causes))
      const { total = 0, bad = 0 } = delivery?.kind === 'tally' ? delivery : {}
      print('updates delivered, times viewers', `${total - bad} of ${total}`, total > 0 && bad === 0)
      const latency = [50, 99].map(one => ms(percentileOf(measurements, 'realtime.latency', one)))
      print('send to viewer, p50 / p99', latency.join(' / '))
      const errorMs = Math.max(...crew.members.map(({ clock }) => clock?.errorMs ?? Infinity))
      print('clocks known to within', ms(errorMs))
    })
  } finally {
    await platform.stop()
  }
}

async function withWorkers(url: string, size: number, use: (crew: Crew) => Promise<void>): Promise<void> {
  const workers = await LocalWorkers.start(size, url)
  const crew = await crewOf(url, size)
  try {
    await use(crew)
  } finally {
    await crew.close()
    await workers.stop()
  }
}

function percentileOf(all: readonly Measurement[], metric: string, percentile: number): number {
  const histograms = all.flatMap(one =>
    one.metric === metric && one.data.kind === 'histogram' ? [one.data] : [],
  )
  return readWhole(...histograms).percentile(percentile)
}
