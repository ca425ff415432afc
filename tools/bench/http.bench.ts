import { formatRatio } from '../../reports/format.ts'
import type { Percentiles } from './http/contest.ts'
import { inTurns, middle } from './http/in-turns.ts'
import { findTools } from './http/outside-tool.ts'
import type { OutsideTool } from './http/outside-tool.ts'
import { cpuPer1000, tryLoop, tryTool } from './http/trial.ts'
import type { Loop, Trial } from './http/trial.ts'
import { readArguments } from '../../reports/command-line/read-arguments.ts'

/**
 * What the HTTP generators cost the machine that they run on, how well they keep a schedule and how true their percentiles are, side by side with
 * autocannon as it comes (and `wrk` and `hey`, where they are on the PATH), in turns, on a server whose times are known.
 */
const { values } = readArguments({
  options: {
    connections: { type: 'string', default: '50' },
    rates: { type: 'string', default: '100,500,1000,2000' },
    seconds: { type: 'string', default: '4' },
    turns: { type: 'string', default: '5' },
    parts: { type: 'string', default: 'saturation,pace,truth' },
  },
})
const connections = Number(values.connections)
const seconds = Number(values.seconds)
const turns = Number(values.turns)

/** What they are to reach. */
const REACH = {
  /** CPU time of the closed loop at saturation, and of the open loop at a rate from this one on, against autocannon's. */
  cpuRatio: 1.15,
  paced: { cpuRatio: 1.4, fromPerSecond: 500 },
  /** CPU time of the open loop in all, at this rate, as a share of a core. */
  idle: { cpu: 0.03, perSecond: 100 },
  perSecond: 2000,
  latenessMs: 5,
  errorMs: 1,
  errorShare: 0.02,
}

/** Those at a fixed rate, and what they are. */
const PACED = {
  'plain-autocannon': 'sends all of a second at once',
  'plain-sockets': 'sockets, paced, unread',
  'plain-paced': 'http.request, paced',
  'open-loop': '',
} as const

const ms = (value: number): string => `${value.toFixed(2)} ms`
const both = ({ p50, p99 }: Percentiles): string => `${p50.toFixed(2)} / ${p99.toFixed(2)} ms`
const middleOf = (all: readonly Percentiles[]): Percentiles => ({
  p50: middle(all, one => one.p50),
  p99: middle(all, one => one.p99),
})
const offBy = ({ account: { latency }, truth: server }: Trial): Percentiles => ({
  p50: latency.p50 - server.p50,
  p99: latency.p99 - server.p99,
})
interface Reached {
  what: string
  seen: string
  isReached: boolean
  /** Whether the server, which has little to do, was itself as late as what is asked of the generator. */
  isMachineBusy: boolean
}
const reached: Reached[] = []

console.log(`${turns} turns of ${seconds} s each; the median of the turns`)
const parts = values.parts.split(',')
if (parts.includes('saturation')) await saturation()
if (parts.includes('pace')) {
  for (const perSecond of values.rates.split(',').map(Number)) await pace(perSecond)
}
if (parts.includes('truth')) await truth()
console.log('\nReach')
for (const { what, seen, isReached, isMachineBusy } of reached) {
  const busy = 'cannot tell: the server itself was as late, the machine is busy'
  print([what, isReached ? 'PASS' : isMachineBusy ? busy : 'short of it', seen])
}

/** As many requests a second as come back, and what each costs. */
async function saturation(): Promise<void> {
  const { there, missing } = await findTools()
  const names: (Loop | OutsideTool)[] = ['plain-autocannon', 'closed-loop', ...there]
  const contest = { path: '/', connections, seconds }
  const trials = await inTurns<Loop | OutsideTool, Omit<Trial, 'account'>>(names, turns, (server, name) =>
    name === 'wrk' || name === 'hey' ? tryTool(server, name, contest) : tryLoop(server, name, contest),
  )
  console.log(`\nAt saturation, ${connections} connections`)
  print(['', 'requests/s', 'CPU per 1000', 'ratio'])
  const ratiosOf = (name: Loop | OutsideTool): number[] =>
    trials[name].map(
      (trial, turn) => cpuPer1000(trial) / cpuPer1000(trials['plain-autocannon'][turn] ?? trial),
    )
  for (const name of names) {
    const rate = middle(trials[name], ({ answered, cost }) => answered / cost.tookSeconds)
    const ratio = middle(ratiosOf(name), one => one)
    print([name, rate.toFixed(0), ms(middle(trials[name], cpuPer1000)), ratio.toFixed(2)])
  }
  for (const tool of missing) print([tool, 'not installed'])
  print([
    'CPU ratio of each turn',
    ratiosOf('closed-loop')
      .map(ratio => ratio.toFixed(2))
      .join(' '),
  ])
  const ratio = middle(ratiosOf('closed-loop'), one => one)
  reached.push({
    what: `CPU of the closed loop within ${REACH.cpuRatio} of autocannon's`,
    seen: ratio.toFixed(2),
    isReached: ratio <= REACH.cpuRatio,
    isMachineBusy: false,
  })
}

