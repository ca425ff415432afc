import type { Doubt, Measurement } from '../measure/measurement.ts'
import type { RoundsReport } from '../swarm/agents.ts'
import type { SwarmHost, SwarmHosts } from '../swarm/swarm-hosts.ts'
import type { SwarmApi } from '../swarm/swarm-order.ts'
import { Swarm } from '../swarm/swarm.ts'
import type { SwarmOptions } from '../swarm/swarm.ts'
import { LATE_FROM_MS } from '../measure/health/generator-health.ts'
import type { WatchReport } from '../swarm/accounts/watch-notes.ts'
import { CrewError } from './crew-error.ts'
import { WorkerLostError } from './crew-member.ts'
import type { CrewMember } from './crew-member.ts'
import type { Crew } from './crew.ts'
import { inTime } from './in-time.ts'
import { mergeShares } from './merge-shares.ts'
import type { SwarmQuestion } from './seat.ts'
import { sentModule } from './sent-module.ts'

/** Orders go through the queue to all: what is to begin at one moment is told so long before, ms. */
const LEAD_MS = 1000

/** Times from a clock of one machine to that of another. */
const ACROSS: ReadonlySet<string> = new Set([
  'realtime.latency',
  'realtime.staleness',
  'realtime.age',
  'realtime.polling.age',
  'realtime.refresh',
  'realtime.recovery.time',
])

/** Clocks that agree to within this share of what counts as late change nothing. */
const UNCERTAIN_SHARE = 0.1

/**
 * A swarm that all workers of a crew hold, each its share: every `count`th agent, and as many viewers as the others. They send and watch at the same moments,
 * and tell each other when their agents sent, so that each viewer accounts for the agents of all.
 *
 * @throws CrewError when there are too few workers; what the target's protocol throws on them
 */
export async function sharedSwarm(crew: Crew, options: SwarmOptions): Promise<Swarm> {
  return new Swarm(options, await CrewSwarm.open(crew, options))
}

interface Machine {
  member: CrewMember
  hosts: Record<'agents' | 'viewers', RemoteThread[]>
}

/** The threads of all workers that hold a swarm. */
class CrewSwarm implements SwarmHosts {
  readonly leadMs = LEAD_MS
  readonly #crew: Crew
  readonly #id: number
  readonly #sends: string
  readonly #lateFromMs: number
  readonly #machines: Machine[]
  #isOver = false

  private constructor(crew: Crew, id: number, machines: Machine[], lateFromMs = LATE_FROM_MS) {
    this.#crew = crew
    this.#id = id
    this.#sends = sendsOf(crew, id)
    this.#lateFromMs = lateFromMs
    this.#machines = machines
    for (const { member } of machines) void member.whenGone.then(() => this.#lost(member))
  }

  /** Has every worker start its threads. */
  static async open(crew: Crew, options: SwarmOptions): Promise<CrewSwarm> {
    const members = await crew.ready()
    const id = crew.nextWorkload()
    const common = { id, module: sentModule(options.protocol.module), sends: sendsOf(crew, id) }
    const held = await Promise.allSettled(
      members.map(async (member, index): Promise<Machine> => {
        const share = { index, count: members.length }
        const swarm = { listen: 'viewer', seed: 1, ...options, share } as const
        const beside = members.filter(({ facts }) => facts?.place === member.facts?.place).length
        const order = { ...common, swarm, processes: beside }
        const { agents, viewers, clock } = await member.worker.call('holdSwarm', order)
        member.noteClock(clock)
        const threads = (side: SwarmQuestion['side'], count: number): RemoteThread[] =>
          Array.from({ length: count }, (_, thread) => new RemoteThread(member, { id, side, thread }))
        return { member, hosts: { agents: threads('agents', agents), viewers: threads('viewers', viewers) } }
      }),
    )
    const machines = held.flatMap(one => (one.status === 'fulfilled' ? [one.value] : []))
    const swarm = new CrewSwarm(crew, id, machines, options.lateFromMs)
    const failed = held.find(one => one.status === 'rejected')
    if (!failed) return swarm
    await swarm.stop()
    throw failed.reason as Error
  }

  get agents(): RemoteThread[] {
    return this.#hosts('agents')
  }

  get viewers(): RemoteThread[] {
    return this.#hosts('viewers')
  }

  begin(): void {
    const [lost] = this.#gone
    if (lost) throw new CrewError(`The load did not begin: ${lost.name} ${lost.gone?.because}.`)
  }

  async each<Answer>(
    hosts: readonly SwarmHost[],
    ask: (host: SwarmHost) => Promise<Answer>,
  ): Promise<Answer[]> {
    const answers = await Promise.all(
      hosts.map(async host => {
        try {
          return [await ask(host)]
        } catch (error) {
          if (error instanceof WorkerLostError) return []
          throw error
        }
      }),
    )
    return answers.flat()
  }

  complete(measurements: Measurement[]): Measurement[] {
    const gone = this.#gone
    const shares = gone.map(member => ({
      machine: member.name,
      measurements: member.leftOf(measurements),
      lost: lostOf(member),
    }))
    const all = gone.length === 0 ? measurements : mergeShares([{ measurements }, ...shares])
    for (const { member } of this.#machines) member.supersede(measurements)
    const uncertain = this.#uncertain()
    return all.map(one => {
      const { metric, doubts } = one
      if (metric === 'realtime.delivery' && gone[0]) return unaccounted(one, gone[0])
      return ACROSS.has(metric) ? { ...one, doubts: [...doubts, ...uncertain] } : one
    })
  }

  async stop(): Promise<void> {
    this.#isOver = true
    await inTime(
      Promise.allSettled(
        this.#machines.map(({ member }) => member.worker.call('endSwarm', { id: this.#id })),
      ),
    )
    await this.#crew.forget(this.#sends)
  }

  get #gone(): CrewMember[] {
    return this.#machines.flatMap(({ member }) => (member.gone ? [member] : []))
  }

  #hosts(side: 'agents' | 'viewers'): RemoteThread[] {
    return this.#machines.flatMap(({ member, hosts }) => (member.gone ? [] : hosts[side]))
  }

