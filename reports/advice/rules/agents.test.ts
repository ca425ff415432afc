import type { Measurement } from '../../../load/measure/measurement.ts'
import { events, sloOf, times, visits } from '../testing/example-run.ts'
import { testRules } from '../testing/rule-rows.ts'

const spawn = sloOf('fleet.spawn.latency', 'p(95)<200')
const startup = sloOf('fleet.startup', 'med<1000', { minSamples: 3 })
const allocate = sloOf('fleet.allocate.latency', 'p(95)<100')
const spawned = sloOf('fleet.spawn.errors', 'rate>=0.999', { unit: 'ratio' })
const cleanup = sloOf('fleet.cleanup', 'count==0', { unit: 'count', minSamples: 3 })
const remains = sloOf('fleet.cleanup.memory', 'med<1.1', { unit: 'times', minSamples: 3 })
const memory = sloOf('fleet.memory', 'slope(agents)<50000000', { unit: 'bytes', minSamples: 14 })

const of = (metric: string, ms: number): Measurement => times(metric, {}, () => ms)
/** One in ten takes 5 s. */
const someOf = (metric: string, ms: number): Measurement =>
  times(metric, {}, (_through, index) => (index % 10 === 0 ? 5000 : ms))
const bytesOf = (each: number): Measurement[] =>
  [5, 10, 20, 30, 40, 50].map(agents =>
    visits('fleet.memory', { agents: String(agents) }, [1e8 + each * agents], 'bytes'),
  )

testRules([
  {
    what: 'each agent is slow',
    rule: 'slow-spawn',
    slos: [spawn],
    slow: [of('fleet.spawn.latency', 900), of('fleet.allocate.latency', 12)],
    text: 'The quickest twentieth takes 900 ms too: each agent waits for the same thing. The API itself hands an agent out in 12 ms',
    next: 'Look at what an agent does before it takes its first message',
    good: [of('fleet.spawn.latency', 50), of('fleet.allocate.latency', 12)],
  },
  {
    what: 'some agents are slow',
    rule: 'slow-spawn',
    slos: [spawn],
    slow: [someOf('fleet.spawn.latency', 50)],
    text: 'Half take 50 ms: only some are slow.',
    next: 'Look at the pool: agents that come while a host starts wait for it.',
    good: [of('fleet.spawn.latency', 50)],
  },
  {
    what: 'a start is slow',
    rule: 'slow-spawn',
    slos: [startup],
    slow: [visits('fleet.startup', {}, [6000])],
    text: 'Agents take long to come up: fleet.startup median 6.00 s (limit 1 s).',
    next: 'Start the next host earlier.',
    good: [visits('fleet.startup', {}, [300])],
  },
  {
    what: 'each idle agent is late',
    rule: 'slow-allocation',
    slos: [allocate],
    slow: [of('fleet.allocate.latency', 300)],
    text: 'An idle agent is handed out late: fleet.allocate.latency p95 300 ms (limit 100 ms). The quickest twentieth takes 300 ms too.',
    next: 'Keep the idle ones in a list.',
    good: [of('fleet.allocate.latency', 9)],
  },
  {
    what: 'some idle agents are late',
    rule: 'slow-allocation',
    slos: [allocate],
    slow: [someOf('fleet.allocate.latency', 9)],
    text: 'Half take 9.0 ms: only some are slow.',
    next: 'Look for what holds the platform at times',
    good: [of('fleet.allocate.latency', 9)],
  },
  {
    what: 'agents never come up',
    rule: 'agents-missing',
    slos: [spawned, spawn],
    slow: [
      events('fleet.spawn.errors', {}, 1000, { 'message: not up in time': 100 }),
      someOf('fleet.spawn.latency', 50),
    ],
    text: '100 of 1,000 agents that were asked for did not come up: message: not up in time 100. fleet.spawn.errors 90 % (limit 99.9 %); fleet.spawn.latency p95 5.00 s (limit 200 ms).',
    next: 'Their ids were given and they never answered.',
    good: [events('fleet.spawn.errors', {}, 10_000), of('fleet.spawn.latency', 50)],
  },
  {
    what: 'agents take a message and never answer',
    rule: 'agents-missing',
    slos: [spawned],
    slow: [events('fleet.spawn.errors', {}, 1000, { 'message: taken, and no answer in time': 100 })],
    text: '100 of 1,000 agents that were asked for did not come up: message: taken, and no answer in time 100.',
    next: 'They took a message and never answered it',
    good: [events('fleet.spawn.errors', {}, 10_000)],
  },
  {
    what: 'agents are refused',
    rule: 'agents-missing',
    slos: [spawned],
    slow: [events('fleet.spawn.errors', {}, 1000, { 'spawn: status 503': 800 })],
    text: '800 of 1,000 agents that were asked for did not come up: spawn: status 503 800. fleet.spawn.errors 20 % (limit 99.9 %).',
    next: 'a limit on agents, or ids that are given twice or not at all',
    good: [events('fleet.spawn.errors', {}, 10_000)],
  },
  {
    what: 'agents and hosts stay',
    rule: 'left-over',
    slos: [cleanup],
    slow: [events('fleet.cleanup', {}, 20, { 'agents left over': 3, 'hosts left over': 1 })],
    text: 'When the agents were let go, something stayed: 3 agents left over, 1 hosts left over (fleet.cleanup 4 (limit 0)).',
    next: 'Compare the ids that the target still lists',
    good: [events('fleet.cleanup', {}, 20)],
  },
  {
    what: 'agents are not let go well',
    rule: 'left-over',
    slos: [cleanup],
    slow: [events('fleet.cleanup', {}, 20, { 'release: status 500': 4 })],
    text: 'Agents could not be let go: 4 release: status 500 (fleet.cleanup 4 (limit 0)). No look at the pool found one left over.',
    next: 'who lets an agent go is told that it did not go',
    good: [events('fleet.cleanup', {}, 20)],
  },
  {
    what: 'sockets stay open',
    rule: 'left-over',
    slos: [cleanup],
    slow: [events('fleet.cleanup', {}, 620, { 'sockets left open': 600, 'agents left over': 2 })],
    text: 'something stayed: 600 sockets left open, 2 agents left over (fleet.cleanup 602 (limit 0)).',
    next: "List the open connections of the target's processes",
    good: [events('fleet.cleanup', {}, 20)],
  },
  {
    what: 'memory stays',
    rule: 'left-over',
    slos: [remains],
    slow: [visits('fleet.cleanup.memory', {}, [1.2], 'times')],
    text: 'Each round of agents that comes and goes leaves memory behind: fleet.cleanup.memory median 1.2',
    next: 'look for what still names an agent that is gone',
    good: [visits('fleet.cleanup.memory', {}, [1.01], 'times')],
  },
  {
    what: 'an agent holds much',
    rule: 'agent-memory',
    slos: [memory],
    slow: bytesOf(6e7),
    text: 'With 50 agents all processes hold 3.1 GB.',
    next: 'Look at what an agent has for itself that all could share',
    good: bytesOf(3e6),
  },
])
