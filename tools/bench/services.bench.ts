import { provideService } from '../../fixtures/services/provide-service.ts'
import type { Service, ServiceName } from '../../fixtures/services/service.ts'
import { nameRun, parseSettings, readEnvironment } from '../../fixtures/settings/settings.ts'
import { formatCount, formatValue } from '../../reports/format.ts'
import { median } from '../../reports/statistics/median.ts'
import { accountBus } from './services/accounted-bus.ts'
import { removeBenchQueues } from './services/bench-queues.ts'
import { contendAt, contested } from './services/contest.ts'
import type { Contested, ServiceCost } from './services/contest.ts'
import { closedLoop, redisBenchmark } from './services/redis-benchmark.ts'
import { swarmsBesideRedis } from './services/swarms-beside-redis.ts'
import { readArguments } from '../../reports/command-line/read-arguments.ts'

/**
 * What the instruments for Redis, PostgreSQL and RabbitMQ cost beside a loop over the bare client at the same pace, both at once; their percentiles beside that loop's and
 * redis-benchmark's; how many messages a second swarms of the reference platform pass beside Redis; and whether each of thousands of messages a second over
 * RabbitMQ is accounted for in a memory that does not grow.
 */
const { values } = readArguments({
  options: {
    rate: { type: 'string', default: '1000' },
    seconds: { type: 'string', default: '6' },
    turns: { type: 'string', default: '5' },
    swarms: { type: 'string', default: '20000' },
    'swarm-seconds': { type: 'string', default: '14' },
    bus: { type: 'string', default: '5000' },
    'bus-seconds': { type: 'string', default: '60' },
    parts: { type: 'string', default: 'clients,redis-benchmark,swarms,bus' },
  },
})
const of = (name: Exclude<keyof typeof values, 'parts'>): number => Number(values[name])
const parts = new Set(values.parts.split(','))

/** What they are to reach. */
const REACH = { cpuRatio: 1.3, offMs: 2, offShare: 0.02, heapBytes: 5_000_000 }

/** Commands of the closed loops. */
const CLOSED = 40_000

const TITLES: Record<Contested, string> = { redis: 'Redis', postgres: 'PostgreSQL', rabbitmq: 'RabbitMQ' }
const ms = (value: number): string => `${value.toFixed(2)} ms`
const both = ({ p50Ms, p99Ms }: { p50Ms: number; p99Ms: number }): string =>
  `${p50Ms.toFixed(2)} / ${p99Ms.toFixed(2)} ms`
const reached: { what: string; seen: string; holds: boolean }[] = []
const services = new Map<ServiceName, Service>()

try {
  if (parts.has('clients')) for (const name of contested) await contend(name)
  if (parts.has('redis-benchmark')) await besideRedisBenchmark()
  if (parts.has('swarms')) await passSwarms()
  if (parts.has('bus')) await account()
} finally {
  try {
    const rabbitmq = services.get('rabbitmq')
    if (rabbitmq) await removeBenchQueues(rabbitmq)
  } finally {
    for (const service of services.values()) await service.stop()
  }
}
console.log('\nTo be reached')
for (const { what, seen, holds } of reached) print([holds ? 'reached' : 'SHORT', what, seen])
process.exitCode = reached.every(({ holds }) => holds) ? 0 : 1

/** @throws Error when it can't be had */
async function have(name: ServiceName): Promise<Service> {
  const known = services.get(name)
  if (known) return known
  const environment = readEnvironment()
  const settings = parseSettings(environment)
  const service = await provideService(name, {
    settings,
    run: nameRun(),
    searchPath: environment['PATH'] ?? '',
  })
  if (service.kind === 'unavailable') throw new Error(service.message)
  services.set(name, service)
  return service
}

async function contend(service: Contested): Promise<void> {
  const { url, prefix, version } = await have(service)
  const costs: Record<'bare' | 'instrument', ServiceCost[]> = { bare: [], instrument: [] }
  const contest = { service, url, prefix, perSecond: of('rate'), seconds: of('seconds') }
  for (let turn = 0; turn < of('turns'); turn++) {
    // At once, so that both meet the same machine: where others use it too, turns were seen to differ threefold.
    const both = ['bare', 'instrument'] as const
    const found = await Promise.all(both.map(name => contendAt(name, contest)))
    for (const [place, name] of both.entries()) costs[name].push(found[place]!)
  }
  const cpu = ({ cpuSeconds, done }: ServiceCost): number => (1e6 * cpuSeconds) / done
  const middle = (name: 'bare' | 'instrument', figure: (cost: ServiceCost) => number): number =>
    median(Float64Array.from(costs[name], figure))
  const percentiles = (name: 'bare' | 'instrument') => ({
    p50Ms: middle(name, cost => cost.p50Ms),
    p99Ms: middle(name, cost => cost.p99Ms),
  })
  const [bare, ours] = [percentiles('bare'), percentiles('instrument')]
  const ratios = costs.bare.map((cost, turn) => cpu(costs.instrument[turn] ?? cost) / cpu(cost))
  const ratio = median(Float64Array.from(ratios))
  const title = TITLES[service]
  console.log(
    `\n${title} ${version}, ${contest.perSecond} a second, ${contest.seconds} s, the median of ${values.turns} turns each`,
  )
  print(['', 'bare client', 'instrument', 'ratio'])
  const [bareCpu, ownCpu] = [middle('bare', cpu), middle('instrument', cpu)]
  print(['CPU per 1000 commands', ms(bareCpu), ms(ownCpu), ratio.toFixed(2)])
  print(['p50 / p99', both(bare), both(ours)])
  print(['CPU ratio of each turn', '', '', ratios.map(one => one.toFixed(2)).join(' ')])
  reached.push({
    what: `${title}: CPU within ${REACH.cpuRatio} of the bare client's`,
    seen: ratio.toFixed(2),
    holds: ratio <= REACH.cpuRatio,
  })
  compare(`${title}: percentiles within 2 ms + 2 % of the bare client's`, ours, bare)
}

