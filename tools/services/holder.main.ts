import { once } from 'node:events'
import { mkdir, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import type { Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import { cacheFolder } from '../../fixtures/cache-folder.ts'
import { keepSecrets } from '../../fixtures/keep-secrets.ts'
import { provideService } from '../../fixtures/services/provide-service.ts'
import type { ServiceName } from '../../fixtures/services/service.ts'
import { nameRun, parseSettings, readEnvironment } from '../../fixtures/settings.ts'
import { holderSocket } from './holder-socket.ts'

/** Has the services that are named until it is told to end them: it is there when the command that has started it is not. */
const environment = readEnvironment()
keepSecrets(environment)
const settings = parseSettings(environment)
const options = { settings, run: nameRun(), searchPath: environment['PATH'] ?? '' }
const names = process.argv.slice(2) as ServiceName[]
const services = await Promise.all(names.map(name => provideService(name, options)))

// One that was killed has left its socket.
await mkdir(cacheFolder(), { recursive: true })
await rm(holderSocket(), { force: true })
const server = createServer({ allowHalfOpen: true }, socket => void answer(socket)).listen(holderSocket())
await once(server, 'listening')
process.send?.(services)

async function answer(socket: Socket): Promise<void> {
  const request = await text(socket)
  if (request === 'down') await stop()
  socket.end(JSON.stringify(services), () => {
    if (request === 'down') process.exit(0)
  })
}

async function stop(): Promise<void> {
  await Promise.all(services.map(async service => service.kind === 'service' && (await service.stop())))
  await rm(holderSocket(), { force: true })
}
