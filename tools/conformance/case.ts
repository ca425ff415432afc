import type { Script } from './raw-server.ts'

/** Who is asked: the engines of `load/`, and a real browser as the judge. */
export const COLUMNS = ['open loop', 'closed loop', 'users', 'pollers', 'viewers', 'browser'] as const

/** One of those who are asked. */
export type Column = (typeof COLUMNS)[number]

/** What is the same of all cases. */
interface Told {
  /** The part of the table that it stands in. */
  group: string
  /** Unique. What the server does, in a few words. */
  name: string
  /** Where it stands what is right, e.g. `RFC 9112, 6.3`. */
  rule: string
  script: Script
  /**
   * What is to become of it: of an HTTP answer the kinds of `kindOf`, joined by ` + ` where the answers differ; of a stream `StreamEnd`'s words.
   */
  expected: string
  /** Where another is right by the nature of who is asked, as a browser follows redirects. */
  but?: Partial<Record<Column, string>>
}

/** An HTTP answer, asked for again and again. */
export interface HttpCase extends Told {
  kind: 'http'
  /** Default `GET`. */
  method?: 'GET' | 'POST'
  /** What a good body contains; nothing is looked for where it is empty. Default `whole`. */
  body?: string
  /** Default 100 000: an answer that comes is never too late, however busy the machine is. */
  timeoutMs?: number
  /** The entry of `Server-Timing` that is read: the verdict is `timed` or `not timed`. Default: none. */
  timing?: string
  /** Default: all but the viewers. */
  asked?: readonly Column[]
}

/** A stream that a viewer or a page listens to. */
export interface StreamCase extends Told {
  kind: 'sse' | 'websocket'
  /** The messages that are to come, bytes as latin1. */
  messages: readonly string[]
  /** WebSocket: the subprotocols that are offered. Default none. */
  subprotocols?: readonly string[]
}

/** One row of the table. */
export type Case = HttpCase | StreamCase

/** @returns who is asked in a case */
export function askedIn(one: Case): readonly Column[] {
  if (one.kind !== 'http') return ['viewers', 'browser']
  return one.asked ?? COLUMNS.filter(column => column !== 'viewers')
}