async function besideRedisBenchmark(): Promise<void> {
  const { url, prefix } = await have('redis')
  const theirs = await redisBenchmark(url, CLOSED)
  const ours = await closedLoop(url, prefix, CLOSED)
  console.log('\nRedis, closed loop of two clients')
  print(['', 'redis-benchmark', 'instrument'])
  print(['commands a second', formatCount(theirs.perSecond), formatCount(ours.perSecond)])
  print(['p50 / p99', both(theirs), both(ours)])
  compare('Redis: percentiles within 2 ms + 2 % of redis-benchmark’s', ours, theirs)
}

function compare(what: string, ours: Pick<ServiceCost, 'p50Ms' | 'p99Ms'>, theirs: typeof ours): void {
  const isNear = (figure: 'p50Ms' | 'p99Ms'): boolean =>
    Math.abs(ours[figure] - theirs[figure]) <= REACH.offMs + REACH.offShare * theirs[figure]
  reached.push({ what, seen: `${both(ours)}, ${both(theirs)}`, holds: isNear('p50Ms') && isNear('p99Ms') })
}

async function passSwarms(): Promise<void> {
  const { url, prefix } = await have('redis')
  const wanted = of('swarms')
  const { delivered, lost, absence } = await swarmsBesideRedis(
    { redis: url, prefix },
    wanted,
    of('swarm-seconds'),
  )
  const perSecond = delivered.length === 0 ? 0 : median(Float64Array.from(delivered))
  console.log(`\n100 swarms of 10 members beside Redis, ${formatCount(wanted)} messages a second asked for`)
  print(['messages a second that came', formatCount(perSecond), absence ?? `${formatCount(lost)} lost`])
  reached.push({
    // A whole second holds one request of twenty more or less.
    what: `swarms: ${formatCount(wanted)} messages a second, none lost`,
    seen: `${formatCount(perSecond)}, ${formatCount(lost)} lost`,
    holds: perSecond >= 0.99 * wanted && lost === 0,
  })
}

async function account(): Promise<void> {
  const { url, prefix } = await have('rabbitmq')
  const contest = { url, prefix, perSecond: of('bus'), seconds: of('bus-seconds') }
  const { counts, cpuSeconds, tookSeconds, heapBytes } = await accountBus(contest)
  const { sent, confirmed, delivered, lost, unknown, duplicatedUntold } = counts
  const [early, late] = heapBytes
  console.log(`\nRabbitMQ, ${formatCount(contest.perSecond)} messages a second for ${contest.seconds} s`)
  print(['sent, confirmed, delivered', [sent, confirmed, delivered].map(one => formatCount(one)).join(', ')])
  print(['lost, unknown, came again untold', [lost, unknown, duplicatedUntold].join(', ')])
  print(['last confirm after', `${tookSeconds.toFixed(1)} s`])
  print(['CPU per 1000 messages, sent and received', ms((1e6 * cpuSeconds) / sent)])
  print(['heap after a third, at the end', `${formatValue(early, 'bytes')}, ${formatValue(late, 'bytes')}`])
  reached.push(
    {
      what: `bus: ${formatCount(contest.perSecond)} a second, each accounted for`,
      seen: `${formatCount(delivered)} of ${formatCount(sent)} in ${tookSeconds.toFixed(1)} s`,
      holds: delivered === sent && duplicatedUntold === 0 && tookSeconds < contest.seconds + 2,
    },
    {
      what: `bus: heap grows by less than ${formatValue(REACH.heapBytes, 'bytes')}`,
      seen: formatValue(Math.max(0, late - early), 'bytes'),
      holds: late - early < REACH.heapBytes,
    },
  )
}

function print(cells: readonly string[]): void {
  console.log(
    cells
      .map((cell, column) => cell.padEnd([42, 30, 26][column] ?? 0))
      .join(' ')
      .trimEnd(),
  )
}
