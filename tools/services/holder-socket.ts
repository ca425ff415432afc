import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { rename, rm } from 'node:fs/promises'
import { connect } from 'node:net'
import type { Server } from 'node:net'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import { cacheFolder } from '../../fixtures/fetched/cache-folder.ts'
import type { ServiceName } from '../../fixtures/services/service.ts'
import type { HeldService } from './held.ts'

/** What the process that has the services is asked. */
export type HolderRequest = { what: 'up'; names: readonly ServiceName[] } | { what: 'status' | 'down' }

/** What a process says that was to have the services, where another has them already. */
export const TAKEN = 'taken'

/** @returns where it listens: by its path from here, as the path of a socket may have about 100 characters */
export function holderSocket(): string {
  const file = path.join(cacheFolder(), 'services.sock')
  return process.platform === 'win32' ? `//./pipe/${file.replaceAll(/\W+/g, '-')}` : path.relative('', file)
}

/** So often it is tried to have a place where others come and go, before that is told. */
const TRIES = 5

/** Has a server listen at a path, where no other process does: one that was killed has left its socket. @returns whether it listens */
export async function listenAlone(server: Server, at: string): Promise<boolean> {
  for (let tries = TRIES; ; tries--) {
    try {
      server.listen(at)
      await once(server, 'listening')
      return true
    } catch (error) {
      if (tries === 1 || (error as { code?: unknown }).code !== 'EADDRINUSE') throw error
      if (await isInUse(at)) return false
    }
  }
}

/** What nobody hears is taken away. What another has put there since it was looked at is put back. */
async function isInUse(at: string): Promise<boolean> {
  if (await isHeard(at)) return true
  const aside = `${at}.${randomUUID().slice(0, 8)}`
  await rename(at, aside).catch(() => 'another has taken it away')
  const isOfAnother = await isHeard(aside)
  await (isOfAnother ? rename(aside, at) : rm(aside, { force: true }))
  return isOfAnother
}

async function isHeard(at: string): Promise<boolean> {
  const socket = connect(at)
  try {
    await once(socket, 'connect')
    return true
  } catch {
    return false
  } finally {
    socket.destroy()
  }
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
