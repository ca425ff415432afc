import { formatRatio, formatValue } from '../../reports/format.ts'
import { median } from '../../reports/statistics/median.ts'
import { contend, firstMessage, startProcess } from './echo/contender.ts'
import type { Cost } from './echo/contender.ts'
import { reachRows } from './reach.ts'
import { readArguments } from '../../reports/command-line/read-arguments.ts'

/**
 * What the swarm costs the machine that it runs on. First side by side with a plain loop over `ws`, the floor, on one echo server, in turns: CPU by message,
 * memory by agent, round trips (what the generator adds to them is the difference). Then how far it reaches: fleets of `--reach` agents beside the
 * reference platform.
 */
const { values } = readArguments({
  options: {
    agents: { type: 'string', default: '1000' },
    rate: { type: 'string', default: '10' },
    seconds: { type: 'string', default: '8' },
    turns: { type: 'string', default: '5' },
    reach: { type: 'string', default: '1000,10000' },
  },
})
const contest = {
  agents: Number(values.agents),
  perSecond: Number(values.rate),
  seconds: Number(values.seconds),
}

const echo = startProcess('echo-server.ts')
const costs: Record<'plain' | 'swarm', Cost[]> = { plain: [], swarm: [] }
try {
  const origin = await firstMessage<string>(echo)
  for (let turn = 0; turn < Number(values.turns); turn++) {
    // Whoever comes first has the other's leftovers to clear away: they change places.
    const order = turn % 2 === 0 ? (['plain', 'swarm'] as const) : (['swarm', 'plain'] as const)
    for (const name of order) costs[name].push(await contend(`${name}-loop.ts`, { origin, ...contest }))
  }
} finally {
  echo.disconnect()
}

const middle = (name: 'plain' | 'swarm', of: (cost: Cost) => number): number =>
  median(Float64Array.from(costs[name], of))
const cpu = ({ cpuSeconds, messages }: Cost): number => (1e6 * cpuSeconds) / messages
const memory = ({ connectedBytes }: Cost): number => connectedBytes / contest.agents
/** A loop of timers sends less when it is late, and so has an easier time: what it did send is part of the answer. */
const share = ({ messages }: Cost): number =>
  messages / (2 * contest.agents * contest.perSecond * contest.seconds)
const ms = (value: number): string => `${value.toFixed(2)} ms`
const bytes = (value: number): string => formatValue(value, 'bytes')
const rows: [string, (cost: Cost) => number, (value: number) => string][] = [
  ['messages sent and echoed, of those intended', share, formatRatio],
  ['CPU per 1000 messages', cpu, ms],
  ['memory per agent', memory, bytes],
  ['round trip p50', cost => cost.roundTripP50Ms, ms],
  ['round trip p99', cost => cost.roundTripP99Ms, ms],
]
console.log(
  `${contest.agents} agents at ${contest.perSecond} a second, echoed, ${contest.seconds} s, the median of ${values.turns} turns each`,
)
print(['', 'plain ws loop', 'swarm', 'ratio'])
for (const [name, of, text] of rows) {
  const [plain, swarm] = [middle('plain', of), middle('swarm', of)]
  print([name, text(plain), text(swarm), (swarm / plain).toFixed(2)])
}
const ratios = costs.plain.map((cost, turn) => cpu(costs.swarm[turn] ?? cost) / cpu(cost))
print(['CPU ratio of each turn', '', '', ratios.map(ratio => ratio.toFixed(2)).join(' ')])

for (const agents of values.reach.split(',').map(Number)) {
  console.log(`\n${agents} agents at 1 a second and 49 viewers, beside the reference platform`)
  for (const [name, value] of await reachRows(agents)) print([name, value])
}

function print(cells: readonly string[]): void {
  console.log(
    cells
      .map((cell, column) => cell.padEnd(column === 0 ? 44 : 15))
      .join(' ')
      .trimEnd(),
  )
}
