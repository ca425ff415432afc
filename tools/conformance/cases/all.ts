import type { Case } from '../case.ts'
import { BODIES } from './bodies.ts'
import { CODINGS } from './codings.ts'
import { CONNECTIONS } from './connections.ts'
import { EVENT_STREAMS } from './event-streams.ts'
import { HEADS } from './heads.ts'
import { POLLING } from './polling.ts'
import { SERVER_TIMING } from './server-timing.ts'
import { STATUSES } from './statuses.ts'
import { WEB_SOCKETS } from './web-sockets.ts'

/** All cases, in the order of the table. */
export const CASES: readonly Case[] = [
  ...BODIES,
  ...HEADS,
  ...CONNECTIONS,
  ...CODINGS,
  ...STATUSES,
  ...SERVER_TIMING,
  ...POLLING,
  ...EVENT_STREAMS,
  ...WEB_SOCKETS,
]
