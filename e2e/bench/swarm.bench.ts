import { parseArgs } from 'node:util'
import { startPlatform } from '../../fixtures/platform/start.ts'
import { Swarm } from '../../load/swarm/swarm.ts'
import { readWhole } from '../../load/measure/histogram.ts'
import type { Measurement } from '../../load/measure/measurement.ts'

/** What the swarm costs the machine that it runs on: CPU time by message and memory by agent, against the reference platform. */
const { values } = parseArgs({
  options: {
    agents: { type: 'string', default: '1000' },
    viewers: { type: 'string', default: '49' },
    seconds: { type: 'string', default: '20' },
    rate: { type: 'string', default: '1' },
  },
})
const agents = Number(values.agents)
const viewers = Number(values.viewers)
const seconds = Number(values.seconds)
const perSecond = Number(values.rate)

const platform = await startPlatform({ agents })
const swarm = await Swarm.start({
  protocol: new URL('../../fixtures/targets/reference.ts', import.meta.url).href,
  origin: platform.url,
  headers: { authorization: 'Bearer demo-token' },
  agents,
  viewers,
})
try {
  const emptyBytes = process.memoryUsage.rss()
  const connected = await swarm.connectAgents()
  const agentsBytes = process.memoryUsage.rss()
  await swarm.connectViewers()
  const before = process.cpuUsage()
  const startMs = performance.now()
  const { measurements } = await swarm.run({
    perSecond,
    rounds: Math.ceil(seconds * perSecond),
    phase: 'even',
  })
  const tookSeconds = (performance.now() - startMs) / 1000
  const { user, system } = process.cpuUsage(before)
  const cpuSeconds = (user + system) / 1e6
  const sent = agents * Math.ceil(seconds * perSecond)
  const received = countOf(measurements, 'realtime.latency')
  const rows = {
    'agents connected': `${countOf(connected, 'realtime.connect')} of ${agents}`,
    'updates sent': sent,
    'updates received by viewers': received,
    'CPU, share of one core': `${((100 * cpuSeconds) / tookSeconds).toFixed(1)} %`,
    'CPU seconds per 1000 updates sent': ((1000 * cpuSeconds) / sent).toFixed(4),
    'CPU seconds per 1000 updates sent or received': ((1000 * cpuSeconds) / (sent + received)).toFixed(6),
    'memory per agent': `${((agentsBytes - emptyBytes) / agents / 1000).toFixed(1)} kB`,
    'lateness against the schedule, p50 / p99': latenessOf(measurements),
  }
  const width = Math.max(...Object.keys(rows).map(name => name.length))
  for (const [name, value] of Object.entries(rows)) console.log(`${name.padEnd(width)}  ${value}`)
} finally {
  await swarm[Symbol.asyncDispose]()
  await platform.stop()
}

function countOf(measurements: readonly Measurement[], metric: string): number {
  const data = measurements.find(one => one.metric === metric)?.data
  if (data?.kind === 'histogram') return data.n
  return data?.kind === 'tally' ? data.total - data.bad : 0
}

function latenessOf(measurements: readonly Measurement[]): string {
  const data = measurements.filter(one => one.metric === 'generator.lateness').map(one => one.data)
  const whole = readWhole(...data.filter(one => one.kind === 'histogram'))
  return `${whole.percentile(50).toFixed(2)} ms / ${whole.percentile(99).toFixed(2)} ms`
}
