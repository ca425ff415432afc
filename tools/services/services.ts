import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { kinds } from '../../fixtures/services/kinds/kinds.ts'
import { serviceNames } from '../../fixtures/services/service.ts'
import type { Service, Unavailable } from '../../fixtures/services/service.ts'
import { serviceText } from '../../reports/wording/service-text.ts'
import { askHolder } from './holder-socket.ts'
import { readArguments } from '../../reports/read-arguments.ts'

const USAGE = `Real services for trying things by hand: npm run services -- up [names] | down | status

  up        starts those named, else all of ${serviceNames.join(', ')}. What this machine lacks is fetched once, into .cache
  down      ends them and removes their data
  status    tells which are up

Settings PERF_REDIS_URL, PERF_POSTGRES_URL, PERF_RABBITMQ_URL and PERF_HAPROXY_URL name your own, which are then used.
Exit code: 0, 1 when a service can't be had or none is up, or 2 when the command can't be understood.`

await main().catch((error: Error) => {
  process.stderr.write(`${error.message}\n`)
  process.exitCode = 2
})

async function main(): Promise<void> {
  const { positionals } = readArguments({ allowPositionals: true }, USAGE)
  const [command, ...names] = positionals
  if (command === 'up') return await up(names)
  if (command === 'down') return await down()
  if (command === 'status') return await status()
  throw new Error(
    `${command === undefined ? 'No command' : `"${command}" is no command`}: write up, down or status.\n\n${USAGE}`,
  )
}

async function up(names: readonly string[]): Promise<void> {
  const unknown = names.find(name => !(serviceNames as readonly string[]).includes(name))
  if (unknown !== undefined)
    throw new Error(`"${unknown}" is no service: write any of ${serviceNames.join(', ')}.`)
  const before = await askHolder('status')
  if (before) {
    tell('Services are up already: npm run services -- down ends them.')
    return before.forEach(show)
  }
  const holder = fork(
    fileURLToPath(new URL('holder.main.ts', import.meta.url)),
    names.length > 0 ? names : serviceNames,
    {
      detached: true,
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    },
  )
  const ended = new AbortController()
  holder.once('exit', () => ended.abort())
  const [services] = (await once(holder, 'message', { signal: ended.signal }).catch(() => {
    throw new Error('The services ended before they were up: see the messages above.')
  })) as [(Service | Unavailable)[]]
  holder.disconnect()
  holder.unref()
  services.forEach(show)
  if (services.some(({ kind }) => kind === 'unavailable')) process.exitCode = 1
}

async function down(): Promise<void> {
  const services = await askHolder('down')
  if (!services) return none()
  tell(`Ended: ${services.map(({ name }) => kinds[name].title).join(', ')}.`)
}

async function status(): Promise<void> {
  const services = await askHolder('status')
  if (!services) return none()
  services.forEach(show)
}

function none(): void {
  tell('No services are up: npm run services -- up')
  process.exitCode = 1
}

function show(service: Service | Unavailable): void {
  if (service.kind === 'unavailable') return tell(service.message)
  const { name, version, source, url, also } = service
  tell(`${kinds[name].title} ${serviceText({ name, version, source })}`)
  tell(`  ${kinds[name].setting}=${source === 'url' ? url.replace(/\/\/[^/]*@/, '//…@') : url}`)
  for (const [what, address] of Object.entries(also)) tell(`  ${what}: ${address}`)
}

function tell(line: string): void {
  process.stdout.write(`${line}\n`)
}
