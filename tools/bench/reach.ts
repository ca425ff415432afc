import { referenceProtocol } from '../../fixtures/testing/reference.ts'
import { startPlatform } from '../../fixtures/platform/start.ts'
import { readWhole } from '../../load/measure/histogram.ts'
import type { Measurement } from '../../load/measure/measurement.ts'
import { Swarm } from '../../load/swarm/swarm.ts'
import { connectedOf } from '../../load/swarm/swarm-measurements.ts'
import { formatValue } from '../../reports/format.ts'

const VIEWERS = 49
const SECONDS = 15

/** @returns what a fleet of so many agents at one update a second costs beside the reference platform, and how well it keeps its schedule */
export async function reachRows(agents: number): Promise<[name: string, value: string][]> {
  const platform = await startPlatform({ agents })
  try {
    await using swarm = await Swarm.start({
      protocol: referenceProtocol,
      origin: platform.url,
      headers: { authorization: 'Bearer demo-token' },
      agents,
      viewers: VIEWERS,
    })
    const emptyBytes = process.memoryUsage.rss()
    const connected = connectedOf(await swarm.connectAgents())
    const connectedBytes = process.memoryUsage.rss() - emptyBytes
    await swarm.connectViewers()
    const before = process.cpuUsage()
    const startMs = performance.now()
    const { measurements } = await swarm.run({ perSecond: 1, rounds: SECONDS, stage: 'steady' })
    const tookMs = performance.now() - startMs
    const { user, system } = process.cpuUsage(before)
    const delivery = measurements.find(({ metric }) => metric === 'realtime.delivery')?.data
    const received =
      delivery?.kind === 'tally' ? `${delivery.total - delivery.bad} of ${delivery.total}` : 'none'
    return [
      ['agents connected', `${connected} of ${agents}`],
      ['updates delivered, times viewers', received],
      ['CPU, share of one core', `${((user + system) / 10 / tookMs).toFixed(0)} %`],
      ['memory per agent', formatValue(connectedBytes / agents, 'bytes')],
      ["lateness of the agents' schedule, p50 / p99", percentiles(measurements, 'generator.lateness')],
      ['send to viewer, p50 / p99', percentiles(measurements, 'realtime.latency')],
    ]
  } finally {
    await platform.stop()
  }
}

function percentiles(measurements: readonly Measurement[], metric: string): string {
  const parts = measurements.flatMap(one =>
    one.metric === metric && one.data.kind === 'histogram' ? [one.data] : [],
  )
  const whole = readWhole(...parts)
  return `${whole.percentile(50).toFixed(2)} ms / ${whole.percentile(99).toFixed(2)} ms`
}
