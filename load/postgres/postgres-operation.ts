import type { QueryResult } from 'pg'
import type { Clock } from '../clock.ts'
import type { FurtherFigure } from '../loops/operation-record.ts'
import { markMs } from '../loops/operation.ts'
import type { Operation } from '../loops/operation.ts'
import { timedOperation } from '../service/timed-operation.ts'
import { postgresFault, WAITING } from './postgres-fault.ts'
import type { PostgresPool, Statement } from './postgres-pool.ts'

/** The mark of the moment in which there is a connection. */
const CONNECTED = 'connected'

/** What is asked of PostgreSQL, and what is kept of its answers. */
export interface PostgresWork {
  /** @returns the statement of an arrival, from 0 */
  statement: (index: number) => Statement
  /** Of each statement with its wait for a connection, from its intended start, ms. */
  timeoutMs: number
  /** @returns what is summed or judged beside its time, by name. Default nothing. */
  read?: (result: QueryResult) => Readonly<Record<string, number>> | undefined
}

/** How long a statement waited for a connection of the pool, ms. */
export const poolWait: FurtherFigure = {
  name: 'wait',
  unit: 'ms',
  of(outcome) {
    const connectedMs = markMs(outcome, CONNECTED)
    return connectedMs === undefined ? undefined : connectedMs - outcome.startMs
  },
}

/** @returns statements, one for each arrival, each on a connection of the pool, as operations; with the mark `connected` */
export function postgresOperation(
  pool: PostgresPool,
  { statement, timeoutMs, read }: PostgresWork,
  clock: Clock,
): Operation {
  return timedOperation(
    (index, unit) =>
      pool.ask(statement(index), {
        connected: () => unit.mark(CONNECTED),
        answered: result => unit.done(read?.(result)),
        failed: unit.failed,
      }),
    {
      clock,
      timeoutMs,
      faultOf: postgresFault,
      lateCause: marks => (marks.length > 0 ? 'timeout' : WAITING),
    },
  )
}
