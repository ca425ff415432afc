import pidusage from 'pidusage'
import { poolFaultsOf } from '../../fixtures/platform/runtime/pool-faults.ts'
import { Orchestrator } from '../../fixtures/platform/runtime/orchestrator.ts'
import { median } from '../../reports/statistics/median.ts'
import { BarePool } from './platform/bare-pool.ts'
import { ASKED_PER_SECOND, missedLimits } from './platform/limits.ts'
import { sustainTasks } from './platform/sustained-tasks.ts'

/** For how long the platform does tasks, beside the generator. */
const SUSTAINED_MS = 30_000

const HOSTS = 2
const AGENTS = 1000
const AT_ONCE = 50
const MESSAGES = 10_000
/** Messages under way at a time. */
const UNDER_WAY = 64
const TURNS = 7
const TEXT = 'What is (1250 * 12) - 340?'

/** A pool of hosts, whichever it is. */
interface Pool {
  spawn(count: number): Promise<string[]>
  tell(id: string): Promise<unknown>
  stop(): Promise<void>
}

await main()

/**
 * Has the runtime and a bare pool of as many child processes do the same work in turns, then the whole platform do tasks at a steady rate. Exits 1 when the
 * runtime takes too long, an agent too much memory, or the platform does not keep up.
 */
async function main(): Promise<void> {
  const turns: { runtime: Took; bare: Took }[] = []
  const bytes: number[] = []
  for (let turn = 0; turn <= TURNS; turn++) {
    const runtimeFirst = turn % 2 === 0
    const first = await measure(runtimeFirst ? await openRuntime() : openBare())
    const second = await measure(runtimeFirst ? openBare() : await openRuntime())
    const [runtime, bare] = runtimeFirst ? [first, second] : [second, first]
    // The first turn compiles.
    if (turn === 0) continue
    turns.push({ runtime, bare })
    bytes.push(...(runtime.agentBytes === undefined ? [] : [runtime.agentBytes]))
  }
  const spawn = rowOf(turns, ({ spawnMs }) => spawnMs)
  const message = rowOf(turns, ({ messagesMs }) => messagesMs)
  const agentBytes = median(Float64Array.from(bytes))
  const perSecond = (ms: number): string => `${Math.round((1000 * MESSAGES) / ms)} a second`
  const sustained = await sustainTasks(ASKED_PER_SECOND, SUSTAINED_MS)
  const missed = missedLimits({
    spawnTimes: spawn.times,
    messageTimes: message.times,
    agentBytes,
    sustained,
  })
  process.stdout.write(
    [
      `${TURNS} turns, ${HOSTS} hosts; medians: the runtime, a bare pool, and how many times as long in a turn.`,
      `${AGENTS} agents up    ${spawn.runtime.toFixed(0)} ms, ${spawn.bare.toFixed(0)} ms, ${spawn.times.toFixed(2)} times`,
      `${MESSAGES} messages  ${perSecond(message.runtime)}, ${perSecond(message.bare)}, ${message.times.toFixed(2)} times`,
      `An agent in its host  ${(agentBytes / 1000).toFixed(1)} kB`,
      `Tasks of all modes  ${ASKED_PER_SECOND} asked for and ${sustained.donePerSecond.toFixed(1)} done a second, ${sustained.bad} of ${sustained.asked} bad`,
      ...(missed.length === 0 ? ['All limits are held.'] : missed),
      '',
    ].join('\n'),
  )
  process.exitCode = missed.length === 0 ? 0 : 1
}

interface Took {
  spawnMs: number
  messagesMs: number
  /** Of the runtime. */
  agentBytes?: number
}

function rowOf(turns: readonly { runtime: Took; bare: Took }[], ms: (took: Took) => number) {
  const of = (each: (turn: { runtime: Took; bare: Took }) => number): number =>
    median(Float64Array.from(turns, each))
  return {
    runtime: of(({ runtime }) => ms(runtime)),
    bare: of(({ bare }) => ms(bare)),
    times: of(({ runtime, bare }) => ms(runtime) / ms(bare)),
  }
}

/** Agents, until each has answered; then messages to all of them in turn. */
async function measure(pool: Pool & { hostBytes?: () => Promise<number> }): Promise<Took> {
  const beforeBytes = await pool.hostBytes?.()
  const startMs = performance.now()
  const batches = Array.from({ length: AGENTS / AT_ONCE }, async () => {
    const ids = await pool.spawn(AT_ONCE)
    await Promise.all(ids.map(id => pool.tell(id)))
    return ids
  })
  const ids = (await Promise.all(batches)).flat()
  const spawnMs = performance.now() - startMs
  const afterBytes = await pool.hostBytes?.()
  const fromMs = performance.now()
  let sent = 0
  const lane = async (): Promise<void> => {
    while (sent < MESSAGES) await pool.tell(ids[sent++ % AGENTS] ?? '')
  }
  await Promise.all(Array.from({ length: UNDER_WAY }, lane))
  const messagesMs = performance.now() - fromMs
  await pool.stop()
  const agentBytes =
    beforeBytes === undefined || afterBytes === undefined
      ? {}
      : { agentBytes: (afterBytes - beforeBytes) / AGENTS }
  return { spawnMs, messagesMs, ...agentBytes }
}

/** With all hosts there, which is another question than what an agent takes. */
async function openRuntime(): Promise<Pool & { hostBytes: () => Promise<number> }> {
  const orchestrator = new Orchestrator(
    {
      spawnDelayMs: () => 0,
      breaksAgent: () => false,
      forgetsAgent: () => false,
      pool: () => poolFaultsOf([]),
    },
    { least: HOSTS, most: HOSTS },
  )
  const spawn = (count: number): Promise<string[]> => {
    const born = orchestrator.spawn(count, 'autonomous')
    if (!born) throw new Error(`The runtime refuses ${count} agents.`)
    return Promise.resolve(born.map(({ id }) => id))
  }
  const tell = async (id: string): Promise<unknown> => {
    const outcome = await orchestrator.tell(id, { channel: 'web', text: TEXT })
    if (outcome.kind !== 'answered') throw new Error(`The runtime does not answer: ${outcome.kind}.`)
    return outcome.answer
  }
  const first = await spawn(HOSTS)
  await Promise.all(first.map(tell))
  while (orchestrator.pool().serving < HOSTS) await tell(first[0] ?? '')
  const hostBytes = async (): Promise<number> => {
    const pids = orchestrator.pool().hosts.flatMap(({ pid }) => pid ?? [])
    const used = await Promise.all(pids.map(pid => pidusage(pid)))
    return used.reduce((sum, { memory }) => sum + memory, 0)
  }
  return { spawn, tell, stop: () => orchestrator.stop(), hostBytes }
}

function openBare(): Pool {
  const pool = new BarePool(HOSTS)
  return { spawn: count => pool.spawn(count), tell: id => pool.tell(id, TEXT), stop: () => pool.stop() }
}
