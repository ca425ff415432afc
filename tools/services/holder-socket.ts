import { once } from 'node:events'
import { connect } from 'node:net'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import { cacheFolder } from '../../fixtures/cache-folder.ts'
import type { ServiceName } from '../../fixtures/services/service.ts'
import type { HeldService } from './held.ts'

/** What the process that has the services is asked. */
export type HolderRequest = { what: 'up'; names: readonly ServiceName[] } | { what: 'status' | 'down' }

/** @returns where it listens: by its path from here, as the path of a socket may have about 100 characters */
export function holderSocket(): string {
  const file = path.join(cacheFolder(), 'services.sock')
  return process.platform === 'win32' ? `//./pipe/${file.replaceAll(/\W+/g, '-')}` : path.relative('', file)
}

/** Asks the process that has the services. @returns these, once it has done what it is asked; nothing when there is no such process */
export async function askHolder(request: HolderRequest): Promise<HeldService[] | undefined> {
  const socket = connect(holderSocket())
  try {
    await once(socket, 'connect')
  } catch {
    return undefined
  }
  socket.end(JSON.stringify(request))
  return JSON.parse(await text(socket)) as HeldService[]
}
