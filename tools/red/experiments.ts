import type { Choice, Experiment } from './experiment.ts'
import { aiExperiments } from './ai-experiments.ts'
import { busExperiments } from './bus-experiments.ts'
import { flowsExperiments } from './flows-experiments.ts'
import { slackExperiments } from './slack-experiments.ts'
import { scheduleExperiments } from './schedule-experiments.ts'
import { swarmsExperiments } from './swarms-experiments.ts'
import { poolExperiments } from './pool-experiments.ts'
import { scalingExperiments } from './scaling-experiments.ts'
import { stateExperiments } from './state-experiments.ts'
import { costsExperiments } from './costs-experiments.ts'
import { runtimeExperiments } from './runtime-experiments.ts'
import { soakExperiments } from './soak-experiments.ts'
import { tasksExperiments } from './tasks-experiments.ts'
import { trainingExperiments } from './training-experiments.ts'

const pageLoad = 'e2e/dashboard/page-load.spec.ts'
const whileUsersWatch = 'e2e/realtime/users.spec.ts'
const coldVisits: Choice = { specs: [pageLoad], grep: 'empty cache' }
const warmAndUsers: Choice = { specs: [pageLoad, whileUsersWatch], grep: 'primed cache|users watch' }
const users: Choice = { specs: [whileUsersWatch] }
const audits: Choice = { specs: ['e2e/dashboard/lighthouse.spec.ts'] }
const fleet: Choice = { specs: ['e2e/realtime/fleet.spec.ts'] }
const fleetAndLimit: Choice = { specs: ['e2e/realtime/fleet.spec.ts', 'e2e/realtime/limit.spec.ts'] }
const limit: Choice = { specs: ['e2e/realtime/limit.spec.ts'] }
const memory: Choice = { specs: ['e2e/realtime/memory.spec.ts'] }
const polling: Choice = { specs: ['e2e/realtime/polling.spec.ts'] }
const recovery: Choice = { specs: ['e2e/realtime/recovery.spec.ts'] }
const api: Choice = { specs: ['e2e/api/latency.spec.ts', 'e2e/api/at-once.spec.ts'] }
const rateLimit: Choice = { specs: ['e2e/api/rate-limit.spec.ts'] }
const agentsUp: Choice = { specs: ['e2e/fleet/spawn.spec.ts'], project: 'fleet' }
const wholeOwnFleet: Choice = {
  specs: ['e2e/fleet/spawn.spec.ts', 'e2e/fleet/startup.spec.ts'],
  project: 'fleet',
}
const slowApi: Choice = { ...api, grep: 'steady load|many agents' }

/** Connecting is judged from 1000 agents on; what these report afterwards is not looked at. */
const wholeFleet = { PERF_AGENTS: '1000', PERF_USERS: '2' }

