import { createServer } from 'node:http'
import type { RequestListener } from 'node:http'
import { truthRequests as fleet, answersFleet } from '../../load/fleet/testing/fleet-truth.ts'
import { answersMemory, memoryRequests as memory } from '../../load/flows/testing/memory-truth.ts'
import {
  answersWork,
  trainingRequests as jobs,
  workRequests as workflows,
} from '../../load/flows/testing/work-truth.ts'
import { answersTasks, truthRequests as tasks } from '../../load/tasks/testing/task-truth.ts'
import { listening } from '../../load/testing/listening.ts'
import type { Target } from '../../fixtures/targets/target.ts'

/** What of this platform is so, and is to be found by who measures it. */
export const TRUTH = {
  /** An agent is up so long after it was asked for, ms. */
  upAfterMs: 30,
  /** It has no more agents at a time. */
  mostAgents: 75,
  /** A second host comes so much later than the 21st agent, and goes so much later than it is needed; ms. */
  growsAfterMs: 300,
  coolDownMs: 200,
  /** What it needs, and what each agent adds to it. */
  bytes: { own: 100_000_000, agent: 2_000_000 },
  /** How long a task takes, ms; each n-th has its effect twice. */
  taskMs: 20,
  doublesEvery: 500,
  /** How long workflows and training jobs take, ms: in order, at once, in a graph. */
  takesMs: { sequential: 100, parallel: 10, dag: 40, train: 20, batch: 40 },
  /** What each message's answer says of two of its stages, ms. */
  stagesMs: { recall: 0.5, llm: 0.25 },
  /** How long the platform has no time for others, ms: for an errand, and for writing down what it did. */
  busyMs: { errand: 1, watching: 2 },
} as const

/** How it is spoken to: not in one place as the reference platform is. Its ids are numbers, and nothing but answers tells anything. */
export const otherTarget = {
  name: 'other',
  fleet: {
    ...fleet,
    pool: {
      request: { method: 'GET', path: '/v2/pool' },
      agents: 'counts.all',
      hosts: 'boxes',
      coolDownMs: TRUTH.coolDownMs,
      autoscale: { agents: 30, died: 'dead' },
    },
  },
  tasks,
  jobs,
  workflows,
  memory,
  messages: {
    name: 'PUT /said',
    method: 'PUT',
    path: '/said',
    bodies: ['{"words":"hello"}'],
    stages: { memory: 'recall', model: 'llm' },
  },
  observability: {
    on: { method: 'POST', path: '/watching?from=now' },
    off: { method: 'DELETE', path: '/watching' },
    load: { method: 'GET', path: '/errand' },
  },
  resources: { prometheus: '/numbers' },
} satisfies Target

/** As the header says it. */
const STAGES = Object.entries(TRUTH.stagesMs)
  .map(([name, ms]) => `${name};dur=${ms}`)
  .join(', ')

/** What it was asked for while it was used. */
export interface Asked {
  fleet: Map<string, string[]>
  tasks: Map<string, string[]>
  work: string[]
  /** How many agents there are now. */
  agents: () => number
}

/** Lets the platform run while it is used. */
export async function withOtherPlatform<Result>(
  use: (origin: string, asked: Asked) => Promise<Result>,
): Promise<Result> {
  const { upAfterMs, mostAgents: most, growsAfterMs, coolDownMs, taskMs, doublesEvery, takesMs } = TRUTH
  const asked: Asked = { fleet: new Map(), tasks: new Map(), work: [], agents: () => agents.agents() }
  const pool = { perBox: 20, growsAfterMs, coolDownMs }
  const agents = answersFleet({ upAfterMs, most, pool }, asked.fleet)
  const errands = answersTasks({ takesMs: taskMs, doubles: doublesEvery }, asked.tasks)
  const remembers = answersMemory({})
  let isWatching = true
  const parts: Readonly<Record<string, RequestListener>> = {
    said: (_request, response) => void response.writeHead(200, { 'server-timing': STAGES }).end('{}'),
    watching: ({ method }, response) => {
      isWatching = method === 'POST'
      response.end()
    },
    errand: (_request, response) => {
      const { errand, watching } = TRUTH.busyMs
      const untilMs = performance.now() + errand + (isWatching ? watching : 0)
      while (performance.now() < untilMs);
      response.end('{}')
    },
    v2: agents.answers,
    jobs: errands.answers,
    staff: errands.answers,
    totals: errands.answers,
    notes: remembers,
    talks: remembers,
    runs: answersWork({ takesMs }, asked.work),
    numbers: (_request, response) =>
      void response.end(
        `process_cpu_seconds_total 1\nprocess_resident_memory_bytes ${TRUTH.bytes.own + TRUTH.bytes.agent * agents.agents()}\n`,
      ),
  }
  const server = createServer((request, response) => {
    const [, part = ''] = new URL(request.url ?? '', 'http://other').pathname.split('/')
    const answers = parts[part]
    if (answers) answers(request, response)
    else response.writeHead(404).end()
  })
  // A connection that nobody had time to use is not closed in the face of who uses it at last.
  server.keepAliveTimeout = 0
  try {
    return await listening(server, origin => use(origin, asked))
  } finally {
    errands.close()
  }
}
