import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import { expect, test } from '@playwright/test'
import { provideService } from '../../../fixtures/services/provide-service.ts'
import { parseSettings, readEnvironment } from '../../../fixtures/settings/settings.ts'

test("the benchmark of services leaves no queue in somebody's broker", async () => {
  // On a machine that has nothing, packages are fetched first.
  test.setTimeout(900_000)
  const settings = parseSettings({ PERF_TARGET: 'reference' })
  const environment = readEnvironment()
  const searchPath = environment['PATH'] ?? ''
  const theirs = await provideService('rabbitmq', { settings, run: 'bench', searchPath })
  if (theirs.kind === 'unavailable') throw new Error(theirs.message)
  try {
    const bench = path.resolve(import.meta.dirname, '../services.bench.ts')
    const brief = ['--parts', 'bus', '--bus', '50', '--bus-seconds', '1']
    const env = { ...environment, PERF_RABBITMQ_URL: theirs.url }
    const child = spawn(process.execPath, [bench, ...brief], { env, stdio: ['ignore', 'pipe', 'inherit'] })
    const said = text(child.stdout)
    await once(child, 'close')
    expect(await said).toMatch(/each accounted for +50 of 50/)
    const told = await (await fetch(`${theirs.also['metrics']}/per-object`)).text()
    expect(
      [...told.matchAll(/^rabbitmq_queue_messages_ready\{.*queue="([^"]*)"/gm)].map(([, name]) => name),
    ).toEqual([])
  } finally {
    await theirs.stop()
  }
})