/** A fixed rate: what each request costs, and how late it is sent. */
async function pace(perSecond: number): Promise<void> {
  const names = Object.keys(PACED) as (keyof typeof PACED)[]
  const contest = { path: '/?delayMs=5', connections, seconds, perSecond }
  const trials = await inTurns(names, turns, (server, name) => tryLoop(server, name, contest))
  console.log(`\n${perSecond} requests a second, of 5 ms each`)
  print([
    '',
    'sent',
    'CPU per 1000',
    'ratio',
    'CPU of a core',
    'lateness p50 / p99',
    'reported less true',
    "the server's lateness",
  ])
  const ratiosOf = (name: keyof typeof PACED, against: keyof typeof PACED = 'plain-autocannon'): number[] =>
    trials[name].map((trial, turn) => cpuPer1000(trial) / cpuPer1000(trials[against][turn] ?? trial))
  const coreOf = (name: keyof typeof PACED): number =>
    middle(trials[name], ({ cost }) => cost.cpuSeconds / cost.tookSeconds)
  for (const name of names) {
    const lateness = middleOf(trials[name].flatMap(({ account }) => account.lateness ?? []))
    print([
      name,
      formatRatio(middle(trials[name], ({ accounted }) => accounted / (perSecond * seconds))),
      ms(middle(trials[name], cpuPer1000)),
      middle(ratiosOf(name), one => one).toFixed(2),
      formatRatio(coreOf(name)),
      PACED[name] || both(lateness),
      both(middleOf(trials[name].map(offBy))),
      both(middleOf(trials[name].map(trial => trial.serverLateness))),
    ])
  }
  const own = trials['open-loop']
  const ratios = ratiosOf('open-loop')
  print(['CPU ratio of each turn', ratios.map(ratio => ratio.toFixed(2)).join(' ')])
  reached.push(errorReached(`at ${perSecond} a second`, errorsOf(own, `fixed 5 ms, ${perSecond} a second`)))
  if (perSecond >= REACH.paced.fromPerSecond) {
    for (const [against, whose] of [
      ['plain-autocannon', "autocannon's"],
      ['plain-sockets', "paced sockets'"],
    ] as const) {
      const ratio = middle(ratiosOf('open-loop', against), one => one)
      reached.push({
        what: `CPU of the open loop within ${REACH.paced.cpuRatio} of ${whose}, at ${perSecond} a second`,
        seen: ratio.toFixed(2),
        isReached: ratio <= REACH.paced.cpuRatio,
        isMachineBusy: false,
      })
    }
  }
  if (perSecond === REACH.idle.perSecond) {
    reached.push({
      what: `CPU of the open loop below ${formatRatio(REACH.idle.cpu)} of a core, at ${perSecond} a second`,
      seen: formatRatio(coreOf('open-loop')),
      isReached: coreOf('open-loop') < REACH.idle.cpu,
      isMachineBusy: false,
    })
  }
  if (perSecond === REACH.perSecond) {
    const lateness = middleOf(own.flatMap(({ account }) => account.lateness ?? []))
    reached.push({
      what: `Lateness p99 of the open loop at ${perSecond} a second below ${REACH.latenessMs} ms`,
      seen: ms(lateness.p99),
      isReached: lateness.p99 < REACH.latenessMs,
      isMachineBusy: middleOf(own.map(trial => trial.serverLateness)).p99 >= REACH.latenessMs,
    })
  }
}

/** How far the percentiles that they report are from those of the server. */
async function truth(): Promise<void> {
  const names = ['plain-autocannon', 'closed-loop', 'open-loop'] as const
  const subjects = {
    'fixed 5 ms': '/?delayMs=5',
    'fixed 50 ms': '/?delayMs=50',
    '90 % 10 ms, 10 % 200 ms': '/?delayMs=10&slowEvery=10&slowMs=200',
  }
  console.log('\nReported less true, p50 / p99')
  print(['', ...names, "the server's own lateness"])
  const errors: PercentileError[] = []
  for (const [subject, path] of Object.entries(subjects)) {
    const contest = { path, connections: 10, seconds }
    const trials = await inTurns(names, turns, (server, name) =>
      tryLoop(server, name, name === 'open-loop' ? { ...contest, perSecond: 100 } : contest),
    )
    const lateness = middleOf(names.flatMap(name => trials[name]).map(trial => trial.serverLateness))
    print([subject, ...names.map(name => both(middleOf(trials[name].map(offBy)))), both(lateness)])
    for (const name of ['closed-loop', 'open-loop'] as const) {
      errors.push(...errorsOf(trials[name], `${name}, ${subject}`))
    }
  }
  reached.push(errorReached('in all these', errors))
}

/** By how much a percentile is off. */
interface PercentileError {
  /** Of what is allowed. */
  share: number
  seen: string
  isMachineBusy: boolean
}

/** Of the median of the turns. */
function errorsOf(trials: readonly Trial[], what: string): PercentileError[] {
  const off = middleOf(trials.map(offBy))
  const server = middleOf(trials.map(trial => trial.truth))
  const lateness = middleOf(trials.map(trial => trial.serverLateness))
  return (['p50', 'p99'] as const).map(rank => {
    const allowedMs = REACH.errorMs + REACH.errorShare * server[rank]
    return {
      share: Math.abs(off[rank]) / allowedMs,
      seen: `${ms(off[rank])} (${what}, ${rank})`,
      isMachineBusy: lateness[rank] >= allowedMs,
    }
  })
}

/** The worst of the errors, against what is to be reached. */
function errorReached(where: string, errors: readonly PercentileError[]): Reached {
  const { share, seen, isMachineBusy } = errors.reduce((worst, one) =>
    one.share > worst.share ? one : worst,
  )
  const limit = `${REACH.errorMs} ms + ${formatRatio(REACH.errorShare)}`
  return {
    what: `Percentiles within ${limit} of the truth, ${where}`,
    seen,
    isReached: share <= 1,
    isMachineBusy,
  }
}

function print(cells: readonly string[]): void {
  console.log(
    cells
      .map((cell, column) => cell.padEnd(column === 0 ? 66 : 20))
      .join(' ')
      .trimEnd(),
  )
}
