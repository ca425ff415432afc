import type { Clock } from '../clock.ts'
import { GivingUp } from '../loops/giving-up.ts'
import { runOpenLoop } from '../loops/open-loop.ts'
import { OperationRecord } from '../loops/operation-record.ts'
import { withHealth } from '../measure/health/with-health.ts'
import type { Measurement } from '../measure/measurement.ts'
import { Recording } from '../measure/recording.ts'
import { poolWait, postgresOperation } from '../postgres/postgres-operation.ts'
import { PostgresPool } from '../postgres/postgres-pool.ts'
import type { Statement } from '../postgres/postgres-pool.ts'
import type { CommandOptions } from './redis-commands.ts'
import { stateOf } from './state-of.ts'

/** So many states are there. */
const ROWS = 1000

/**
 * Reads and writes states of 500 bytes as a store of them does, at intended times, in a schema of the run's own that is dropped at the end.
 *
 * @param recording makes its recorders. Default: one that hands nothing on.
 * @returns `postgres.latency`, `postgres.service`, `postgres.errors` and `postgres.wait`, for a connection, of each statement (label `command`)
 * @throws ServiceError when PostgreSQL can't be used
 */
export async function measurePostgresCommands(
  options: CommandOptions,
  clock: Clock,
  recording = new Recording(),
): Promise<Measurement[]> {
  const { url, prefix, perSecond, durationMs, timeoutMs = 10_000 } = options
  const pool = await PostgresPool.open({ url })
  const schema = `${prefix}direct`
  const table = `${schema}.states`
  const run = (text: string) => pool.query(text)
  const statements: Readonly<Record<string, (index: number) => Statement>> = {
    SELECT: index => ({ text: `SELECT data FROM ${table} WHERE agent = $1`, values: [index % ROWS] }),
    UPDATE: index => ({
      text: `UPDATE ${table} SET data = $2 WHERE agent = $1`,
      values: [index % ROWS, stateOf(index)],
    }),
  }
  try {
    await run(`CREATE SCHEMA ${schema}`)
    await run(`CREATE TABLE ${table} (agent int PRIMARY KEY, data jsonb NOT NULL)`)
    await run(
      `INSERT INTO ${table} SELECT agent, '${stateOf(0)}' FROM generate_series(0, ${ROWS - 1}) AS agent`,
    )
    return await withHealth('postgres', options, { clock, recording }, async ({ health, startMs }) => {
      const givingUp = new GivingUp(clock)
      const arrivals = { kind: 'constant', perSecond, durationMs } as const
      const streams = Object.entries(statements).map(([command, statement]) => ({
        operation: postgresOperation(pool, { statement, timeoutMs }, clock),
        arrivals,
        record: new OperationRecord(
          { metric: 'postgres', labels: { command }, timeoutMs, startMs, figures: [poolWait] },
          recording,
        ),
      }))
      await runOpenLoop(streams, startMs, { health, clock, givingUp })
      return (window, doubts) => streams.flatMap(({ record }) => record.measurements(window, doubts))
    })
  } finally {
    await run(`DROP SCHEMA IF EXISTS ${schema} CASCADE`).catch(
      () => 'it is dropped with all that the run has named',
    )
    await pool.close()
  }
}
