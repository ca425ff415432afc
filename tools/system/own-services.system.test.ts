import { expect, test } from '@playwright/test'
import { connect } from 'amqplib'
import { Client } from 'pg'
import { createClient } from 'redis'
import { createdAt } from '../../fixtures/platform/bus/names.ts'
import { provideService } from '../../fixtures/services/provide-service.ts'
import type { Service, ServiceName } from '../../fixtures/services/service.ts'
import { parseSettings, readEnvironment } from '../../fixtures/settings/settings.ts'
import { judgementOf, startSuite } from './run-suite.ts'

/** Services that are somebody's own: a run is told their addresses. */
async function theirs(name: ServiceName): Promise<Service & AsyncDisposable> {
  const settings = parseSettings({ PERF_TARGET: 'reference' })
  const searchPath = readEnvironment()['PATH'] ?? ''
  const service = await provideService(name, { settings, run: 'theirs', searchPath })
  if (service.kind === 'unavailable') throw new Error(service.message)
  return { ...service, [Symbol.asyncDispose]: () => service.stop() }
}

test('services that a run is given are used, none of them is killed, and nothing is left in them but what was there', async ({}, info) => {
  // On a machine that has nothing, packages are fetched first.
  test.setTimeout(900_000)
  await using redis = await theirs('redis')
  await using postgres = await theirs('postgres')
  await using rabbitmq = await theirs('rabbitmq')

  const keys = createClient({ url: redis.url })
  await keys.connect()
  await keys.set('mine', '1')
  const tables = new Client({ connectionString: postgres.url })
  await tables.connect()
  await tables.query('CREATE TABLE mine (one int)')
  // As many have it: neither name is a secret, though the password is one, and is a word of metrics and SLOs.
  await tables.query("CREATE ROLE postgres SUPERUSER LOGIN PASSWORD 'postgres'")
  const address = Object.assign(new URL(postgres.url), { username: 'postgres', password: 'postgres' })
  const broker = await connect(rabbitmq.url)
  const queues = await broker.createConfirmChannel()
  await queues.assertQueue('mine', { durable: true })
  queues.sendToQueue('mine', Buffer.from('1'), { persistent: true })
  await queues.waitForConfirms()

  const suite = startSuite(
    info.outputDir,
    [
      'e2e/services/state.spec.ts',
      'e2e/services/bus.spec.ts',
      '--grep=read from a cache|PostgreSQL answers|of four kinds|the broker crashes',
    ],
    {
      PERF_REDIS_URL: redis.url,
      PERF_POSTGRES_URL: address.href,
      PERF_RABBITMQ_URL: rabbitmq.url,
      PERF_BUS_DURATION: '5',
    },
    'services',
  )
  try {
    let prefix = ''
    const seePrefix = async (): Promise<string> => {
      const [created = ''] = (await queuesOf(rabbitmq)).filter(name => name.endsWith('bus_task'))
      return (prefix = created.slice(0, -'bus_task'.length))
    }
    await expect.poll(seePrefix, { timeout: 300_000 }).toMatch(/^fleetmark_\w+_$/)
    const run = await suite.ended

    for (const name of ['state.redis', 'state.postgres', 'state.postgres.direct (SELECT)', 'bus.loss (rate)'])
      expect(judgementOf(run, name).n, name).toBeGreaterThan(0)
    expect(run.report?.measurements.map(({ metric }) => metric).filter(one => one.includes('*'))).toEqual([])
    for (const name of ['bus.recovery (broker)', 'bus.loss (broker)', 'bus.duplicates (broker)'])
      expect(judgementOf(run, name), name).toMatchObject({
        verdict: 'NO_DATA',
        level: 'warn',
        because:
          'RabbitMQ is not this run’s own, and is not killed: give the target outages.rabbitmq, which kills it and starts it again.',
      })
    // Whatever the verdict on this machine is, the exit code says the same.
    expect(run.code === 0).toBe(run.report?.run.ok)

    expect(await keys.keys('*')).toEqual(['mine'])
    const { rows } = await tables.query<{ name: string }>(
      `SELECT nspname AS name FROM pg_namespace WHERE nspname !~ '^(pg_|information_schema$)'
       UNION ALL SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY name`,
    )
    expect(rows.map(({ name }) => name)).toEqual(['mine', 'public'])
    expect(await queues.checkQueue('mine')).toMatchObject({ messageCount: 1 })
    await expect.poll(() => queuesOf(rabbitmq)).toEqual(['mine'])
    for (const exchange of createdAt(prefix).exchanges) {
      const channel = await broker.createChannel()
      channel.on('error', () => {})
      await expect(channel.checkExchange(exchange), exchange).rejects.toThrow(/404/)
    }
  } finally {
    keys.destroy()
    await tables.end()
    await broker.close()
  }
})

/** The broker's own list. */
async function queuesOf({ also }: Service): Promise<string[]> {
  const answer = await fetch(`${also['metrics']}/per-object`)
  const text = await answer.text()
  const names = text.matchAll(/^rabbitmq_queue_messages_ready\{[^}]*queue="([^"]*)"/gm)
  return [...names].map(([, queue = '']) => queue)
}
