import { mkdir, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import type { Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import { cacheFolder } from '../../fixtures/fetched/cache-folder.ts'
import { keepSecrets } from '../../fixtures/keep-secrets.ts'
import { provideService } from '../../fixtures/services/provide-service.ts'
import type { ServiceName } from '../../fixtures/services/service.ts'
import { nameRun, parseSettings, readEnvironment } from '../../fixtures/settings/settings.ts'
import { Held } from './held.ts'
import type { HeldService } from './held.ts'
import { holderSocket, listenAlone, TAKEN } from './holder-socket.ts'
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
let last: Promise<unknown> = Promise.resolve()
const server = createServer({ allowHalfOpen: true }, socket => {
  socket.on('error', () => {}).setTimeout(SILENT_MS, () => socket.destroy())
  // One after the other: what two want at once is had once. Who asks nothing, or leaves, is nobody's loss.
  void requestOf(socket).then(
    request => inTurn(socket, request),
    () => socket.destroy(),
  )
})
// Who is asked while the first are had answers when they are.
await mkdir(cacheFolder(), { recursive: true })
if (await listenAlone(server, holderSocket())) {
  const first = held.up(process.argv.slice(2) as ServiceName[])
  last = first
  process.send?.(await first)
} else process.send?.(TAKEN, () => process.exit(0))

/** Who has asked waits for as long as it takes. */
function inTurn(socket: Socket, request: HolderRequest): Promise<unknown> {
  socket.setTimeout(0)
  last = last.then(() => answer(socket, request).catch(() => void socket.destroy()))
  return last
}

async function requestOf(socket: Socket): Promise<HolderRequest> {
  return JSON.parse(await text(socket)) as HolderRequest
}

async function answer(socket: Socket, request: HolderRequest): Promise<void> {
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