  /** The others wait no longer to be told of its agents. */
  #lost(lost: CrewMember): void {
    if (this.#isOver) return
    const index = this.#machines.findIndex(({ member }) => member === lost)
    for (const { member } of this.#machines)
      if (!member.gone) member.worker.tell('loseShare', { id: this.#id, index })
  }

  /** By how much a time from one machine to another may be off: the errors of the two whose clocks are known least. */
  #uncertain(): Doubt[] {
    const errors = this.#machines.map(({ member }) => member.clock?.errorMs ?? 0).toSorted((a, b) => b - a)
    const errorMs = (errors[0] ?? 0) + (errors[1] ?? 0)
    return errors.length > 1 && errorMs > UNCERTAIN_SHARE * this.#lateFromMs
      ? [{ kind: 'clock-uncertain', errorMs }]
      : []
  }
}

/** A thread of a worker. */
class RemoteThread implements SwarmHost {
  readonly #member: CrewMember
  readonly #at: Pick<SwarmQuestion, 'id' | 'side' | 'thread'>

  constructor(member: CrewMember, at: Pick<SwarmQuestion, 'id' | 'side' | 'thread'>) {
    this.#member = member
    this.#at = at
  }

  get number(): number {
    return this.#at.thread
  }

  async call<Name extends keyof SwarmApi>(
    name: Name,
    argument: Parameters<SwarmApi[Name]>[0],
  ): Promise<Awaited<ReturnType<SwarmApi[Name]>>> {
    const question: SwarmQuestion = { ...this.#at, name, argument }
    const { value, clock } = await this.#member.worker.call('askSwarm', question)
    if (clock) this.#member.noteClock(clock)
    return this.#named(name, value) as Awaited<ReturnType<SwarmApi[Name]>>
  }

  /** What a thread tells of itself has its machine's name, and of moments, by how much they may be off. */
  #named(name: keyof SwarmApi, value: unknown): unknown {
    if (name !== 'run' && name !== 'settle') return value
    const report = value as RoundsReport | WatchReport
    const health = { ...report.health, machine: this.#member.name }
    if (!('canaries' in report)) return { ...report, health }
    const errorMs = this.#member.clock?.errorMs ?? 0
    return { ...report, health, canaries: report.canaries.map(sent => ({ ...sent, errorMs })) }
  }
}

const sendsOf = (crew: Crew, id: number): string => crew.key(`sends:${id}`)

const lostOf = ({ name, gone }: CrewMember): Doubt => ({
  kind: 'worker-lost',
  machine: name,
  because: gone?.because ?? 'is gone',
  atMs: gone?.atMs ?? 0,
})

/** What a lost worker's agents sent last, and what its viewers got, nobody can tell: there is no account of all updates. */
const unaccounted = (delivery: Measurement, { name, gone }: CrewMember): Measurement => ({
  ...delivery,
  data: { kind: 'tally', total: 0, bad: 0, causes: {}, blocks: [] },
  absence: `${name} ${gone?.because}: what its agents sent last, and what its viewers got, is not known.`,
})
