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
import { Held } from './held.ts'
import type { HeldService } from './held.ts'
import { holderSocket } from './holder-socket.ts'
import type { HolderRequest } from './holder-socket.ts'

/** Who connects and says nothing for so long is let go, ms. */
const SILENT_MS = 5000

/** Has the services that are named until it is told to end them: it is there when the command that has started it is not, and nobody reads what it says. */
process.stderr.on('error', () => {})
const environment = readEnvironment()
keepSecrets(environment)
const settings = parseSettings(environment)
const options = { settings, run: nameRun(), searchPath: environment['PATH'] ?? '' }
const held = new Held(name => provideService(name, options))
const first = await held.up(process.argv.slice(2) as ServiceName[])

// One that was killed has left its socket.
await mkdir(cacheFolder(), { recursive: true })
await rm(holderSocket(), { force: true })
let last: Promise<unknown> = Promise.resolve()
const server = createServer({ allowHalfOpen: true }, socket => {
  socket.on('error', () => {}).setTimeout(SILENT_MS, () => socket.destroy())
  // One after the other: what two want at once is had once. Who asks nothing, or leaves, is nobody's loss.
  void requestOf(socket).then(
    request => (last = last.then(() => answer(socket, request).catch(() => void socket.destroy()))),
    () => socket.destroy(),
  )
}).listen(holderSocket())
await once(server, 'listening')
process.send?.(first)

const requestOf = async (socket: Socket): Promise<HolderRequest> =>
  JSON.parse(await text(socket)) as HolderRequest

async function answer(socket: Socket, request: HolderRequest): Promise<void> {
  socket.setTimeout(0)
  const told = await act(request)
  if (request.what === 'down') await rm(holderSocket(), { force: true })
  socket.end(JSON.stringify(told), () => {
    if (request.what === 'down') process.exit(0)
  })
}

function act(request: HolderRequest): Promise<HeldService[]> {
  switch (request.what) {
    case 'up':
      return held.up(request.names)
    case 'status':
      return held.status()
    case 'down':
      return held.down()
  }
}
