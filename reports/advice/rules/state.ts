import { formatCount, formatRatio, formatValue } from '../../format.ts'
import { citeAll } from '../cite.ts'
import { failedOf } from '../failed.ts'
import type { Rule } from '../rule.ts'
import { percentileOf } from '../seen.ts'
import type { Seen } from '../seen.ts'

const ms = (value: number): string => formatValue(value, 'ms')

/** Less of all reads than this are hits by chance alone. */
const NONE = 0.01
/** Locks that are waited for in fewer of the looks than this are what writers of one table owe each other. */
const OFTEN = 0.2

const valuesOf = (seen: Seen, metric: string): number[] =>
  seen
    .measurements(metric)
    .flatMap(({ data }) => (data.kind === 'samples' ? data.points.map(({ value }) => value) : []))

/** @returns in which share of the looks somebody waited for a lock, and how many at most */
function lockWaits(seen: Seen): { share: number; most: number } {
  const values = valuesOf(seen, 'postgres.lock-waits')
  const waiting = values.filter(value => value > 0)
  return { share: values.length === 0 ? 0 : waiting.length / values.length, most: Math.max(0, ...waiting) }
}

/** The cache throws out what it should keep, or has nothing to begin with. */
const missedCache: Rule = {
  id: 'missed-cache',
  find: (seen, open) => {
    const missed = failedOf(open, 'state.hits')
    const tally = seen.tally('state.hits')
    if (missed.length === 0 || !tally) return []
    const counted = valuesOf(seen, 'redis.evictions')
    const evictions = counted.reduce((sum, value) => sum + value, 0)
    const kept = counted.length === 0 ? '' : ', and Redis threw out nothing (redis.evictions 0)'
    const hits = 1 - tally.bad / tally.total
    const told = `${formatRatio(hits)} of the reads are hits: ${citeAll(missed)}.`
    if (evictions > 0) {
      return [
        {
          explains: missed,
          text: `The cache throws out what it should keep: Redis evicted ${formatCount(evictions)} keys (redis.evictions) while ${formatCount(tally.total)} states were read. ${told}`,
          next: 'Give Redis more memory (maxmemory), or put less into it: look for what else fills it, with redis-cli --bigkeys, and how long that stays.',
        },
      ]
    }
    return [
      {
        explains: missed,
        text: `${hits < NONE ? 'The cache never hits' : 'The cache often misses'}${kept}. ${told}`,
        next:
          hits < NONE
            ? 'Look at whether what was read is put into the cache, and whether it is read and written under the same key.'
            : 'Look at how long entries live beside how often a state is read, and whether a save removes what it could write.',
      },
    ]
  },
}

/** What the cache has comes late. */
const slowCache: Rule = {
  id: 'slow-cache',
  find: (seen, open) => {
    const slow = failedOf(open, 'state.read.hit')
    const [first] = slow
    if (!first) return []
    const direct = seen.curve('redis.latency', { command: 'GET' })
    const own = direct
      ? ` Redis itself answers GET in ${ms(percentileOf(direct, 95))} (p95, redis.latency).`
      : ''
    return [
      {
        explains: slow,
        text: `What the cache has comes late: ${citeAll(slow)}.${own}`,
        next: 'Look at what stands between the platform and its cache: a pool of few connections, a command for each field in place of one, large values that are parsed, and at what else the process does meanwhile.',
      },
    ]
  },
}

/** Writers wait for a lock that somebody holds. */
const heldLock: Rule = {
  id: 'held-lock',
  find: (seen, open) => {
    const hit = failedOf(open, 'db.writes', 'db.write.wait', 'db.write.errors')
    const { share, most } = lockWaits(seen)
    if (hit.length === 0 || share < OFTEN) return []
    return [
      {
        explains: hit,
        text: `Writers wait for a lock: PostgreSQL saw up to ${formatCount(most)} connections waiting for one, in ${formatRatio(share)} of the looks (postgres.lock-waits). ${citeAll(hit)}.`,
        next: 'Ask pg_locks and pg_stat_activity who holds it (pg_blocking_pids): a transaction left open, a migration, a LOCK TABLE. Set lock_timeout and idle_in_transaction_session_timeout.',
      },
    ]
  },
}

/** Callers wait for a connection of a pool that is too small. */
const smallPool: Rule = {
  id: 'small-pool',
  find: (seen, open) => {
    const hit = failedOf(open, 'db.write.wait', 'db.write.errors', 'db.writes')
    if (!hit.some(({ metric }) => metric === 'db.write.wait')) return []
    const most = Math.max(0, ...valuesOf(seen, 'postgres.connections'))
    const seenThere =
      most > 0
        ? ` PostgreSQL saw ${formatCount(most)} connections at most (postgres.connections), and they do not wait for locks.`
        : ''
    return [
      {
        explains: hit,
        text: `Callers wait for a connection to the database: ${citeAll(hit)}.${seenThere}`,
        next: 'Give the pool more connections, up to what the database can run at once (a few for each core), or hold each for less time: no call of a model or another service while one is held.',
      },
    ]
  },
}

/** The database answers late. */
const slowQueries: Rule = {
  id: 'slow-queries',
  find: (seen, open) => {
    const slow = failedOf(open, 'state.read.miss', 'state.save.latency', 'db.writes')
    const [first] = slow
    if (!first) return []
    const direct = seen.curve('postgres.latency', { command: 'SELECT' })
    const own = direct
      ? ` PostgreSQL itself answers a SELECT by key in ${ms(percentileOf(direct, 95))} (p95, postgres.latency).`
      : ''
    return [
      {
        explains: slow,
        text: `The database answers the platform late: ${citeAll(slow)}.${own}`,
        next: 'Ask pg_stat_statements which statements take the time, and EXPLAIN (ANALYZE, BUFFERS) why: an index that is missing, a scan, a wait for the disk at each commit.',
      },
    ]
  },
}

/** What was told as saved is gone after a restart. */
const lostStates: Rule = {
  id: 'lost-states',
  find: (seen, open) => {
    const lost = failedOf(open, 'state.lost')
    const tally = seen.tally('state.lost')
    if (lost.length === 0 || !tally) return []
    return [
      {
        explains: lost,
        text: `What was told as saved is not there after a restart: of ${formatCount(tally.bad)} of ${formatCount(tally.total)} agents (${tally.causes.map(([cause, count]) => `${cause} ${formatCount(count)}`).join(', ')}). ${citeAll(lost)}.`,
        next: 'Answer a save when the database has it. Where saves are written behind, write what waits before the process ends, and say in the answer that it is not written yet.',
      },
    ]
  },
}

/** Readers wait while others save. */
const crowdedReads: Rule = {
  id: 'crowded-reads',
  find: (_, open) => {
    const slow = failedOf(open, 'state.saves.slowdown')
    if (slow.length === 0) return []
    return [
      {
        explains: slow,
        text: `Who reads waits while others save: ${citeAll(slow)}.`,
        next: 'Look at what a save does on the thread that answers readers too: a large state that is made into JSON, compressed or hashed. And at whether both take connections of one pool.',
      },
    ]
  },
}

/** Where a platform keeps its agents' states; what is told by fewer signs comes later. */
export const stateRules: readonly Rule[] = [
  missedCache,
  lostStates,
  heldLock,
  smallPool,
  slowQueries,
  slowCache,
  crowdedReads,
]
