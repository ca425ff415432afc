import { moduleBeside } from '../module-beside.ts'
import type { Measurement } from '../measure/measurement.ts'
import type { ProtocolSource } from '../swarm/protocol.ts'
import { Swarm } from '../swarm/swarm.ts'
import { accountsOf } from './truth/accounts.ts'
import { dataOf, windowOf } from './data-of.ts'
import { latencyRows } from './latency-rows.ts'
import { latenessOf } from './lateness.ts'
import { countRow } from './row.ts'
import type { CalibrationRow } from './row.ts'
import type { Mischief } from './truth/truth-hub.ts'
import type { TruthProcess } from './truth/truth-process.ts'

/** A way in which viewers are told. */
export interface RealtimeCase {
  instrument: string
  protocol: ProtocolSource
  /** How long the agents report. */
  seconds: number
}

const protocolIn = (name: string): ProtocolSource => ({
  module: moduleBeside(name, import.meta.url).href,
  path: 'default.realtime',
})

/** WebSocket and server-sent events, as the swarm's viewers read them. */
export const TRANSPORTS: readonly Pick<RealtimeCase, 'instrument' | 'protocol'>[] = [
  { instrument: 'WebSocket viewers', protocol: protocolIn('truth/hub-protocol') },
  { instrument: 'server-sent events viewers', protocol: protocolIn('truth/hub-stream-protocol') },
]

const AGENTS = 50
const VIEWERS = 3
const PER_SECOND = 10
/** The hub behaves in the last rounds, so that what it holds back arrives before the end. */
const CALM_ROUNDS = 5
const MISCHIEF: Mischief[] = [
  { kind: 'drop', every: 500, at: 250 },
  { kind: 'delay', every: 100, at: 20, forMs: 150 },
  { kind: 'swap', every: 250, at: 70 },
  { kind: 'repeat', every: 200, at: 90 },
]

/**
 * @returns rows of the swarm's viewers against a hub that drops 1 of 500 updates, holds 1 of 100 back by 150 ms, sends 1 of 250 after the agent's
 * next one and 1 of 200 twice
 */
export async function calibrateRealtime(
  truth: TruthProcess,
  { instrument, protocol, seconds }: RealtimeCase,
): Promise<CalibrationRow[]> {
  const rounds = seconds * PER_SECOND
  const script = { mischief: MISCHIEF, calmAfter: (rounds - CALM_ROUNDS) * AGENTS }
  const { id, origin } = await truth.ask('startHub', script)
  const all = await watch({ protocol, origin, rounds })
  const records = await truth.ask('hubRecords', id)
  const window = windowOf(all, 'realtime.latency')
  const truthMs = await truth.ask('lateness', window)
  const accounts = accountsOf(records)
  const delivery = dataOf(all, 'realtime.delivery', 'tally')
  const latency = dataOf(all, 'realtime.latency', 'histogram')
  const common = {
    instrument,
    subject: `${AGENTS} agents, ${VIEWERS} viewers, updates dropped, delayed, swapped, repeated`,
  }
  const count = (quantity: string, each: number, measured: number): CalibrationRow =>
    countRow({ ...common, quantity, truth: VIEWERS * each, measured })
  return [
    ...latencyRows({
      ...common,
      truthMs: records.passed.map(one => one.heldMs),
      measured: latency,
      percentiles: [50, 95, 99.5],
      lateness: latenessOf(all, truthMs, { fromIntendedStart: false }),
    }),
    count('expected', accounts.expected, delivery.total),
    count('lost', accounts.lost, delivery.causes['lost'] ?? 0),
    count('duplicated', accounts.duplicated, delivery.causes['duplicated'] ?? 0),
    count('reordered', accounts.reordered, delivery.causes['reordered'] ?? 0),
    count('frames', records.passed.length, dataOf(all, 'realtime.frames', 'tally').total),
    count('latencies', records.passed.length, latency.n),
  ]
}

interface Watched {
  protocol: ProtocolSource
  origin: string
  rounds: number
}

async function watch({ protocol, origin, rounds }: Watched): Promise<Measurement[]> {
  await using swarm = await Swarm.start({ protocol, origin, headers: {}, agents: AGENTS, viewers: VIEWERS })
  await swarm.connectAgents()
  await swarm.connectViewers()
  const { measurements } = await swarm.run({ perSecond: PER_SECOND, rounds, stage: 'steady' })
  await swarm.close()
  return measurements
}
