import { randomUUID } from 'node:crypto'
import type { Clock } from '../clock.ts'
import { faulty } from '../http/asker.ts'
import type { Answer } from '../http/asker.ts'
import { valuesAt } from '../http/places.ts'
import type { SenderOptions } from '../http/sender.ts'
import { withMeans } from '../http/with-means.ts'
import type { Means } from '../http/with-means.ts'
import { GivingUp } from '../loops/giving-up.ts'
import { runClosedLoop } from '../loops/closed-loop.ts'
import { runOpenLoop } from '../loops/open-loop.ts'
import { OperationRecord } from '../loops/operation-record.ts'
import type { FurtherFigure } from '../loops/operation-record.ts'
import type { Operation, Outcome } from '../loops/operation.ts'
import type { Doubt, Measurement } from '../measure/measurement.ts'
import { Recording } from '../measure/recording.ts'
import { RedisInfo } from '../redis/redis-figures.ts'
import type { RedisFigures } from '../redis/redis-figures.ts'
import { seededRandom } from '../seeded-random.ts'
import { zipf } from '../zipf.ts'
import { removeAgents } from './remove-agents.ts'
import type { StateRequests } from './state-requests.ts'

/** What Redis counts of its use. */
type RedisCounts = Pick<RedisFigures, 'hits' | 'misses' | 'evictions'>

/** Reads of agents' states through a platform. Serialisable. */
export interface ReadOptions extends SenderOptions {
  requests: StateRequests
  /** Agents whose states are saved first, and then read. */
  agents: number
  /** Reads a second, and for how long: by a skewed choice, and past the cache. */
  perSecond: number
  durationMs: number
  seed: number
  /** The cache's address, where its own counts can be asked for. */
  redis?: string
}

/** Savers at once, of the states that are read. */
const SAVERS = 20
/** Reads before those that count. */
const WARM_UP = 200
/** By so much of all reads a service may have counted fewer than were told: what is under way at either end. */
const TOLERANCE = 0.01

/** Among the values of an outcome: how long a read took that the cache had, and one that it had not, from the intended start, ms. */
const HIT = 'hit'
const MISS = 'miss'
const figures: readonly FurtherFigure[] = [HIT, MISS].map(name => ({
  name,
  unit: 'ms',
  of: ({ values }) => values?.[name],
}))

/**
 * Saves states of agents, and reads them at intended times: by a skewed choice (Zipf), and then one after the other past the cache, where the platform can be asked so.
 *
 * @param recording makes its recorders. Default: one that hands nothing on.
 * @param signal ends it early: what it has saved is removed. Default: it goes on to its end.
 * @returns `state.hits` of the skewed reads; `state.read.latency`, `.service`, `.errors`, `.hit` and `.miss` of both kinds (label `kind`: `skewed`, `fresh`); what Redis itself
 * counted meanwhile: `redis.hit-rate` and `redis.evictions`, with a doubt where it counted fewer hits than the platform told
 * @throws ServiceError when Redis can't be asked
 */
