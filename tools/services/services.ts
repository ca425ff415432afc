import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { kinds } from '../../fixtures/services/kinds/kinds.ts'
import { harmlessAddress } from '../../load/harmless-address.ts'
import { serviceNames } from '../../fixtures/services/service.ts'
import type { ServiceName } from '../../fixtures/services/service.ts'
import { serviceText } from '../../reports/wording/service-text.ts'
import type { HeldService } from './held.ts'
import { askHolder, TAKEN } from './holder-socket.ts'
import { readArguments } from '../../reports/command-line/read-arguments.ts'
import { CommandError, runMain } from '../../reports/command-line/run-main.ts'

const USAGE = `Real services for trying things by hand: npm run services -- up [names] | down | status

  up        starts those named, else all of ${serviceNames.join(', ')}: those that are not up. What this machine lacks is fetched once, into .cache
  down      ends them and removes their data
  status    asks each that was started whether it is up

Settings PERF_REDIS_URL, PERF_POSTGRES_URL, PERF_RABBITMQ_URL and PERF_HAPROXY_URL name your own, which are then used.
Exit code: 0, 1 when a service can't be had, does not answer or none is up, or 2 when the command can't be understood.`

await runMain(main)

async function main(): Promise<void> {
  const { positionals } = readArguments({ allowPositionals: true }, USAGE)
  const [command, ...names] = positionals
  if (command === 'up') return await up(names)
  if (command === 'down') return await down()
  if (command === 'status') return await status()
  throw new CommandError(
    `${command === undefined ? 'No command' : `"${command}" is no command`}: write up, down or status.\n\n${USAGE}`,
  )
}

async function up(given: readonly string[]): Promise<void> {
  const unknown = given.find(name => !isServiceName(name))
  if (unknown !== undefined)
    throw new CommandError(`"${unknown}" is no service: write any of ${serviceNames.join(', ')}.`)
  const names = given.length > 0 ? given.filter(isServiceName) : serviceNames
  const held = await upHeld(names)
  held.forEach(show)
  if (held.some(one => names.includes(one.service.name) && !isUp(one))) process.exitCode = 1
}

/** Asks the process that has the services, or starts it; another command may do so at the same moment. */
async function upHeld(names: readonly ServiceName[]): Promise<HeldService[]> {
  for (;;) {
    const held = (await askHolder({ what: 'up', names })) ?? (await startHolder(names))
    if (held) return held
  }
}

/** Starts the process that has the services. @returns these; nothing where another has them @throws CommandError when it ends before they are up */
async function startHolder(names: readonly ServiceName[]): Promise<HeldService[] | undefined> {
  const holder = fork(fileURLToPath(new URL('holder.main.ts', import.meta.url)), names, {
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  })
  holder.stderr?.pipe(process.stderr)
  const ended = new AbortController()
  holder.once('exit', () => ended.abort())
  const [said] = (await once(holder, 'message', { signal: ended.signal }).catch(() => {
    throw new CommandError('The services ended before they were up: see the messages above.')
  })) as [HeldService[] | typeof TAKEN]
  holder.disconnect()
  // Whoever reads what this command says reads to its end, and the holder outlives it.
  holder.stderr?.destroy()
  holder.unref()
  return said === TAKEN ? undefined : said
}

async function down(): Promise<void> {
  const held = await askHolder({ what: 'down' })
  if (!held) return none()
  const titles = held.filter(isUp).map(({ service }) => kinds[service.name].title)
  if (titles.length > 0) tell(`Ended: ${titles.join(', ')}.`)
  for (const { service, fault } of held) {
    if (fault === undefined) continue
    tell(`${kinds[service.name].title} was not ended well: it ${fault}.`)
    process.exitCode = 1
  }
}

async function status(): Promise<void> {
  const held = await askHolder({ what: 'status' })
  if (!held) return none()
  held.forEach(show)
  if (!held.every(isUp)) process.exitCode = 1
}

function none(): void {
  tell('No services are up: npm run services -- up')
  process.exitCode = 1
}

function show({ service, fault }: HeldService): void {
  if (service.kind === 'unavailable') return tell(service.message)
  const { name, version, source, url, also } = service
  tell(`${kinds[name].title} ${serviceText({ name, version, source })}`)
  if (fault !== undefined) return tell(`  It ${fault}; npm run services -- up ${name} has it anew.`)
  tell(`  ${kinds[name].setting}=${source === 'url' ? harmlessAddress(url) : url}`)
  for (const [what, address] of Object.entries(also)) tell(`  ${what}: ${address}`)
}

function isUp({ service, fault }: HeldService): boolean {
  return service.kind === 'service' && fault === undefined
}

function isServiceName(name: string): name is ServiceName {
  return (serviceNames as readonly string[]).includes(name)
}

function tell(line: string): void {
  process.stdout.write(`${line}\n`)
}
