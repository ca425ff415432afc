import { subscribe } from 'node:diagnostics_channel'
import { expose } from '../../thread.ts'
import { openLoop } from '../open-loop.ts'
import type { OpenLoopOptions } from '../open-loop.ts'
import { users } from '../users/users.ts'
import type { UsersOptions } from '../users/users.ts'

/** What the counting generators offer: each returns how many requests came to servers of its own thread. */
export type CountingApi = {
  openLoop(options: OpenLoopOptions): Promise<number>
  users(options: UsersOptions): Promise<number>
}

let requests = 0
subscribe('http.server.request.start', () => requests++)

const during = async (work: Promise<unknown>): Promise<number> => {
  requests = 0
  await work
  return requests
}

/** Generators for tests, in a thread that counts what is sent to itself. */
expose(clock => ({
  openLoop: (options: OpenLoopOptions) => during(openLoop(options, clock)),
  users: (options: UsersOptions) => during(users(options, clock)),
}))