export async function measureReads(
  options: ReadOptions,
  clock: Clock,
  recording = new Recording(),
  signal?: AbortSignal,
): Promise<Measurement[]> {
  const { requests, agents, perSecond, durationMs, seed, redis } = options
  const counter = redis === undefined ? undefined : await RedisInfo.open(redis)
  const run = randomUUID().slice(0, 8)
  const names = Array.from({ length: agents }, (_, agent) => `fleetmark-${run}-${agent}`)
  try {
    return await withMeans('state', options, { clock, recording }, async means => {
      const unsaved = await saveAll(names, requests, means, signal)
      const hits = recording.tally({ metric: 'state.hits', unit: 'count', labels: {} })
      const choose = zipf(agents, seededRandom(seed))
      const reads =
        (request: StateRequests['read'], agentOf: (index: number) => number, counts: boolean): Operation =>
        async (index, intendedMs) => {
          const agent = agentOf(index)
          const answer = await means.asker.ask(request, { agent: names[agent] ?? '' }, intendedMs)
          const outcome = checked(answer, requests.value, agent)
          if (outcome.fault || !requests.told) return outcome
          const isHit = tellsHit(answer, requests.told)
          if (counts && isHit) hits.good(intendedMs)
          else if (counts) hits.bad('miss', intendedMs)
          return { ...outcome, values: { [isHit ? HIT : MISS]: outcome.endMs - intendedMs } }
        }
      const loop = async (kind: string, operation: Operation, duration: number): Promise<OperationRecord> => {
        const startMs = clock.nowMs()
        const { timeoutMs } = means.asker
        const record = new OperationRecord(
          { metric: 'state.read', labels: { kind }, timeoutMs, startMs, figures },
          recording,
        )
        const arrivals = { kind: 'constant', perSecond, durationMs: duration } as const
        await runOpenLoop([{ operation, arrivals, record }], startMs, {
          ...means,
          givingUp: new GivingUp(clock, undefined, signal),
        })
        return record
      }
      const records: OperationRecord[] = []
      let before: RedisCounts | undefined
      let after: RedisCounts | undefined
      if (unsaved === undefined && !signal?.aborted) {
        await runClosedLoop(
          { operation: reads(requests.read, choose, false), clients: SAVERS, times: WARM_UP },
          clock,
        )
        before = await counter?.readAllowed()
        records.push(await loop('skewed', reads(requests.read, choose, true), durationMs))
        after = await counter?.readAllowed()
        const { fresh } = requests
        if (fresh && !signal?.aborted)
          records.push(
            await loop(
              'fresh',
              reads(fresh, index => index % agents, false),
              durationMs,
            ),
          )
      }
      return (window, doubts) => {
        const data = hits.toData()
        const own = before && after && between(before, after)
        const absence = unsaved === undefined ? {} : { absence: `No state could be read: ${unsaved}.` }
        return [
          {
            metric: 'state.hits',
            unit: 'count',
            labels: {},
            window,
            data,
            doubts: own && requests.told ? disagreement(data.total - data.bad, data.total, own.hits) : [],
            ...absence,
          },
          ...records.flatMap(record => record.measurements(window, doubts)),
          ...(own ? ofRedis(own, window) : []),
        ]
      }
    })
  } finally {
    counter?.close()
    await removeAgents({ ...options, remove: requests.remove, agents: names }, clock)
  }
}

/** @returns why none could be saved, if so */
async function saveAll(
  names: readonly string[],
  { save }: StateRequests,
  { asker, clock }: Means,
  signal: AbortSignal | undefined,
): Promise<string | undefined> {
  let failed: string | undefined
  let isAny = false
  const operation: Operation = async (index, intendedMs) => {
    const { outcome } = await asker.ask(save, { agent: names[index] ?? '', value: String(index) }, intendedMs)
    if (outcome.fault) failed ??= outcome.fault.cause
    else isAny = true
    return outcome
  }
  await runClosedLoop({ operation, clients: SAVERS, times: names.length, ...(signal && { signal }) }, clock)
  return isAny ? undefined : failed
}

function checked({ outcome, body }: Answer, place: string, value: number): Outcome {
  if (outcome.fault || valuesAt(body, place).includes(String(value))) return outcome
  return faulty(outcome, { kind: 'answer', cause: 'a read did not give what was saved', example: body })
}

/** @returns whether an answer tells that it is of the cache */
function tellsHit({ answered }: Answer, { header, hit }: NonNullable<StateRequests['told']>): boolean {
  return String(answered?.headers[header.toLowerCase()] ?? '')
    .toLowerCase()
    .includes(hit.toLowerCase())
}

const between = (before: RedisCounts, after: RedisCounts): RedisCounts => ({
  hits: after.hits - before.hits,
  misses: after.misses - before.misses,
  evictions: after.evictions - before.evictions,
})

/**
 * A hit that Redis did not count is none. Others may ask the same Redis, so that it may have counted more; and a miss may be one because Redis did not answer in time.
 */
function disagreement(told: number, reads: number, counted: number): Doubt[] {
  return counted + TOLERANCE * reads < told ? [{ kind: 'counts-disagree', what: 'hits', told, counted }] : []
}

function ofRedis({ hits, misses, evictions }: RedisCounts, window: Measurement['window']): Measurement[] {
  const asked = hits + misses
  const one = (metric: string, unit: 'ratio' | 'count', value: number): Measurement => ({
    metric,
    unit,
    labels: {},
    window,
    data: { kind: 'samples', points: [{ atMs: window.endMs, value }] },
    doubts: [],
  })
  return [
    ...(asked > 0 ? [one('redis.hit-rate', 'ratio', hits / asked)] : []),
    one('redis.evictions', 'count', evictions),
  ]
}