/** One fault each. Every error-level SLO of the projects `perf`, `fleet`, `ai`, `services`, `runtime` and `soak` is turned red by at least one. */
export const experiments: readonly Experiment[] = [
  {
    name: 'slow answers',
    fault: { kind: 'delay', path: '/', ms: 1300 },
    choice: coldVisits,
    settings: {},
    reds: ['dashboard.ready.cold', 'dashboard.ttfb', 'dashboard.fcp', 'dashboard.lcp'],
    advice: ['page-first-byte'],
  },
  {
    name: 'slow sockets',
    fault: { kind: 'delay', path: '/ws/dashboard', ms: 2000 },
    choice: warmAndUsers,
    settings: { PERF_USERS: '2', PERF_RATE: '1' },
    reds: ['dashboard.ready.warm', 'users.ready'],
    advice: ['live-data-late'],
  },
  {
    name: 'long tasks',
    fault: { kind: 'long-tasks', ms: 400, everyMs: 480 },
    choice: coldVisits,
    settings: {},
    reds: ['dashboard.inp', 'dashboard.long-frames'],
    advice: ['long-frames'],
  },
  {
    name: 'layout shifts',
    fault: { kind: 'layout-shift' },
    choice: coldVisits,
    settings: {},
    reds: ['dashboard.cls'],
    advice: ['layout-shift'],
  },
  {
    name: 'rare long tasks',
    fault: { kind: 'long-tasks', ms: 600, everyMs: 2400 },
    choice: audits,
    settings: {},
    reds: ['lighthouse.performance', 'lighthouse.tbt'],
    advice: ['long-frames'],
  },
  {
    name: 'inaccessible page',
    fault: { kind: 'inaccessible' },
    choice: audits,
    settings: {},
    reds: ['lighthouse.accessibility'],
    advice: ['audits'],
  },
  {
    name: 'bad practices',
    fault: { kind: 'bad-practices' },
    choice: audits,
    settings: {},
    reds: ['lighthouse.best-practices'],
    advice: ['audits'],
  },
  {
    name: 'sockets refused',
    fault: { kind: 'error', path: '/ws/dashboard', status: 503, share: 0.2 },
    choice: users,
    settings: { PERF_USERS: '50', PERF_VISITS: '2' },
    reds: ['users.errors'],
    advice: ['failures'],
  },
  {
    name: 'agents refused',
    fault: { kind: 'error', path: '/ws/agents', status: 503, share: 0.05 },
    choice: fleet,
    settings: wholeFleet,
    reds: ['realtime.connect'],
    advice: ['failures'],
  },
  {
    name: 'slow handshakes',
    fault: { kind: 'delay', path: '/ws/agents', ms: 1500 },
    choice: fleet,
    settings: wholeFleet,
    reds: ['realtime.connect.time'],
    advice: ['slow-handshakes'],
  },
  {
    name: 'late updates',
    fault: { kind: 'socket-delay', ms: 1500 },
    choice: fleetAndLimit,
    settings: {},
    reds: [
      'realtime.latency',
      'realtime.paint',
      'realtime.refresh',
      'realtime.staleness',
      'realtime.limit.latency',
    ],
    advice: ['late-updates'],
  },
  {
    name: 'refused viewers',
    fault: { kind: 'error', path: '/ws/dashboard', status: 503, share: 0.5 },
    choice: fleet,
    settings: { PERF_AGENTS: '10', PERF_USERS: '11', PERF_RATE: '1', PERF_DURATION: '5' },
    reds: ['realtime.received'],
    advice: ['failures'],
  },
  {
    name: 'slow polling',
    fault: { kind: 'delay', path: '/api/metrics', ms: 1500 },
    choice: polling,
    settings: { PERF_USERS: '50' },
    reds: ['realtime.polling', 'realtime.polling.age'],
    advice: ['slow-polling'],
  },
  {
    name: 'slow to take back',
    fault: { kind: 'delay', path: '/ws/', ms: 6000 },
    choice: recovery,
    settings: { ...wholeFleet, PERF_USERS: '10' },
    reds: ['realtime.recovery', 'realtime.recovery.time'],
    advice: ['slow-recovery'],
  },
  {
    name: 'memory that is not given back',
    fault: { kind: 'leak', bytesPerSecond: 200_000_000 },
    choice: memory,
    settings: { PERF_AGENTS: '4' },
    reds: ['realtime.memory'],
    advice: ['memory'],
  },
  {
    name: 'unclear refusals',
    fault: { kind: 'error', path: '/ws/dashboard', status: 500, share: 0.3 },
    choice: limit,
    settings: {},
    reds: ['realtime.limit'],
    advice: ['connection-limit'],
  },
  {
    name: 'lost updates',
    fault: { kind: 'socket-drop', share: 0.01 },
    choice: fleet,
    settings: {},
    reds: ['realtime.delivery'],
    advice: ['lost-updates'],
  },
  {
    name: 'slow API',
    fault: { kind: 'delay', path: '/api', ms: 1500 },
    choice: slowApi,
    settings: {},
    reds: [
      'api.latency',
      'api.latency.p99',
      'messages.latency',
      'skills.search',
      'skills.overhead',
      'agents.concurrent',
    ],
    advice: ['slow-endpoint', 'slow-first-byte'],
  },
  {
    name: 'failing API',
    fault: { kind: 'error', path: '/api', status: 500, share: 0.2 },
    choice: api,
    settings: {},
    reds: [
      'api.errors',
      'messages.throughput',
      'skills.errors',
      'api.concurrent',
      'agents.concurrent.success',
    ],
    advice: ['failures'],
  },
  {
    name: 'bare refusals',
    fault: { kind: 'rate-limit', answer: 'bare' },
    choice: rateLimit,
    settings: {},
    reds: ['ratelimit'],
    advice: ['rate-limit'],
  },
  {
    name: 'slow agents',
    fault: { kind: 'slow-spawn', ms: 11_000 },
    choice: wholeOwnFleet,
    // It is longer than the longest limit of a start, so that the run takes seven minutes.
    settings: { PERF_AGENTS: '1000', PERF_TIMEOUT: '12' },
    reds: [
      'fleet.spawn',
      'fleet.spawn.p95',
      'fleet.startup.1',
      'fleet.startup.20',
      'fleet.startup.30',
      'fleet.startup.50',
    ],
    also: ['fleet.spawned', 'fleet.started'].map(id => ({ id, because: 'a busy machine adds a second' })),
    advice: ['slow-spawn'],
  },
  {
    name: 'refused starts',
    fault: { kind: 'error', path: '/api/fleet', status: 503, share: 0.3 },
    choice: { specs: ['e2e/fleet/startup.spec.ts'], project: 'fleet' },
    settings: {},
    reds: ['fleet.started'],
    also: [{ id: 'fleet.cleanup', because: 'the stop after the last start may be refused too' }],
    advice: ['failures'],
  },
  {
    name: 'unhealthy agents',
    fault: { kind: 'unhealthy-agents', every: 200 },
    choice: agentsUp,
    settings: { PERF_AGENTS: '1000', PERF_TIMEOUT: '3' },
    reds: ['fleet.spawned'],
    also: [],
    advice: ['agents-missing'],
  },
  {
    name: 'slow to hand out',
    fault: { kind: 'delay', path: '/api/fleet/allocate', ms: 300 },
    choice: agentsUp,
    settings: {},
    reds: ['fleet.allocate'],
    also: [],
    advice: ['slow-allocation'],
  },
  {
    name: 'agents left over',
    fault: { kind: 'leftover-agents', every: 10 },
    choice: agentsUp,
    settings: {},
    reds: ['fleet.cleanup'],
    also: [],
    advice: ['left-over'],
  },
  ...flowsExperiments,
  ...scheduleExperiments,
  ...swarmsExperiments,
  ...poolExperiments,
  ...aiExperiments,
  ...busExperiments,
  ...tasksExperiments,
  ...scalingExperiments,
  ...trainingExperiments,
  ...slackExperiments,
  ...stateExperiments,
  ...runtimeExperiments,
  ...costsExperiments,
  ...soakExperiments,
]

/** @returns the arguments of `playwright test` that choose these specs */
export const argumentsOf = ({ specs, grep }: Choice): string[] => [
  ...specs,
  ...(grep === undefined ? [] : ['--grep', grep]),
]

/** @returns whether a spec is among the chosen ones @param file relative to the project */
export const isChosen = ({ specs, grep }: Choice, spec: { file: string; title: string }): boolean =>
  specs.some(start => spec.file.startsWith(start)) && new RegExp(grep ?? '').test(spec.title)
